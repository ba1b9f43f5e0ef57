import MigrationKit

/// What the old system says of two tickets; it says so at both, and this is the same from both.
struct StatedLink: Hashable, Sendable {
  /// The child, the one that blocks, or of two that are related either.
  let from: SourceID<Ticket>
  let kind: TicketLink.Kind
  let to: SourceID<Ticket>

  init(_ from: SourceID<Ticket>, _ kind: TicketLink.Kind, _ to: SourceID<Ticket>) {
    let isTurned = kind == .relates && to < from
    (self.from, self.kind, self.to) = isTurned ? (to, kind, from) : (from, kind, to)
  }

  var pair: TicketPair { TicketPair(from, to) }
}

/// Of a ticket that has links, what decides about them; in the old system's words.
struct LinkedTicket: Hashable, Sendable {
  let queue: String
  let state: String
}

extension LinkedTicket: JSONRecord {
  init(json: JSONNode) throws {
    queue = try json.string("queue")
    state = try json.string("state")
  }

  var json: JSONValue { ["queue": .string(queue), "state": .string(state)] }
}

extension StatedLink: JSONRecord {
  init(json: JSONNode) throws {
    let link = try TicketLink(json: json)
    self.init(SourceID(try json.string("from")), link.kind, link.ticket)
  }

  var json: JSONValue {
    ["from": .string(from.text), "kind": .string(kind.rawValue), "ticket": .string(to.text)]
  }
}
