import MigrationKit

/// Says before the load what a target will make of a ticket: from what `load check` has learned, without a network.
protocol TicketForecaster: Sendable {
  /// What will not be as it was in the old system; the same loss once for each time.
  func losses(of ticket: Ticket) -> [Loss]

  /// What becomes of the priority and the dates of a ticket that has children; nil where they are kept.
  var lossOfParents: Loss? { get }

  /// Values of custom fields that the target would not take, by what is wrong with them.
  func misfits(of ticket: Ticket) -> [(misfit: Misfit, values: [String])]

  /// What the target's settings for links mean, in sentences.
  var linkNotes: [String] { get }

  /// How many mails a step sends at worst: if every action notifies, and everybody wants every mail they may have.
  func mails(for step: Step, of ticket: Ticket) -> Int

  /// The login in whose name a request is made; nil: the key's own account.
  func actor(of request: HTTPRequest) -> String?
}

/// One fact of a ticket that the target does not keep where it belongs.
struct Loss: Hashable, Comparable, Sendable {
  enum Fact: String, Sendable, CaseIterable {
    case creationDate = "creation date"
    case articleDate = "article date"
    case ticketAuthor = "ticket author"
    case articleAuthor = "article author"
    case internalFile = "internal file"
    case fileName = "file name"
    case worker = "person of a time entry"
    case owner
    case watcher
    case link
    case parent = "priority and dates of a ticket with children"
  }

  let fact: Fact
  /// What becomes of it: "a line of the text".
  let fate: String
  let reason: String

  static func < (left: Loss, right: Loss) -> Bool {
    let order = { (loss: Loss) in Fact.allCases.firstIndex(of: loss.fact) ?? 0 }
    return (order(left), left.fate, left.reason) < (order(right), right.fate, right.reason)
  }
}
