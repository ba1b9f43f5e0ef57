/// This many requests in a time, evenly, with some at once: the generic cell rate algorithm (ITU-T I.371).
package struct RateLimit: Sendable {
  /// From one request to the next.
  package let interval: Duration
  /// How many may come at once after a pause.
  package let burst: Int

  package init(interval: Duration, burst: Int) {
    self.interval = interval
    self.burst = burst
  }
}

/// How much of a limit is used.
struct RateUse: Sendable {
  struct Verdict: Equatable {
    let isAllowed: Bool
    /// How many more may come at once.
    let remaining: Int
    /// Until one more may come.
    let untilNext: Duration
    /// Until as many may come as ever.
    let untilFull: Duration
  }

  let limit: RateLimit
  /// When the requests so far would all have come, had they come evenly.
  private var arrival: ContinuousClock.Instant

  init(_ limit: RateLimit, from now: ContinuousClock.Instant = .now) {
    self.limit = limit
    arrival = now
  }

  mutating func verdict(at now: ContinuousClock.Instant) -> Verdict {
    let used = now.duration(to: max(arrival, now))
    let whole = limit.interval * limit.burst
    guard used + limit.interval <= whole else {
      return Verdict(
        isAllowed: false, remaining: 0, untilNext: used + limit.interval - whole, untilFull: used)
    }
    arrival = max(arrival, now) + limit.interval
    let left = whole - used - limit.interval
    return Verdict(
      isAllowed: true, remaining: Int(left / limit.interval),
      untilNext: max(limit.interval - left, .zero), untilFull: used + limit.interval)
  }
}
