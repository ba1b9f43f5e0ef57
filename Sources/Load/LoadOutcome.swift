import MigrationKit

/// What a run has come to.
struct LoadOutcome {
  /// After this many links or texts in a row that the login may not send, it lacks the right to any.
  static let mostForbiddenInARow = 10

  /// Tickets that are complete now, and how many of them this run has made or completed.
  private(set) var complete = 0
  private(set) var changed = 0
  /// Items that were refused: a ticket can have several.
  private(set) var rejected = 0
  private(set) var links = 0
  /// Links and texts of loaded tickets that need others which are not loaded.
  private(set) var waitingLinks = 0
  private(set) var waitingTexts = 0
  /// Texts that were sent again with the new numbers of the tickets they speak of.
  private(set) var texts = 0
  private var ticketRefusals = Refusals(of: "tickets")
  private var textRefusals = Refusals(of: "texts")
  private var linkRefusals = Refusals(of: "links")
  private var forbiddenInARow = 0

  mutating func count(_ result: TicketResult) {
    guard !result.isUnsettled else { return }
    complete += result.isComplete ? 1 : 0
    changed += result.isComplete && result.stepsSent > 0 ? 1 : 0
    ticketRefusals.count(isRefused: !result.isComplete)
    countRejects(of: result)
  }

  mutating func countLinks(_ result: TicketResult) {
    links += result.stepsSent
    waitingLinks += result.waiting
    linkRefusals.count(result)
    countRejects(of: result)
  }

  mutating func countTexts(_ result: TicketResult) {
    texts += result.stepsSent
    waitingTexts += result.waiting
    textRefusals.count(result)
    countRejects(of: result)
  }

  private mutating func countRejects(of result: TicketResult) {
    rejected += result.rejects.count
    if result.stepsSent > 0 || result.rejects.count > result.forbidden { forbiddenInARow = 0 }
    forbiddenInARow += result.forbidden
  }

  /// Of what belongs to no ticket.
  mutating func countRejects(_ count: Int) { rejected += count }

  /// The login lacks a right that all of them take.
  var isForbidden: Bool { forbiddenInARow >= Self.mostForbiddenInARow }

  /// Why going on would do more harm than good; nil while it would not.
  var reasonToStop: String? {
    if isForbidden { return "the login lacks the right (403) for \(forbiddenInARow) requests in a row" }
    return [ticketRefusals, textRefusals, linkRefusals].lazy.compactMap(\.reasonToStop).first
  }

  var summary: String {
    "\(counted(complete, "ticket")) complete (\(grouped(changed)) by this run), \(counted(links, "link")) made"
      + (texts > 0 ? ", \(counted(texts, "text")) sent again with new numbers" : "")
  }

  /// What is not done and is no fault; nil when there is nothing.
  var waiting: String? {
    let parts = [(waitingLinks, "link"), (waitingTexts, "text")].filter { $0.0 > 0 }.map {
      counted($0.0, $0.1)
    }
    guard !parts.isEmpty else { return nil }
    let verb = waitingLinks + waitingTexts == 1 ? "waits" : "wait"
    return "\(parts.joined(separator: " and ")) \(verb) for tickets that are not loaded yet."
  }

  /// Nil when nothing was.
  var refused: String? {
    guard rejected > 0 else { return nil }
    return "\(counted(rejected, "item was", "items were")) rejected by the target"
  }
}
