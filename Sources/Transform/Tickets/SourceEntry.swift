import MigrationKit

/// Something that happened to a ticket.
final class SourceEntry: Sendable {
  let id: String
  /// What its article is known by.
  let mark: (word: Word, id: String)
  let author: SourcePerson
  let created: SourceMoment
  /// Of the tickets merged into this one that on which it happened.
  let mergedTicket: SourceID<Ticket>?
  /// What the old system calls such an entry, for the rules of its ledger.
  let kind: String
  /// What tells its values' paths in the ledger from those of other kinds; nil where all kinds share them.
  let label: String?
  /// It is the change of the ticket's own minutes.
  let setsMinutes: Bool
  /// Nil where nobody wrote anything.
  let article: SourceArticle?
  /// What it changed, where the list of changes is to say it.
  let changes: [SourceChange]
  /// Of what came with it, in the order of their ids: a part comes before those it contains.
  let parts: [MessagePart]
  /// Where it is neither, and no rule of the source knows its kind: a path for the mapping's rules.
  let unknown: String?

  init(
    id: String, mark: (word: Word, id: String)? = nil, author: SourcePerson, created: SourceMoment,
    mergedTicket: SourceID<Ticket>? = nil,
    kind: String, label: String? = nil, setsMinutes: Bool = false, article: SourceArticle?,
    changes: [SourceChange] = [], parts: [MessagePart] = [], unknown: String? = nil
  ) {
    self.id = id
    self.mark = mark ?? (.transaction, id)
    self.author = author
    self.created = created
    self.mergedTicket = mergedTicket
    self.kind = kind
    self.label = label
    self.setsMinutes = setsMinutes
    self.article = article
    self.changes = changes
    self.parts = parts
    self.unknown = unknown
  }
}

/// What somebody wrote, with all that came with it.
struct SourceArticle: Sendable {
  /// The one that the ticket begins with.
  let isOpening: Bool
  let isInternal: Bool
  /// What has to be said above its text.
  let introduction: [Introduction]
  /// Booked with it.
  let minutes: Int
  let fields: [SourceField]
  /// A part whose content is neither among the texts nor among the files is missing.
  let isComplete: Bool

  enum Introduction: Sendable {
    case fact(Word, String)
    case line(String)
  }
}

/// What an entry changed, in the old system's words.
struct SourceChange: Sendable {
  let name: String
  let old: Value
  let new: Value
  /// What else it says; mostly empty.
  let data: String

  enum Value: Sendable {
    case text(String)
    case moment(Timestamp)
    case address(String)
    /// A ticket, and the number it is called by.
    case ticket(SourceID<Ticket>, number: String)

    static let none = Value.text("")
  }
}
