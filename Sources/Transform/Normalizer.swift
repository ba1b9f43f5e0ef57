import MigrationKit

/// Turns one old system's records into tickets: pure, so any number of tickets can be converted at once.
protocol Normalizer: Sendable {
  init(_ terms: ConversionTerms)

  /// A line of `people.jsonl`.
  static func person(from record: SourceRecord) throws -> KnownPerson

  /// A line of `queues.jsonl`.
  static func queue(from record: SourceRecord) throws -> KnownQueue

  /// The members of a ticket's data that `outline` looks at.
  static var outlineMembers: [String] { get }

  /// What others have to know of a line of `tickets.jsonl`.
  static func outline(of record: SourceRecord) throws -> TicketOutline

  /// What the old system writes in front of this ticket's number in the subjects of mails.
  /// - Parameter line: all of its line, which is not read for this.
  static func tags(of record: SourceRecord, in line: RecordLine) -> Set<String>

  /// The fate of every value of a line of `people.jsonl`.
  /// - Parameter isNamed: whether a ticket names this person.
  static func account(forPerson record: SourceRecord, isNamed: Bool, into ledger: inout Ledger) throws

  /// The fate of every value of a line of `queues.jsonl`.
  static func account(forQueue record: SourceRecord, into ledger: inout Ledger) throws

  /// Finds the tickets that texts speak of; nil where the system's numbers are not known in texts.
  static func references(
    _ census: Census, addresses: [String], _ rule: MentionRule
  ) -> (any TicketReferences)?

  /// What a mapping has to answer for this ticket.
  static func words(in record: SourceRecord, census: Census) throws -> SourceWords

  /// The run's terms, and what its source says of its records.
  var terms: ConversionTerms { get }
  var rules: ValueRules { get }

  /// A line of `tickets.jsonl`, in the old system's words.
  /// - Parameter files: those that belong to it, by their ids.
  func ticket(_ record: SourceRecord, files: [String: ExtractedAttachment]) throws -> SourceTicket
}

/// A ticket in the new system's words, and what is to be kept beside that system.
struct ConvertedTicket: Equatable {
  var ticket: Ticket
  var archived: [ArchivedFile] = []
  /// Files that its texts held.
  var embedded: [EmbeddedFile] = []
  /// Everybody it names, without accounts.
  var named: Set<Person> = []
  /// The moments of its start and its end, in UTC, where nobody has said in which zone their days are.
  var plannedMoments: [Timestamp] = []
}

/// What other tickets have to know of one.
struct TicketOutline: Sendable, Equatable {
  /// The ids of the old tickets that were merged into this one.
  var merged: [SourceID<Ticket>] = []
  /// The numbers of its history's entries.
  var transactions: [Int] = []
  var words = KnownWords()
  /// To other tickets, as this one has them.
  var links: [StatedLink] = []
  /// Nil without links.
  var linked: LinkedTicket?
}

/// Words of the old system that a mapping can speak of.
struct KnownWords: Equatable, Sendable {
  var queues: Set<String> = []
  var types: Set<String> = []
  var states: Set<String> = []
  var fields: Set<String> = []
  /// What stands in front of a ticket's number in the subjects of its mails: "support" of "[support #12]".
  var tags: Set<String> = []

  mutating func formUnion(_ other: KnownWords) {
    queues.formUnion(other.queues)
    types.formUnion(other.types)
    states.formUnion(other.states)
    fields.formUnion(other.fields)
    tags.formUnion(other.tags)
  }

  mutating func subtract(_ other: KnownWords) {
    queues.subtract(other.queues)
    types.subtract(other.types)
    states.subtract(other.states)
    fields.subtract(other.fields)
    tags.subtract(other.tags)
  }
}

extension Normalizer {
  /// The ticket alone.
  func ticket(from record: SourceRecord, files: [ExtractedAttachment]) throws -> Ticket {
    var converter = TicketConverter(self)
    return try converter.convert(record, files: files).ticket
  }
}

/// A ticket that does not continue, with everything that speaks against it.
struct RejectedTicket: Error, Equatable {
  /// One a rule, never empty.
  let rejects: [Reject]
  /// Those among them that the mapping has no answer for.
  var gaps = MappingGaps()
}

/// A file that a ticket speaks of and the extraction does not have: that costs the ticket, not the stage.
struct MissingFile: Error, Equatable {
  /// "attachment 54", "the file cf-24 of \"Screenshot\"".
  let name: String

  func reject(of ticket: SourceID<Ticket>) -> Reject {
    Reject(
      ticket: ticket, rule: "attachments", reason: "\(name) has no line in extracted/attachments.jsonl",
      hint:
        "extracted/rejects.jsonl says why it was not fetched; fix that and run extract again"
    )
  }
}

/// A record that is not what the extraction writes: edited by hand, or broken in the old system. That costs its ticket, not
/// the stage.
struct MalformedRecord: Error, Equatable {
  let record: String
  let reason: String

  /// Says of which record a fault speaks.
  static func reading<Value>(_ record: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as JSONShapeError {
      throw MalformedRecord(record: record, reason: error.description)
    }
  }

  func reject(of ticket: SourceID<Ticket>) -> Reject {
    Reject(
      ticket: ticket, rule: "record", reason: "\(record) cannot be read: \(reason)",
      hint:
        "correct the value in the extracted files, or in the old system and extract again, then run transform"
    )
  }
}
