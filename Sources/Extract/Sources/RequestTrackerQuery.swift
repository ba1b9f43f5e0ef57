import MigrationKit

/// What a search asks for, in one of the two languages Request Tracker has for it: SQL-like text for tickets and
/// transactions, a JSON list of conditions for everything else.
enum RequestTrackerQuery: Equatable, Sendable {
  case sql(String)
  case conditions([JSONValue])

  /// The same, of rows behind this id: the only paging that neither repeats nor misses a row while the system lives.
  func after(_ id: Int) -> RequestTrackerQuery {
    switch self {
    case .sql(let text): .sql("(\(text)) AND id > \(id)")
    case .conditions(let list): .conditions(list + [.condition("id", ">", .int(id))])
    }
  }

  static let everything = RequestTrackerQuery.conditions([])

  static func tickets(in queues: [String]) -> RequestTrackerQuery {
    .sql(anyOf(queues, field: "Queue"))
  }

  static func tickets(in queues: [String], from first: Int, to last: Int) -> RequestTrackerQuery {
    .sql("\(anyOf(queues, field: "Queue")) AND id >= \(first) AND id <= \(last)")
  }

  /// The tickets themselves and all that were merged into them, whatever their queue: a search hides merged
  /// tickets unless it speaks of `EffectiveId` (measured on 5.0.3).
  static func mergedInto(_ tickets: [Int]) -> RequestTrackerQuery {
    .sql(tickets.map { "EffectiveId = \($0)" }.joined(separator: " OR "))
  }

  /// These tickets, also merged ones, which only a search shows that speaks of `EffectiveId`; not deleted ones.
  static func whereabouts(of tickets: [Int]) -> RequestTrackerQuery {
    .sql("(\(tickets.map { "id = \($0)" }.joined(separator: " OR "))) AND EffectiveId > 0")
  }

  /// Without the object type it would also find groups whose ids happen to be those of tickets.
  static func transactions(in queues: [String], after ticket: Int) -> RequestTrackerQuery {
    .sql("ObjectType = 'RT::Ticket' AND \(anyOf(queues, field: "TicketQueue")) AND ObjectId > \(ticket)")
  }

  /// The transactions of a range of tickets, and of tickets from elsewhere (merged into those of the range); with
  /// `newest`, none that was written after that one.
  static func transactions(
    in queues: [String], from first: Int, to last: Int, and others: [Int], until newest: Int? = nil
  ) -> RequestTrackerQuery {
    let range = "(\(anyOf(queues, field: "TicketQueue")) AND ObjectId >= \(first) AND ObjectId <= \(last))"
    let wanted = [range] + others.map { "ObjectId = \($0)" }
    let end = newest.map { " AND id <= \($0)" } ?? ""
    return .sql("ObjectType = 'RT::Ticket' AND (\(wanted.joined(separator: " OR ")))\(end)")
  }

  /// The creations of the range's deleted tickets, which a search for tickets hides.
  static func creationsOfDeleted(in queues: [String], from first: Int, to last: Int) -> RequestTrackerQuery {
    .sql(
      "ObjectType = 'RT::Ticket' AND \(anyOf(queues, field: "TicketQueue")) AND ObjectId >= \(first) "
        + "AND ObjectId <= \(last) AND TicketStatus = 'deleted' AND Type = 'Create'")
  }

  /// The heads of these transactions' messages. Rows with a parent have to be asked for apart (`parts`), because
  /// asking a row without one for its `Parent` ends in status 500.
  static func heads(of transactions: [Int]) -> RequestTrackerQuery {
    .conditions([.isIn("TransactionId", transactions), .condition("Parent", "=", 0)])
  }

  static func parts(of transactions: [Int]) -> RequestTrackerQuery {
    .conditions([.isIn("TransactionId", transactions), .condition("Parent", ">", 0)])
  }

  /// At most a hundred: two conditions on `id` would be taken for alternatives, so this one cannot be paged.
  static func rows(_ ids: [Int]) -> RequestTrackerQuery {
    .conditions([.isIn("id", ids)])
  }

  private static func anyOf(_ names: [String], field: String) -> String {
    "(\(names.map { "\(field) = \(quoted($0))" }.joined(separator: " OR ")))"
  }

  /// A string literal of the search language; a backslash keeps the quote or backslash behind it.
  static func quoted(_ text: String) -> String {
    let escaped = text.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "'\(String(escaped))'"
  }
}

extension JSONValue {
  fileprivate static func condition(_ field: String, _ comparison: String, _ value: JSONValue) -> JSONValue {
    ["field": .string(field), "operator": .string(comparison), "value": value]
  }

  fileprivate static func isIn(_ field: String, _ ids: [Int]) -> JSONValue {
    condition(field, "IN", .array(ids.map { .int($0) }))
  }
}
