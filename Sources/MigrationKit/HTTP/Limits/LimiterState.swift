/// What a limiter knows and counts; every change of it is under the limiter's lock.
struct LimiterState {
  private let most: Int
  private let share: Double
  private var lanes: [Lane]
  private var rate: RateLimit
  private var spacing = Spacing()
  /// By the clock that never goes back: one set back by an hour must not make a pause of an hour.
  private(set) var pausedUntil = Duration.zero
  private var underWay = 0
  private var lastNumber = 0
  /// Those who were cancelled before they stood in line.
  private var cancelled: Set<Int> = []
  /// The kind whose turn it is first.
  private var turn = 0

  init(most: Int, share: Double, learned: LearnedLimits?, at now: Duration) {
    self.most = max(1, most)
    self.share = share
    lanes = RequestKind.allCases.map { kind in
      Lane(limit: ConcurrencyLimit(most: max(1, most), learned: learned?.atOnce[kind]))
    }
    rate = RateLimit(learned: learned?.perSecond, at: now)
  }

  /// Nil when a place was free, which is then taken; else a number to stand in line with.
  mutating func takePlace(_ kind: RequestKind) -> Int? {
    if isFree(kind), !lanes[kind.place].hasLine {
      take(kind)
      return nil
    }
    lanes[kind.place].noteFull()
    lastNumber += 1
    return lastNumber
  }

  /// Nil: it stands in line now. True: a place has become free meanwhile. False: its task was cancelled.
  mutating func queueUp(_ waiter: Lane.Waiter, _ kind: RequestKind) -> Bool? {
    if cancelled.remove(waiter.number) != nil { return false }
    if isFree(kind), !lanes[kind.place].hasLine {
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
    while let waiter = nextInLine() { next.append(waiter) }
    return next
  }

  /// The kinds take turns where there are places for some only.
  private mutating func nextInLine() -> Lane.Waiter? {
    for step in 0..<lanes.count {
      let kind = RequestKind.allCases[(turn + step) % lanes.count]
      guard isFree(kind), let waiter = lanes[kind.place].nextInLine() else { continue }
      turn = (kind.place + 1) % lanes.count
      take(kind)
      return waiter
    }
    return nil
  }

  private func isFree(_ kind: RequestKind) -> Bool { underWay < most && lanes[kind.place].isFree }

  private mutating func take(_ kind: RequestKind) {
    lanes[kind.place].take()
    underWay += 1
  }

  func answered(of kind: RequestKind) -> Int { lanes[kind.place].answered }

  /// How long a request that has its place still has to wait.
  mutating func rest(of kind: RequestKind, at now: Duration) -> Duration {
    let forOthers = lanes[kind.place].restForOthers(share: share, at: now)
    guard let pace = rate.pace(at: now, share: share) else { return forOthers }
    return max(forOthers, spacing.reserve(at: now, perSecond: pace))
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
    let place = pass.kind.place
    switch ending {
    case .answered(let quota):
      rate.noteAcceptance()
      lanes[place].noteAnswer(latency: now - pass.begun, answeredBefore: pass.answeredBefore)
      return observe(quota, at: now)
    case .refused(let quota):
      rate.noteRefusal(at: now, sent: pass.begun)
      lanes[place].limit.noteTrouble()
      return observe(quota, at: now)
    case .troubled: lanes[place].limit.noteTrouble()
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
  var atOnce: Int { min(most, lanes.reduce(0) { $0 + $1.limit.count }) }

  // For people and for the next run.

  var learned: LearnedLimits {
    var learned = LearnedLimits(perSecond: rate.perSecond)
    for kind in RequestKind.allCases where lanes[kind.place].limit.isKnown {
      learned.atOnce[kind] = lanes[kind.place].limit.found
      learned.rates[kind] = lanes[kind.place].limit.bestRate
    }
    return learned
  }

  mutating func bottleneck(at now: Duration, time: (Duration) -> String) -> String? {
    if pausedUntil > now { return "the server wants a pause until \(time(pausedUntil - now))" }
    if let pace = rate.pace(at: now, share: share) { return "the server's limit of \(perSecond(pace))" }
    guard let kind = RequestKind.allCases.first(where: { lanes[$0.place].hasLine }) else { return nil }
    let limit = lanes[kind.place].limit
    if underWay >= most { return "--jobs \(most)" }
    let budget = share < 1 ? " of which \(Int((share * 100).rounded())) % are used" : ""
    return limit.bestRate.map {
      "server: \(perSecond($0)) at \(limit.found) \(kind.plural) at once\(budget)"
    }
  }
}
