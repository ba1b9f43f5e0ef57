import MigrationKit

/// A line of `data/loaded/verification.jsonl`: one thing that is not in the target as it was in the old system.
struct Difference: JSONRecord, Equatable {
  enum Class: String, Sendable {
    /// By the target, in a way that is known of it.
    case changed
    /// The target has no place for it; the plan said so.
    case impossible
    case unexpected
  }

  let ticket: SourceID<Ticket>
  /// Nil when the ticket is not in the target.
  let target: TargetID<Ticket>?
  /// "subject", "article 190: text", "attachment 54: SHA-256".
  let what: String
  let expected: String
  let found: String
  let kind: Class
  /// Why it is so; nil for a difference that should not be.
  let reason: String?

  var isUnexpected: Bool { kind == .unexpected }

  /// - Parameter excuse: nil for what should not be.
  init(
    ticket: SourceID<Ticket>, target: TargetID<Ticket>?, what: String, expected: String, found: String,
    excuse: Excuse? = nil
  ) {
    self.ticket = ticket
    self.target = target
    self.what = what
    self.expected = expected
    self.found = found
    kind = excuse?.kind ?? .unexpected
    reason = excuse?.reason
  }

  init(json: JSONNode) throws {
    ticket = SourceID(try json.string("ticket"))
    target = try json.optional("target", \.string).map { TargetID($0) }
    what = try json.string("what")
    expected = try json.string("expected")
    found = try json.string("found")
    kind = try json.required("class") { $0.string.flatMap(Class.init) }
    reason = try json.optional("reason", \.string)
  }

  var json: JSONValue {
    .members([
      "ticket": .string(ticket.text), "target": target.map { .string($0.text) }, "what": .string(what),
      "class": .string(kind.rawValue), "expected": .string(expected), "found": .string(found),
      "reason": reason.map { .string($0) },
    ])
  }
}

/// Why a difference is not unexpected.
struct Excuse: Sendable, Equatable {
  let kind: Difference.Class
  let reason: String

  static func changed(_ reason: String) -> Excuse { Excuse(kind: .changed, reason: reason) }
  static func impossible(_ reason: String) -> Excuse { Excuse(kind: .impossible, reason: reason) }
}
