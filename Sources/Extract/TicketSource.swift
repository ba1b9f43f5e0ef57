import MigrationKit

/// A system that tickets are taken from. A source asks and answers: it never waits, retries, logs or opens files.
protocol TicketSource: Sendable {
  /// What this login may see and how much there is. Refuses early what would otherwise be found missing late.
  func inspect() async throws -> SourceInspection

  /// The greatest id of all tickets in scope, deleted and merged ones included; nil without any.
  func lastTicket() async throws -> Int?

  /// The tickets that follow `cursor`, by id and never by page number; nil asks for the first. Nil at the end.
  /// - Parameter last: a slice reaches no further, and the last one just so far; nil: as far as there are tickets.
  func slice(after cursor: Cursor?, upTo last: Int?) async throws -> Slice?

  /// Everything the system says about the slice's tickets.
  func contents(of slice: Slice) async throws -> SliceContents

  /// The request for one attachment's bytes.
  func download(_ attachment: AttachmentReference) -> HTTPRequest

  /// How many attachments one answer may show.
  var shownAtOnce: Int { get }

  /// The request for one answer that shows all of these, each of which `isShown`.
  func show(_ attachments: [AttachmentReference]) -> HTTPRequest?

  /// Takes their bytes out of that answer; nil for each whose bytes are not in it whole.
  func bytes(in response: HTTPResponse, of attachments: [AttachmentReference]) throws -> [[UInt8]?]

  /// The newest transaction (history entry) of all in scope; nil without any.
  func newestTransaction() async throws -> Int?

  /// The transactions in scope behind this one, by id: what happened since.
  func transactions(after transaction: Int) async throws -> TransactionPage

  /// The newest transaction that a record's `data` holds, which this source made; nil without any.
  func newestTransaction(in data: JSONNode) throws -> Int?

  /// The queues that were asked for, each with its custom fields.
  func queues() async throws -> [SourceRecord]

  /// Begins to read all people.
  func people() -> any PeopleReading
}

/// Reads people a page at a time, so that any number of them fits into memory.
protocol PeopleReading: Sendable {
  /// Those who follow the ones before. Behind the last page: those who came meanwhile.
  mutating func next() async throws -> PeoplePage
}

/// For sources that show nothing.
extension TicketSource {
  var shownAtOnce: Int { 1 }
  func show(_ attachments: [AttachmentReference]) -> HTTPRequest? { nil }
  func bytes(in response: HTTPResponse, of attachments: [AttachmentReference]) throws -> [[UInt8]?] { [] }
}

/// A place in the order of ids: everything up to and including this id has been seen.
struct Cursor: Sendable, Equatable {
  let id: Int
}

/// A range of ids small enough to be asked for again: `first`…`last`, without a gap to its neighbours.
struct Slice: Sendable, Equatable {
  /// The id after the previous slice's last.
  let first: Int
  let last: Int
  /// The searchable tickets in it, in order. Deleted and merged ones lie between them.
  let tickets: [Int]
  /// About how many rows the source holds of them, deleted tickets included, where there may be unusually many.
  var rowCount: Int?

  var cursor: Cursor { Cursor(id: last) }
}

struct SliceContents: Sendable {
  /// By ticket id.
  var records: [SourceRecord] = []
  /// By ticket id, then by attachment id.
  var attachments: [AttachmentReference] = []
  /// Tickets in the range that exist and are not migrated on their own.
  var skipped: [SkippedTicket] = []
  /// Of how many tickets in the range any of the searches showed a sign: the other side of the balance, so not to
  /// be computed from `records` and `skipped`.
  var foundCount = 0
  /// How many transactions (history entries) the records hold.
  var transactionCount = 0
  /// The greatest transaction id among them; nil without any.
  var lastTransaction: Int?

  static func + (lower: SliceContents, upper: SliceContents) -> SliceContents {
    SliceContents(
      records: lower.records + upper.records, attachments: lower.attachments + upper.attachments,
      skipped: lower.skipped + upper.skipped, foundCount: lower.foundCount + upper.foundCount,
      transactionCount: lower.transactionCount + upper.transactionCount,
      lastTransaction: [lower.lastTransaction, upper.lastTransaction].compactMap(\.self).max())
  }
}

/// An attachment as the source lists it, before its bytes are here.
struct AttachmentReference: Sendable, Equatable {
  let ticket: SourceID<Ticket>
  let id: String
  let name: String
  let mediaType: String
  /// The length the source states; nil where it states none.
  let byteCount: Int?
  /// Percent-encoded path of the bytes on the source's server.
  let path: String
  /// An answer about several attachments can hold these bytes, in a form of the source's own.
  var isShown = false
  /// A download gives the bytes as they are stored.
  var isDownloadable = true
}

struct TransactionPage: Sendable {
  struct Entry: Sendable {
    let id: Int
    /// The ticket in whose record it belongs as things are now: for a merged ticket, the one it was merged into.
    let ticket: Int
    /// As the source writes it.
    let created: String
    /// Its ticket is to be migrated on its own: neither deleted nor merged into another.
    let isOfOwnTicket: Bool
  }

  let entries: [Entry]
  let isLast: Bool
}

struct PeoplePage: Sendable {
  let records: [SourceRecord]
  let isLast: Bool
}

struct SourceInspection: Sendable {
  /// "Request Tracker 5.0.3".
  let product: String
  /// The login that is used.
  let login: String
  /// Tickets that a search finds in the queues asked for.
  let ticketCount: Int
}

/// Why a source cannot be used as asked.
enum SourceError: StageFault, Equatable, CustomStringConvertible {
  /// The login does not see everything; says which right is missing and how to grant it.
  case missingRight(String)
  /// A queue of the configuration does not exist; the known ones help to correct it.
  case unknownQueue(String, known: [String])
  /// A search's count is not its total, a page repeats, a record is missing: never taken for the end.
  case inconsistent(String)
  /// A page for people came instead of a file.
  case webPage

  var exitCode: ExitCode {
    switch self {
    case .missingRight: .loginRefused
    case .unknownQueue: .usage
    case .inconsistent, .webPage: .stopped
    }
  }

  var description: String {
    switch self {
    case .missingRight(let text): text
    case .unknownQueue(let name, let known):
      "there is no queue \"\(name)\"; this login sees: \(known.map { "\"\($0)\"" }.joined(separator: ", "))"
    case .inconsistent(let text): text
    case .webPage: "the server sent a web page instead, most likely its login page"
    }
  }
}
