import MigrationKit

/// Which of the transformed tickets a run, or a turn of it, is about.
struct TicketSelection: Sendable {
  /// At most so many, from the first; nil: all.
  var limit: Int?
  /// Only these; nil: all.
  var only: Set<SourceID<Ticket>>?

  func contains(_ ticket: Ticket) -> Bool { only?.contains(ticket.id) ?? true }

  /// The same of a ticket's line.
  func contains(_ line: RecordLine) throws -> Bool {
    guard let only else { return true }
    return only.contains(try TicketLine(line).id)
  }
}

/// A transformed ticket's line, as far as it tells which ticket it is.
struct TicketLine: JSONRecord {
  private static let members = ["id", "url"]

  let id: SourceID<Ticket>
  /// The ticket's page in the old system.
  let url: String

  init(json: JSONNode) throws {
    id = SourceID(try json.string("id"))
    url = try json.string("url")
  }

  init(_ line: RecordLine) throws { self = try line.beginning(until: Self.members) }

  var json: JSONValue { ["id": .string(id.text), "url": .string(url)] }
}

extension TicketSelection {
  /// What the options ask for.
  init(_ options: LoadOptions) throws {
    limit = options.limit
    only = options.onlyRejects ? try Self.rejected(in: options.data.loaded.rejects) : nil
  }

  private static func rejected(in path: String) throws -> Set<SourceID<Ticket>> {
    guard Disk.exists(path) else { throw StageError("\(path) does not exist: run load without --only first") }
    var rejects = try RecordReader<Reject>(path)
    var tickets: Set<SourceID<Ticket>> = []
    while let reject = try rejects.next() { tickets.insert(reject.ticket) }
    return tickets
  }
}
