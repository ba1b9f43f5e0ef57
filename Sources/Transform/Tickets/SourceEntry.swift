import MigrationKit

/// Something that happened to a ticket.
final class SourceEntry: Sendable {
  enum Content: Sendable {
    /// Somebody wrote it.
    case article(SourceArticle)
    /// Something was changed, which the list of changes is to say.
    case change(SourceChange)
    /// Neither. What is to be said of its kind, where no rule of the source knows it: a path for the mapping's rules.
    case other(unknown: String?)
  }

  let id: String
  let author: SourcePerson
  let created: SourceMoment
  /// Of the tickets merged into this one that on which it happened.
  let mergedTicket: SourceID<Ticket>?
  let content: Content

  init(
    id: String, author: SourcePerson, created: SourceMoment, mergedTicket: SourceID<Ticket>?, content: Content
  ) {
    self.id = id
    self.author = author
    self.created = created
    self.mergedTicket = mergedTicket
    self.content = content
  }

  var article: SourceArticle? { if case .article(let article) = content { article } else { nil } }
  var change: SourceChange? { if case .change(let change) = content { change } else { nil } }
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
  /// In the order of their ids: a part comes before those it contains.
  let parts: [MessagePart]
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
