import Foundation

/// How many requests a server takes in a second, learned from its refusals (429).
///
/// What it took between two refusals is less than it allows, and the pace at which it refused is more; between the two
/// lies the next goal. The pace comes back to the goal along the curve by which TCP CUBIC (RFC 9438) comes back to
/// where it was refused: fast at first, near it for a minute, and soon beyond it where there is no limit any more.
struct RateLimit {
  /// What it is thought to take in a second; nil as long as it has refused nothing.
  private(set) var perSecond: Double?
  /// By how much of the goal the pace was lowered at the last refusal.
  private var drop = Self.smallestDrop
  private var sinceRefusal: Stretch
  private var trials = PaceTrials()

  private static let smallestDrop = 0.03
  private static let largestDrop = 0.5
  private static let wellKnown = 0.1
  /// Where nothing was refused at so many times the goal, there is no limit any more.
  private static let doubtless = 8.0

  init(learned: Double? = nil, at now: Duration) {
    perSecond = learned
    sinceRefusal = Stretch(since: now)
  }

  mutating func noteAcceptance() {
    sinceRefusal.accepted += 1
    trials.noteAcceptance()
  }

  /// - Parameter sent: when the request was sent that is refused; before the last refusal it is a part of that one.
  mutating func noteRefusal(at now: Duration, sent: Duration) {
    guard sinceRefusal.accepted > 0, sent >= sinceRefusal.since || perSecond == nil else { return }
    let refused = pace(at: now, share: 1) ?? sinceRefusal.perSecond(at: now)
    if let better = trials.betterPace(at: now) {
      (perSecond, drop) = (better, Self.smallestDrop)
    } else {
      slowDown(from: refused, at: now)
    }
    sinceRefusal = Stretch(since: now)
    trials.begin(at: now, pace: pace(at: now, share: 1) ?? refused)
  }

  private mutating func slowDown(from refused: Double, at now: Duration) {
    let taken = min(sinceRefusal.tellingRate(at: now) ?? 0, refused)
    let goal = taken > refused / 2 ? (taken + refused) / 2 : refused
    perSecond = goal
    drop = min(max(1 - taken / goal, Self.smallestDrop), Self.largestDrop)
  }

  /// How many requests a second are to be sent now; nil: as many as can be.
  /// - Parameter share: of what the server allows, up to 1. Who leaves a part to others does not look for more, once it
  /// is known well enough.
  mutating func pace(at now: Duration, share: Double) -> Double? {
    guard let goal = perSecond else { return nil }
    if share < 1, drop <= Self.wellKnown { return goal * (1 - drop) * share }
    // A minute, and a hundred requests: a refusal among a hundred is as many as there should be.
    let recovery = max(60, 100 / goal)
    let distance = (now - sinceRefusal.since) / .seconds(recovery) - 1
    let factor = 1 + drop * pow(distance, 3)
    if factor > Self.doubtless { perSecond = nil }
    return goal * factor
  }
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
