/// What a server's recent answers say about it, in rounds; kinds of request beside each other are made comparable.
///
/// A request counts as much as its kind takes on average. The averages are those of now for all rounds, old and new, so
/// a round of cheap requests and a round of expensive ones say the same about a server that treats them alike. With a single
/// kind they cancel out.
struct RecentRounds {
  struct Round {
    /// Answers a second, of all kinds.
    let rate: Double
    /// How many of each kind were answered, in the order of `RequestKind.place`.
    let counts: SIMD4<Double>
    /// What those took together, in seconds.
    let seconds: SIMD4<Double>
    /// How many the server failed with, beside those.
    let troubles: Int
  }

  private var rounds: [Round] = []

  /// This many are "recent".
  private static let memory = 64

  var count: Int { rounds.count }

  mutating func add(_ round: Round) {
    rounds.append(round)
    if rounds.count > Self.memory { rounds.removeFirst() }
  }

  /// How many requests the server works on at a time, at its best: by Little's law the best rate times the shortest
  /// latency. Nil before the first round.
  var workedOn: Double? {
    guard let rate = bestRate else { return nil }
    let costs = costs
    return rounds.map { $0.slowness(costs) }.min().map { rate * $0 }
  }

  /// Of all that were asked, how many the server failed with.
  var troubleShare: Double {
    let troubles = Double(rounds.reduce(0) { $0 + $1.troubles })
    return troubles / max(1, troubles + rounds.reduce(0) { $0 + $1.counts.sum() })
  }

  /// The latest round got a quarter more done than any before, or nobody queued in it: right after the number was
  /// raised, most of those that are answered were sent before.
  var isGrowing: Bool {
    let costs = costs
    guard let latest = rounds.last, let before = rounds.dropLast().map({ $0.workRate(costs) }).max(),
      let shortest = rounds.map({ $0.slowness(costs) }).min()
    else { return true }
    return latest.workRate(costs) >= before * 1.25 || latest.slowness(costs) < shortest * 1.25
  }

  /// How many a second there would be if all were of this kind; nil while there were none of it.
  func bestRate(of kind: RequestKind) -> Double? {
    let cost = costs[kind.place]
    return cost > 0 ? bestRate.map { $0 / cost } : nil
  }

  /// How many of each kind were answered in a second, beside each other.
  var rates: SIMD4<Double> {
    let sum = rounds.reduce(SIMD4<Double>.zero) { $0 + $1.counts * ($1.rate / $1.counts.sum()) }
    return sum / Double(max(1, rounds.count))
  }

  /// In units of work a second.
  private var bestRate: Double? {
    let costs = costs
    return rounds.map { $0.workRate(costs) }.max()
  }

  /// What a request of each kind takes on average, in seconds; 0 where there was none.
  private var costs: SIMD4<Double> {
    let counts = rounds.reduce(SIMD4<Double>.zero) { $0 + $1.counts }
    return rounds.reduce(SIMD4<Double>.zero) { $0 + $1.seconds }
      / counts.replacing(with: 1, where: counts .== 0)
  }
}

extension RecentRounds.Round {
  fileprivate func work(_ costs: SIMD4<Double>) -> Double { (counts * costs).sum() }
  /// The latency in units of what such requests take on average.
  fileprivate func slowness(_ costs: SIMD4<Double>) -> Double { seconds.sum() / work(costs) }
  fileprivate func workRate(_ costs: SIMD4<Double>) -> Double { rate * work(costs) / counts.sum() }
}

extension RecentRounds {
  /// A round that continues.
  struct Gathering {
    private var counts = SIMD4<Double>.zero
    private var seconds = SIMD4<Double>.zero
    private var answers = 0
    private(set) var wasFull = false
    var troubles = 0

    var count: Int { Int(counts.sum()) }

    mutating func add(_ kind: RequestKind, _ seconds: Double, answers: Int, _ wasFull: Bool) {
      counts[kind.place] += 1
      self.seconds[kind.place] += max(seconds, 0.000_001)
      self.answers += answers
      self.wasFull = self.wasFull || wasFull
    }

    /// The rate is taken over the lives of the requests and not over the time between their ends: answers come in
    /// bursts.
    var round: RecentRounds.Round {
      RecentRounds.Round(
        rate: Double(answers) / seconds.sum(), counts: counts, seconds: seconds, troubles: troubles)
    }
  }
}
