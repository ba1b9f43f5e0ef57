/// A ticket, or a part of one, that did not continue: a line of a `rejects.jsonl`.
package struct Reject: JSONRecord, Equatable, Error {
  package let ticket: SourceID<Ticket>
  /// What refused it: a rule of the mapping ("mapping.states") or a step of loading ("5/article/190").
  package let rule: String
  package let reason: String
  /// What to do about it; where a line of the configuration helps, that line, ready to paste.
  package let hint: String

  package init(ticket: SourceID<Ticket>, rule: String, reason: String, hint: String) {
    self.ticket = ticket
    self.rule = rule
    self.reason = reason
    self.hint = hint
  }

  package init(json: JSONNode) throws {
    ticket = SourceID(try json.string("ticket"))
    rule = try json.string("rule")
    reason = try json.string("reason")
    hint = try json.string("hint")
  }

  package var json: JSONValue {
    [
      "ticket": .string(ticket.text), "rule": .string(rule), "reason": .string(reason), "hint": .string(hint),
    ]
  }
}
