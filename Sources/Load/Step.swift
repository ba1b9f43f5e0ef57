import MigrationKit

/// One thing to do for one ticket. Its name is the same in every run.
enum Step: Hashable, Sendable {
  /// The bytes of an attachment; the answer is a token that `create` or an article uses.
  case upload(Attachment)
  /// The ticket itself, with its first article and that article's files.
  case create
  /// One further article, with its files.
  case article(id: String)
  /// The ticket's values once more, where its creation has not kept them.
  case values
  /// Makes an article private that the target has shown in public.
  case hide(journal: String)
  case state
  /// Time that someone spent on the ticket.
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
    case .upload(let attachment): "\(Self.uploadPrefix)\(attachment.id)"
    case .create: "create"
    case .values: "values"
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

  static let uploadPrefix = "upload/"
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
  /// Someone else changed the ticket meanwhile; nothing was done, the same request may be sent again.
  case conflict
  /// An upload token is used up or unknown; the files must be uploaded again before this step is sent again.
  case staleUploads
  /// The target's own words for why not.
  case refused(String)
}
