/// A link (relation) from one ticket to another. Each pair of tickets has at most one, written at one end only.
package struct TicketLink: JSONRecord, Hashable {
  package enum Kind: String, Sendable {
    /// The other ticket is this one's parent.
    case parent
    /// This ticket blocks the other: the other depends on it.
    case blocks
    case relates
  }

  package var kind: Kind
  /// The other ticket, by its old id.
  package var ticket: SourceID<Ticket>

  package init(kind: Kind, ticket: SourceID<Ticket>) {
    self.kind = kind
    self.ticket = ticket
  }

  package init(json: JSONNode) throws {
    kind = try json.required("kind") { node in node.string.flatMap { Kind(rawValue: $0) } }
    ticket = SourceID(try json.string("ticket"))
  }

  package var json: JSONValue { ["kind": .string(kind.rawValue), "ticket": .string(ticket.text)] }
}
