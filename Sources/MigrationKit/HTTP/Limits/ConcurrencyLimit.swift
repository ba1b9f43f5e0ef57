/// How many requests of one kind a server is best asked at once, learned from its answers.
///
/// By Little's law as many are under way as the rate times the latency. So many are let through as the best rate of
/// late takes at the shortest latency of late, and a quarter more: where the server can do more, the rate grows with
/// them and so does the number; where it cannot, only the latency grows, and the number stays. This is how BBR fills a
/// network (https://queue.acm.org/detail.cfm?id=3022184), with the backing off by a tenth of Vector's adaptive
/// concurrency. Nothing is learned while there is less to ask than may be asked.
struct ConcurrencyLimit {
  /// How many may be under way now.
  private(set) var count: Int
  /// The number that was found to be best.
  var found: Int { max(1, min(Int(ceiling.rounded()), most, wanted)) }
  /// Never more, whatever the server can do.
  let most: Int
  /// There were enough rounds to keep the number for another time.
  var isKnown: Bool { rounds.count >= Self.fewestRounds }
  /// The best rate of late, in requests a second; nil before the first.
  var bestRate: Double? { rounds.map(\.rate).max() }
  var shortestLatency: Duration? { rounds.map(\.latency).min() }
  /// The number is still being doubled to come near the right one.
  private(set) var isYoung = true

  private var rounds: [Round] = []
  private var current = Gathering()
  /// Lowered by troubles, and raised by rounds without. With its fractions, or a single trouble would halve a number
  /// of two: Redmine on SQLite answers some of two writes with 500, and does more in a second all the same.
  private var ceiling: Double
  private var roundsSinceLull = 0
  private var lullRounds = 0

  /// A round is about the time in which all that were under way are answered, and no fewer answers than this.
  private static let fewestAnswers = 8
  private static let fewestRounds = 8
  /// So many rounds are "of late".
  private static let memory = 64
  /// After so many rounds half as many are asked for a while: only so is it seen how short the latency is when nobody
  /// queues. In the first two rounds those are answered that queued before.
  private static let roundsBetweenLulls = 50
  private static let roundsOfLull = 3
  private static let start = 4

  /// - Parameter learned: what an earlier run has found.
  init(most: Int, learned: Int? = nil) {
    self.most = most
    ceiling = Double(most)
    count = min(most, max(1, learned ?? Self.start))
  }

  /// One request was answered as it should be.
  /// - Parameter answers: how many of its kind were answered since it was sent, itself included.
  /// - Parameter wasFull: as many were under way as may be.
  mutating func note(latency: Duration, answers: Int, wasFull: Bool) {
    current.add(latency / .seconds(1), answers, wasFull)
    endRound()
  }

  /// The server could not do it, or not now.
  mutating func noteTrouble() {
    current.troubles += 1
    endRound()
  }

  /// Does nothing before it is over.
  private mutating func endRound() {
    guard current.count + current.troubles >= max(count, Self.fewestAnswers) else { return }
    defer { current = Gathering() }
    if current.troubles > 0 {
      isYoung = false
      ceiling = max(1, min(ceiling, Double(count)) * 0.9)
    } else {
      ceiling = min(Double(most), ceiling + 1)
    }
    if current.wasFull, current.count > 0 { learn(current.round) }
    count = lullRounds > 0 ? (found + 1) / 2 : found
  }

  private mutating func learn(_ round: Round) {
    if isYoung, let best = bestRate, round.rate < best * 1.25 { isYoung = false }
    rounds.append(round)
    if rounds.count > Self.memory { rounds.removeFirst() }
    lullRounds = max(0, lullRounds - 1)
    roundsSinceLull += 1
    if roundsSinceLull >= Self.roundsBetweenLulls { (roundsSinceLull, lullRounds) = (0, Self.roundsOfLull) }
  }

  private var wanted: Int {
    guard let rate = bestRate, let latency = shortestLatency else { return count }
    return Int((rate * (latency / .seconds(1)) * (isYoung ? 2 : 1.25)).rounded(.up))
  }
}

extension ConcurrencyLimit {
  fileprivate struct Round {
    let rate: Double
    let latency: Duration
  }

  /// A round that goes on.
  fileprivate struct Gathering {
    private(set) var count = 0
    private var answers = 0
    /// The latencies of all, in seconds.
    private var seconds = 0.0
    private(set) var wasFull = false
    var troubles = 0

    mutating func add(_ seconds: Double, _ answers: Int, _ wasFull: Bool) {
      count += 1
      self.seconds += seconds
      self.answers += answers
      self.wasFull = self.wasFull || wasFull
    }

    /// The rate is taken over the lives of the requests and not over the time between their ends: answers come in
    /// bursts.
    var round: Round {
      let time = max(seconds, 0.000_001)
      return Round(rate: Double(answers) / time, latency: .seconds(time / Double(count)))
    }
  }
}
