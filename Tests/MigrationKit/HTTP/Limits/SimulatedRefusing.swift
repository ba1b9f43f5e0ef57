/// A server that refuses some requests, in a time of its own.
protocol SimulatedRefusing {
  mutating func accepts(at now: Double) -> Bool
}

/// Lets through so many requests a second, and saves up for so many at once (GCRA).
struct SimulatedThrottle: SimulatedRefusing {
  private let perSecond: Double
  private let burst: Double
  private let later: Double
  private let change: Double
  private var theoretical = 0.0

  /// - Parameter later: so many a second from a later time on.
  init(perSecond: Double, burst: Double, later: Double? = nil, from change: Double = 0) {
    (self.perSecond, self.burst, self.later, self.change) = (perSecond, burst, later ?? perSecond, change)
  }

  mutating func accepts(at now: Double) -> Bool {
    let perSecond = now < change ? perSecond : later
    let arrival = max(theoretical, now)
    guard arrival - now <= (burst - 1) / perSecond + 0.000_001 else { return false }
    theoretical = arrival + 1 / perSecond
    return true
  }
}

/// Lets through so many, and counts again after so many seconds.
struct SimulatedWindow: SimulatedRefusing {
  let count: Int
  let seconds: Double
  private var window = 0
  private var accepted = 0

  init(count: Int, seconds: Double) { (self.count, self.seconds) = (count, seconds) }

  mutating func accepts(at now: Double) -> Bool {
    if Int(now / seconds) != window { (window, accepted) = (Int(now / seconds), 0) }
    accepted += 1
    return accepted <= count
  }
}

/// Answers so many and refuses the next ones, whatever the pace.
struct SimulatedCough: SimulatedRefusing {
  let answered: Int
  let refused: Int
  private var count = 0

  init(answered: Int, refused: Int) { (self.answered, self.refused) = (answered, refused) }

  mutating func accepts(at now: Double) -> Bool {
    defer { count += 1 }
    return count % (answered + refused) < answered
  }
}
