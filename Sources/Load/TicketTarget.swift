import MigrationKit

/// A system that tickets are brought into. A target turns a ticket into steps and a step into a request; the
/// driver does the sending. It never waits, retries, logs or opens files.
protocol TicketTarget: Sendable {
  static var abilities: Abilities { get }

  /// Everything needed to create the ticket, in the order it must happen; links come after all tickets exist.
  func steps(for ticket: Ticket) -> [Step]

  /// The request that carries out a step.
  func request(for step: Step, of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest

  /// What the answer to that request means.
  func result(of response: HTTPResponse, for step: Step, of ticket: Ticket) throws -> StepResult

  /// The tickets among these that the target already holds, by the marker. A few requests for a whole batch.
  func find(_ tickets: [SourceID<Ticket>]) async throws -> [SourceID<Ticket>: [TargetID<Ticket>]]

  /// Which of the ticket's steps are visibly done, and what is not as it was asked for. Throws `TicketGone` when the
  /// target has no such ticket any more.
  /// - Parameter numbers: the new ids of the tickets it mentions, as far as they are known.
  func state(
    of ticket: Ticket, as id: TargetID<Ticket>, numbers: [SourceID<Ticket>: TargetID<Ticket>]
  ) async throws -> LoadedState

  /// What this login is in the target, as it was looked at.
  func account(_ account: NewAccount) -> AccountState

  /// Where the account may not write yet.
  func queues(closedTo account: NewAccount, among queues: [String]) -> [String]

  /// The ticket's page in the new system.
  func url(of id: TargetID<Ticket>) -> String
}

/// One thing to do for one ticket. Its name is the same in every run.
enum Step: Hashable, Sendable {
  /// The bytes of an attachment; the answer is a token that `create` or an article uses.
  case upload(Attachment)
  /// The ticket itself, with its first article and that article's files.
  case create
  /// One further article, with its files.
  case article(id: String)
  /// Makes an article private that the target has shown in public.
  case hide(journal: String)
  case state
  /// Time that somebody spent on the ticket.
  case time(TimeEntry)
  case watcher(login: String)
  /// Sends a text again that spoke of tickets which had no new id yet. Sent after every ticket exists.
  case references(Mentions)
  /// Sent after every ticket exists.
  case link(TicketLink)
  // What belongs to no ticket: `Ticket.accounts` stands for it.
  case account(NewAccount)
  case member(NewAccount, queue: String)
  case lock(NewAccount)
  case unlock(NewAccount)

  /// "article/190": together with the ticket's id, the operation's name in the journal.
  var name: String {
    switch self {
    case .upload(let attachment): "upload/\(attachment.id)"
    case .create: "create"
    case .article(let id): "article/\(id)"
    case .hide(let journal): "hide/\(journal)"
    case .state: "state"
    case .time(let entry): "time/\(entry.id)"
    case .watcher(let login): "watcher/\(login)"
    case .references(let mentions): "\(Self.referencesPrefix)\(mentions.article)"
    case .link(let link): "\(Self.linkPrefix)\(link.kind.rawValue)/\(link.ticket)"
    case .account(let account): "account/\(account.login)"
    case .member(let account, let queue): "member/\(queue)/\(account.login)"
    case .lock(let account): "lock/\(account.login)"
    case .unlock(let account): "unlock/\(account.login)"
    }
  }

  static let referencesPrefix = "references/"
  static let linkPrefix = "link/"

  /// It needs other tickets, so it waits until all of them exist.
  var waitsForOthers: Bool {
    switch self {
    case .references, .link: true
    default: false
    }
  }
}

/// What earlier steps have brought to light.
struct KnownIDs: Sendable {
  /// The ticket's own new id; nil before `create`.
  var ticket: TargetID<Ticket>?
  /// Upload tokens by attachment id.
  var uploads: [String: String] = [:]
  /// New ids of the tickets this one is linked to, or speaks of.
  var linked: [SourceID<Ticket>: TargetID<Ticket>] = [:]
  /// What the target calls the articles, by their old id.
  var notes: [String: String] = [:]
}

enum StepResult: Equatable, Sendable {
  /// Carried out; the new id or token where there is one.
  case done(String?)
  /// The target already has it.
  case present
  /// Somebody else changed the ticket meanwhile; nothing was done, the same request may be sent again.
  case conflict
  /// An upload token is used up or unknown; the files must be uploaded anew before this step is sent again.
  case staleUploads
  /// The target's own words for why not.
  case refused(String)
}

/// Somebody has taken the ticket out of the target.
struct TicketGone: Error {}

/// A link as the target shows it, from one ticket's side; what is the same from both sides is shown at both.
struct LoadedLink: Hashable, Sendable {
  let kind: TicketLink.Kind
  let other: TargetID<Ticket>
}

/// What a ticket looks like in the target now.
struct LoadedState: Sendable, Equatable {
  /// Steps that need not be sent again. Of `references`: what would be sent now is there.
  var done: Set<Step>
  /// Journals that hold an internal article in public.
  var exposed: [String]
  /// What the target has silently not kept, in sentences: "state is New, not Closed: …".
  var shortcomings: [String]
  var links: Set<LoadedLink> = []
  /// What the target calls the articles that have arrived, by their old id.
  var notes: [String: String] = [:]
}

/// What `load check` found out before the first write.
struct TargetInspection: Sendable {
  var description: TargetDescription
  /// What tells this instance from another at the same address, by what it is: "project support" is "1 of 2021-…".
  var instance: [String: String] = [:]
  /// What must be mended before loading: each a sentence with the cause and the next step.
  var faults: [String]
  /// What the user should know: mail, what this target cannot keep.
  var notes: [String]

  var product: String { description.product }
  /// URL, login and marker field: a journal of another target does not fit this one.
  var fingerprint: String { description.fingerprint }
}

/// A ticket as the target shows it, read by code that shares nothing with the writing.
struct LoadedTicket: Sendable, Equatable {
  struct File: Sendable, Equatable {
    let name: String
    let byteCount: Int
    /// Percent-encoded path of its bytes.
    let path: String
  }
  struct Note: Sendable, Equatable {
    let text: String
    let isPrivate: Bool
    let author: String
    /// In the order the target lists them.
    let files: [File]
  }

  let marker: String
  let project: String
  let type: String
  let state: String
  let priority: String
  let subject: String
  let assignee: String?
  let author: String
  /// RFC 3339, UTC: when the target says that it was created.
  let created: String
  let startDate: String?
  let dueDate: String?
  let estimatedHours: String?
  let fields: [String: [String]]
  let description: String
  /// Files that came with the creation.
  let files: [File]
  /// Notes with text or files, in order; pure changes of fields are left out.
  let notes: [Note]
  let watchers: [String]
  /// "parent 17", "blocks 18", "relates 19" from this ticket's side, "blocks by 20" from the other; new ids.
  let links: Set<String>
  /// Its priority and dates may then be derived from the children instead of being its own.
  let hasChildren: Bool
}

/// A time entry as the target shows it.
struct LoadedTime: Sendable, Equatable {
  let person: String
  let minutes: Int
  /// YYYY-MM-DD.
  let day: String
  let comment: String
}
