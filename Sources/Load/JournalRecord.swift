import MigrationKit

/// One line of `data/loaded/journal.jsonl`. Ticket and step together are the operation's id: within the journal's
/// source and target they mean the same in every run.
enum JournalRecord: JSONRecord {
  case opening(JournalOwner)
  case begun(SourceID<Ticket>, String, sent: String)
  case done(SourceID<Ticket>, String, result: String?)
  case failed(SourceID<Ticket>, String, words: String)

  init(json: JSONNode) throws {
    if json["target"] != nil {
      self = .opening(try JournalOwner(json: json))
      return
    }
    let ticket = SourceID<Ticket>(try json.string("ticket"))
    let step = try json.string("step")
    switch try json.string("state") {
    case "begun": self = .begun(ticket, step, sent: try json.string("sent"))
    case "done": self = .done(ticket, step, result: try json.optional("result", \.string))
    case "failed": self = .failed(ticket, step, words: try json.string("words"))
    case let other: throw JSONShapeError("\"state\" is \"\(other)\"")
    }
  }

  var json: JSONValue {
    switch self {
    case .opening(let owner): owner.json
    case .begun(let ticket, let step, let sent):
      ["ticket": .string(ticket.text), "step": .string(step), "state": "begun", "sent": .string(sent)]
    case .done(let ticket, let step, let result):
      .members([
        "ticket": .string(ticket.text), "step": .string(step), "state": "done",
        "result": result.map { .string($0) },
      ])
    case .failed(let ticket, let step, let words):
      ["ticket": .string(ticket.text), "step": .string(step), "state": "failed", "words": .string(words)]
    }
  }

  var line: [UInt8] { json.bytes + [UInt8(ascii: "\n")] }

  func apply(to tickets: inout TicketMemory) {
    switch self {
    case .opening: break
    case .begun(let ticket, let step, _): tickets.change(ticket) { $0.begin(step) }
    case .done(let ticket, let step, let result): tickets.change(ticket) { $0.finish(step, result: result) }
    case .failed(let ticket, let step, _): tickets.change(ticket) { $0.fail(step) }
    }
  }
}
