import MigrationKit

/// How much of what a run tries of one kind is refused, and whether that is too much.
struct Refusals: Sendable {
  /// This many in a row mean that something is wrong with all of them.
  static let mostInARow = 50
  /// So large a part means the same, once enough were tried.
  static let largestPart = 0.05
  static let enough = 200

  /// "tickets".
  let noun: String
  private(set) var tried = 0
  private(set) var refused = 0
  private(set) var inARow = 0

  init(of noun: String) { self.noun = noun }

  mutating func count(isRefused: Bool) {
    tried += 1
    refused += isRefused ? 1 : 0
    inARow = isRefused ? inARow + 1 : 0
  }

  /// Each step and each reject of it.
  mutating func count(_ result: TicketResult) {
    for _ in 0..<result.stepsSent { count(isRefused: false) }
    for _ in result.rejects { count(isRefused: true) }
  }

  /// Why going on would do more harm than good; nil while it would not.
  var reasonToStop: String? {
    if inARow >= Self.mostInARow { return "\(inARow) \(noun) in a row were refused" }
    guard tried >= Self.enough, Double(refused) > Self.largestPart * Double(tried) else { return nil }
    return "\(grouped(refused)) of \(grouped(tried)) \(noun) were refused"
  }
}
