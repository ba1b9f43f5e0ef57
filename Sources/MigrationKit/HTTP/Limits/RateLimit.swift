import Foundation

/// How many requests a server takes in a second, learned from its refusals (429).
///
/// What it took between two refusals is less than it allows, and the pace at which it refused is more; between the two
/// lies the next goal. The pace comes back to the goal along the curve by which TCP CUBIC (RFC 9438) comes back to
/// where it was refused: fast at first, near it for a minute, and soon beyond it where there is no limit any more.
struct RateLimit {
  /// What it is thought to take in a second; nil as long as it has refused nothing.
  private(set) var perSecond: Double?
  /// Of it, up to 1: the rest is left to others.
  private let share: Double
  /// By how much of the goal the pace was lowered at the last refusal.
  private var drop: Double
  /// The goal is from an earlier run, which may be long ago: so the pace soon rises above it, until a refusal.
  private var isHearsay: Bool
  private var sinceRefusal: Stretch
  private var trials = PaceTrials()

  private static let smallestDrop = 0.03
  private static let largestDrop = 0.5
  private static let wellKnown = 0.1
  /// Where nothing was refused at this many times the goal, there is no limit any more.
  private static let doubtless = 8.0

  /// - Parameter learned: in an earlier run.
  init(share: Double = 1, learned: Double? = nil, at now: Duration) {
    self.share = share
    perSecond = learned
    isHearsay = learned != nil
    drop = isHearsay ? Self.largestDrop : Self.smallestDrop
    sinceRefusal = Stretch(since: now - (learned.map(Self.recovery) ?? .zero))
  }

  mutating func noteAcceptance() {
    sinceRefusal.accepted += 1
    trials.noteAcceptance()
  }

  /// - Parameter sent: when the request was sent that is refused; before the last refusal it is a part of that one.
  mutating func noteRefusal(at now: Duration, sent: Duration) {
    guard sinceRefusal.accepted > 0, sent >= sinceRefusal.since || perSecond == nil else { return }
    let refused = pace(at: now) ?? sinceRefusal.perSecond(at: now)
    if let better = isHearsay ? checked(refused) : trials.betterPace(at: now) {
      (perSecond, drop) = (better, Self.smallestDrop)
    } else {
      slowDown(from: refused, at: now)
    }
    isHearsay = false
    sinceRefusal = Stretch(since: now)
    trials.begin(at: now, pace: pace(at: now) ?? refused)
  }

  /// The earlier run was right when the refusal comes soon above its goal: what a server has saved up lets so much through.
  private func checked(_ refused: Double) -> Double {
    guard let goal = perSecond, (1...1.25).contains(refused / goal) else { return refused }
    return goal
  }

  private mutating func slowDown(from refused: Double, at now: Duration) {
    let taken = min(sinceRefusal.tellingRate(at: now) ?? 0, refused)
    let goal = taken > refused / 2 ? (taken + refused) / 2 : refused
    perSecond = goal
    drop = min(max(1 - taken / goal, Self.smallestDrop), Self.largestDrop)
  }

  /// How many requests a second are to be sent now; nil: as many as can be.
  ///
  /// Who leaves a part to others does not look for more, once it is known well enough.
  mutating func pace(at now: Duration) -> Double? {
    guard let goal = perSecond else { return nil }
    if share < 1, drop <= Self.wellKnown { return goal * (1 - drop) * share }
    let distance = (now - sinceRefusal.since) / Self.recovery(of: goal) - 1
    let factor = 1 + drop * pow(distance, 3)
    if factor > Self.doubtless { forget(at: now) }
    return goal * factor * (isHearsay ? share : 1)
  }

  private mutating func forget(at now: Duration) {
    perSecond = nil
    isHearsay = false
    sinceRefusal = Stretch(since: now)
  }

  /// A minute, and a hundred requests: a refusal among a hundred is as many as there should be.
  private static func recovery(of goal: Double) -> Duration { .seconds(max(60, 100 / goal)) }
}

/// Spaces requests evenly in time.
struct Spacing {
  private var next = Duration.zero

  /// How long the one who asks has to wait; its place in time is then taken.
  mutating func reserve(at now: Duration, perSecond rate: Double) -> Duration {
    let interval = Duration.seconds(1 / max(rate, 0.000_1))
    // One who comes late by less than a place does not lose it.
    let place = max(now - interval, next)
    next = place + interval
    return max(.zero, place - now)
  }

  /// After a pause nothing is caught up on.
  mutating func restart(at now: Duration) { next = max(next, now) }
}
