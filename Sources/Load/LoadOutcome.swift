import MigrationKit

/// What a run has come to.
struct LoadOutcome {
  /// So many refused tickets in a row mean that something is wrong with all of them.
  static let mostInARow = 50
  /// So large a part of refused tickets means the same, once enough were tried.
  static let largestPart = 0.05
  static let enough = 200

  /// Tickets that are complete now, and how many of them this run has made or completed.
  private(set) var complete = 0
  private(set) var changed = 0
  /// Things that were refused: a ticket can have several.
  private(set) var rejected = 0
  private(set) var links = 0
  /// Texts that were sent again with the new numbers of the tickets they speak of.
  private(set) var texts = 0
  private var refusedTickets = 0
  private var refusedInARow = 0

  mutating func count(_ result: TicketResult) {
    guard !result.isUnsettled else { return }
    complete += result.isComplete ? 1 : 0
    changed += result.isComplete && result.stepsSent > 0 ? 1 : 0
    rejected += result.rejects.count
    refusedTickets += result.isComplete ? 0 : 1
    refusedInARow = result.isComplete ? 0 : refusedInARow + 1
  }

  mutating func countLinks(_ result: TicketResult) {
    links += result.stepsSent
    rejected += result.rejects.count
  }

  mutating func countTexts(_ result: TicketResult) {
    texts += result.stepsSent
    rejected += result.rejects.count
  }

  /// Of what belongs to no ticket.
  mutating func countRejects(_ count: Int) { rejected += count }

  /// Why going on would do more harm than good; nil while it would not.
  var reasonToStop: String? {
    let tried = complete + refusedTickets
    if refusedInARow >= Self.mostInARow { return "\(refusedInARow) tickets in a row were refused" }
    guard tried >= Self.enough, Double(refusedTickets) > Self.largestPart * Double(tried) else { return nil }
    return "\(grouped(refusedTickets)) of \(grouped(tried)) tickets were refused"
  }

  var summary: String {
    "\(grouped(complete)) tickets complete (\(grouped(changed)) by this run), \(grouped(links)) links made"
      + (texts > 0 ? ", \(grouped(texts)) texts sent again with new numbers" : "")
  }
}
