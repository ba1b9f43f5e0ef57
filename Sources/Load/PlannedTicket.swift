import MigrationKit

/// A line of `data/loaded/plan.jsonl`: all that would be sent for one ticket, in order.
struct PlannedTicket: JSONRecord, Equatable {
  let ticket: SourceID<Ticket>
  /// Nil for a ticket that is to be created.
  let target: TargetID<Ticket>?
  var requests: [PlannedRequest] = []
  /// Why a request cannot be made; those behind it are missing.
  var fault: String?

  init(ticket: SourceID<Ticket>, target: TargetID<Ticket>?) {
    self.ticket = ticket
    self.target = target
  }

  init(json: JSONNode) throws {
    ticket = SourceID(try json.string("ticket"))
    target = try json.optional("target", \.string).map { TargetID($0) }
    requests = try json.records("requests")
    fault = try json.optional("fault", \.string)
  }

  var json: JSONValue {
    .members([
      "ticket": .string(ticket.text), "target": target.map { .string($0.text) },
      "requests": .array(requests.map(\.json)), "fault": fault.map { .string($0) },
    ])
  }
}

struct PlannedRequest: JSONRecord, Equatable {
  /// "article/190": what the journal calls it.
  let step: String
  let method: String
  /// With the query, and "{issue 17}" for a number that is not known yet.
  let path: String
  /// In whose name; nil: the key's own account.
  let login: String?
  /// Of the body; with stand-ins in it the real one differs by some.
  let byteCount: Int
  /// Of the body; nil where it holds what only the target will give.
  let sha256: String?

  init(step: String, method: String, path: String, login: String?, byteCount: Int, sha256: String?) {
    (self.step, self.method, self.path) = (step, method, path)
    (self.login, self.byteCount, self.sha256) = (login, byteCount, sha256)
  }

  init(json: JSONNode) throws {
    step = try json.string("step")
    method = try json.string("method")
    path = try json.string("path")
    login = try json.optional("as", \.string)
    byteCount = try json.int("bytes")
    sha256 = try json.optional("sha256", \.string)
  }

  var json: JSONValue {
    .members([
      "step": .string(step), "method": .string(method), "path": .string(path),
      "as": login.map { .string($0) }, "bytes": .int(byteCount), "sha256": sha256.map { .string($0) },
    ])
  }
}
