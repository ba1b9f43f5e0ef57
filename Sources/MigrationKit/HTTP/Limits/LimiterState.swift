/// What a limiter knows and counts; every change of it is under the limiter's lock.
struct LimiterState {
  private let share: Double
  private var limit: ConcurrencyLimit
  private var lanes = RequestKind.allCases.map { _ in Lane() }
  private var rate: RateLimit
  private var spacing = Spacing()
  private var spacingForOthers = Spacing()
  /// By the clock that never goes back: one set back by an hour must not make a pause of an hour.
  private(set) var pausedUntil = Duration.zero
  private var underWay = 0
  /// Someone had to wait because as many were under way as may be.
  private var wasFull = false
  private var lastNumber = 0
  /// Those who were cancelled before they stood in line.
  private var cancelled: Set<Int> = []

  init(most: Int, share: Double, learned: LearnedLimits?, at now: Duration) {
    self.share = share
    limit = ConcurrencyLimit(most: max(1, most), learned: learned?.atOnce)
    rate = RateLimit(share: share, learned: learned?.perSecond, at: now)
  }

  /// Nil when a place was free, which is then taken; else a number to stand in line with.
  mutating func takePlace(_ kind: RequestKind) -> Int? {
    if isFree, !lanes[kind.place].hasLine {
      take(kind)
      return nil
    }
    wasFull = true
    lastNumber += 1
    return lastNumber
  }

  /// Nil: it stands in line now. True: a place has become free meanwhile. False: its task was cancelled.
  mutating func queueUp(_ waiter: Lane.Waiter, _ kind: RequestKind) -> Bool? {
    if cancelled.remove(waiter.number) != nil { return false }
    if isFree, !lanes[kind.place].hasLine {
      take(kind)
      return true
    }
    lanes[kind.place].queueUp(waiter)
    return nil
  }

  mutating func leaveLine(_ number: Int, _ kind: RequestKind) -> Lane.Waiter? {
    let waiter = lanes[kind.place].leaveLine(number)
    if waiter == nil { cancelled.insert(number) }
    return waiter
  }

  /// Gives a place back; returns those who may go now, each with a place.
  mutating func release(_ kind: RequestKind) -> [Lane.Waiter] {
    lanes[kind.place].release()
    underWay -= 1
    var next: [Lane.Waiter] = []
    while isFree, let waiter = nextInLine() { next.append(waiter) }
    return next
  }

  /// The kind that has the fewest under way goes first: large files hold their places for long, and must not come to
  /// hold all of them.
  private mutating func nextInLine() -> Lane.Waiter? {
    let waiting = RequestKind.allCases.filter { lanes[$0.place].hasLine }
    guard let kind = waiting.min(by: { lanes[$0.place].underWay < lanes[$1.place].underWay }) else {
      return nil
    }
    take(kind)
    return lanes[kind.place].nextInLine()
  }

  private var isFree: Bool { underWay < limit.count }

  private mutating func take(_ kind: RequestKind) {
    lanes[kind.place].take()
    underWay += 1
  }

  /// A request that has its place is sent.
  mutating func begin(_ kind: RequestKind, at now: Duration) -> Limiter.Pass {
    Limiter.Pass(kind: kind, begun: now, beginning: limit.begin())
  }

  /// How long a request that has its place still has to wait.
  mutating func rest(of kind: RequestKind, at now: Duration) -> Duration {
    let forOthers = restForOthers(kind, at: now)
    guard let pace = rate.pace(at: now) else { return forOthers }
    return max(forOthers, spacing.reserve(at: now, perSecond: pace))
  }

  /// Of what the server can do, the rest is left to others. A dear request takes more of it than a cheap one.
  private mutating func restForOthers(_ kind: RequestKind, at now: Duration) -> Duration {
    guard share < 1, !limit.isYoung, let best = limit.rounds.bestRate(of: kind) else { return .zero }
    return spacingForOthers.reserve(at: now, perSecond: best * share)
  }

  mutating func pause(until end: Duration, at now: Duration) -> Bool {
    defer {
      pausedUntil = max(pausedUntil, end)
      spacing.restart(at: pausedUntil)
    }
    return pausedUntil <= now
  }

  /// Returns how long the pause is that this begins.
  mutating func note(_ ending: Limiter.Ending, of pass: Limiter.Pass, at now: Duration) -> Duration? {
    limit.end(pass.beginning)
    switch ending {
    case .answered(let quota):
      rate.noteAcceptance()
      limit.noteAnswer(pass.kind, pass.beginning, latency: now - pass.begun, wasFull: wasFull)
      wasFull = lanes.contains(where: \.hasLine)
      return observe(quota, at: now)
    case .refused(let quota):
      rate.noteRefusal(at: now, sent: pass.begun)
      limit.noteTrouble()
      return observe(quota, at: now)
    case .troubled: limit.noteTrouble()
    case .unsent: break
    }
    return nil
  }

  /// Where the server says how much is left, nothing is sent that it would refuse, or that is others' share.
  private mutating func observe(_ quota: Quota?, at now: Duration) -> Duration? {
    guard let quota, quota.isUsedUp(reserve: 1 - share, underWay: underWay - 1) else { return nil }
    return pause(until: now + quota.reset, at: now) ? quota.reset : nil
  }

  /// How many requests may be under way now, of all kinds together.
  var atOnce: Int { limit.count }

  // For people and for the next run.

  var learned: LearnedLimits {
    var learned = LearnedLimits(perSecond: rate.perSecond)
    guard limit.isKnown else { return learned }
    learned.atOnce = limit.found
    for kind in RequestKind.allCases where limit.rounds.rates[kind.place] > 0 {
      learned.rates[kind] = limit.rounds.rates[kind.place]
    }
    return learned
  }

  mutating func bottleneck(at now: Duration, time: (Duration) -> String) -> String? {
    if pausedUntil > now { return "the server asked for a pause until \(time(pausedUntil - now))" }
    if let pace = rate.pace(at: now) { return "the server's limit of \(perSecond(pace))" }
    guard lanes.contains(where: \.hasLine) else { return nil }
    if underWay >= limit.most { return "--jobs \(limit.most)" }
    guard limit.rounds.count > 0 else { return nil }
    let budget = share < 1 ? " of which \(Int((share * 100).rounded())) % are used" : ""
    return "server: \(perSecond(limit.rounds.rates.sum())) with \(limit.found) in parallel\(budget)"
  }
}
