import MigrationKit

/// A ticket in the words of the system it was read from: what a reading half gives, and all that `TicketMapper` knows of the
/// old system.
///
/// A class, as are its entries and parts: they have many texts, whose references a copy would count one by one.
final class SourceTicket: Sendable {
  let id: SourceID<Ticket>
  let url: String
  /// The name of the system, for what is written in its name: "Request Tracker".
  let system: String
  let words: SourceTicketWords
  let subject: String
  /// Only some of those who see its queue may see it.
  let isPrivate: Bool
  let author: SourcePerson
  /// Nil: nobody.
  let owner: SourcePerson?
  /// In the order in which they are written down.
  let roles: [SourceRole]
  /// Where the old system does not know it, that of the first thing that it knows.
  let created: SourceMoment
  /// Further moments that the new system has no fields for.
  let moments: [(word: Word, time: Timestamp)]
  let start: Timestamp?
  let due: Timestamp?
  let effort: SourceEffort
  let fields: [SourceField]
  let links: [SourceLink]
  /// Of tickets merged into this one.
  let merged: [SourceID<Ticket>]
  /// Facts that the new system has no fields for.
  let facts: [TicketFact]
  /// In the order in which they happened.
  let entries: [SourceEntry]
  /// Texts of message bodies, by the part's id.
  let contents: [String: String]
  /// By their ids.
  let files: [String: ExtractedAttachment]

  init(
    id: SourceID<Ticket>, url: String, system: String, words: SourceTicketWords, subject: String,
    isPrivate: Bool = false, author: SourcePerson, owner: SourcePerson?, roles: [SourceRole],
    created: SourceMoment,
    moments: [(word: Word, time: Timestamp)], start: Timestamp?, due: Timestamp?, effort: SourceEffort,
    fields: [SourceField], links: [SourceLink], merged: [SourceID<Ticket>], facts: [TicketFact],
    entries: [SourceEntry], contents: [String: String], files: [String: ExtractedAttachment]
  ) {
    self.id = id
    self.url = url
    self.system = system
    self.words = words
    self.subject = subject
    self.isPrivate = isPrivate
    self.author = author
    self.owner = owner
    self.roles = roles
    self.created = created
    self.moments = moments
    self.start = start
    self.due = due
    self.effort = effort
    self.fields = fields
    self.links = links
    self.merged = merged
    self.facts = facts
    self.entries = entries
    self.contents = contents
    self.files = files
  }
}

/// What the mapping translates word by word.
struct SourceTicketWords: Sendable {
  let queue: String
  let type: String
  let state: String
  /// A number's digits where the old system counts them.
  let priority: String
}

/// What a line of text says: "Owner: Zoë".
typealias TicketFact = (word: Word, value: String)

/// When something happened.
struct SourceMoment: Sendable {
  let time: Timestamp
  /// False where the old system does not know it, so that the time is that of what came before.
  let isKnown: Bool
}

/// Someone as a ticket names them: a login, sometimes with name and address.
struct SourcePerson: Hashable, Sendable {
  let login: String
  let name: String
  let email: String?
  /// The old system itself, which nobody has to map.
  var isSystem = false
}

/// Those who have something to do with a ticket.
struct SourceRole: Sendable {
  enum Name: Sendable {
    /// One that every ticket has. Its people watch the ticket.
    case fixed(Word)
    /// An administrator's own.
    case custom(String)
  }

  let name: Name
  let people: [SourcePerson]
}

/// Minutes, of which the old system may say any number.
struct SourceEffort: Sendable {
  /// What people have booked.
  var entries: [SourceTimeEntry] = []
  /// Bookings whose minutes are in no entry as they are: corrections, and what they took from.
  var corrected: [(entry: String, minutes: Int)] = []
  /// The ticket's own sum. Below 0 where corrections took more than was booked.
  var total = 0
  var estimated = 0
  var left = 0
}

struct SourceTimeEntry: Sendable {
  let id: String
  /// What it is known by: an entry of the history, or the ticket itself.
  let mark: (word: Word, id: String)
  let person: SourcePerson
  /// Above 0.
  let minutes: Int
  let time: Timestamp
  /// What was said of it; mostly nothing.
  var comment = ""
}

/// A custom field with its values; one of images or files has `files` instead of texts.
struct SourceField: Sendable {
  let id: String
  let name: String
  let texts: [String]
  /// The ids these files have among the extracted attachments.
  let files: [String]
}

/// A link to another ticket or to any address, as one end of it sees it.
struct SourceLink: Hashable, Sendable {
  enum Relation: CaseIterable, Sendable {
    case parent, child, dependsOn, blocks, refersTo, referredToBy
    /// These are lines of text in the new system.
    case duplicates, duplicatedBy, precedes, follows, copiedTo, copiedFrom

    /// How a line of text begins.
    var word: Word {
      switch self {
      case .parent: .parent
      case .child: .child
      case .dependsOn: .dependsOn
      case .blocks: .blocks
      case .refersTo: .refersTo
      case .referredToBy: .referredToBy
      case .duplicates: .duplicates
      case .duplicatedBy: .duplicatedBy
      case .precedes: .precedes
      case .follows: .follows
      case .copiedTo: .copiedTo
      case .copiedFrom: .copiedFrom
      }
    }
  }

  enum End: Hashable, Sendable {
    case ticket(SourceID<Ticket>)
    case address(String)
  }

  let relation: Relation
  let end: End

  /// What it says of two tickets, if that can be a link of the new system; nil of one to anything else.
  func stated(by ticket: SourceID<Ticket>) -> StatedLink? {
    guard case .ticket(let other) = end else { return nil }
    return switch relation {
    case .parent: StatedLink(ticket, .parent, other)
    case .child: StatedLink(other, .parent, ticket)
    case .blocks: StatedLink(ticket, .blocks, other)
    case .dependsOn: StatedLink(other, .blocks, ticket)
    case .refersTo, .referredToBy: StatedLink(ticket, .relates, other)
    case .duplicates, .duplicatedBy, .precedes, .follows, .copiedTo, .copiedFrom: nil
    }
  }
}
