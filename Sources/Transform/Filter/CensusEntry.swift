import MigrationKit

/// What one line of the extraction adds to the census: a line of `data/transformed/census.jsonl` behind the first.
enum CensusEntry: JSONRecord, Equatable {
  case person(KnownPerson)
  case queue(KnownQueue)
  case ticket(SourceID<Ticket>, TicketOutline)

  init(json: JSONNode) throws {
    if let person: KnownPerson = try json.record("person") {
      self = .person(person)
    } else if let queue: KnownQueue = try json.record("queue") {
      self = .queue(queue)
    } else {
      self = .ticket(SourceID(try json.string("ticket")), try TicketOutline(json: json))
    }
  }

  var json: JSONValue {
    switch self {
    case .person(let person): ["person": person.json]
    case .queue(let queue): ["queue": queue.json]
    case .ticket(let id, let outline): .object([.init("ticket", .string(id.text))] + outline.members)
    }
  }
}

extension KnownPerson: JSONRecord {
  init(json: JSONNode) throws {
    self.init(
      id: try json.string("id"), name: try json.optional("name", \.string) ?? "",
      email: try json.optional("email", \.string))
    number = try json.optional("number", \.string)
    isDisabled = try json.optional("disabled", \.bool) ?? false
    isPrivileged = try json.optional("privileged", \.bool)
    isSystem = try json.optional("system", \.bool) ?? false
  }

  /// One account: the census has not united it with others yet.
  var json: JSONValue {
    .members([
      "id": .string(id), "name": name.isEmpty ? nil : .string(name), "email": email.map { .string($0) },
      "number": number.map { .string($0) }, "disabled": isDisabled ? true : nil,
      "privileged": isPrivileged.map { .bool($0) }, "system": isSystem ? true : nil,
    ])
  }
}

extension KnownQueue: JSONRecord {
  init(json: JSONNode) throws {
    self.init(
      number: try json.string("number"), name: try json.string("name"),
      otherNames: try json.texts("others"), fieldNames: try json.texts("fields"),
      roleNames: try json.texts("roles"))
    if let values = json["values"] {
      for kind in values.members.map(\.key) { valueNames[kind] = try values.texts(kind) }
    }
  }

  var json: JSONValue {
    [
      "number": .string(number), "name": .string(name), "others": .texts(otherNames),
      "fields": .texts(fieldNames), "roles": .texts(roleNames),
      "values": .object(valueNames.sorted { $0.key < $1.key }.map { .init($0.key, .texts($0.value)) }),
    ]
  }
}

extension TicketOutline {
  fileprivate init(json: JSONNode) throws {
    merged = try json.strings("merged").map { SourceID($0) }
    transactions = try json.list("transactions") { node in
      guard let number = node.int else { throw JSONShapeError("\"transactions\" must hold numbers only") }
      return number
    }
    words = try json.optional("words") { try KnownWords(json: $0) } ?? KnownWords()
    links = try json.records("links")
    linked = try json.record("linked")
  }

  /// Without what is empty.
  fileprivate var members: [JSONValue.Member] {
    let rows: [(String, JSONValue, isEmpty: Bool)] = [
      ("merged", .strings(merged.map(\.text)), merged.isEmpty),
      ("transactions", .array(transactions.map { .int($0) }), transactions.isEmpty),
      ("words", words.json, words == KnownWords()),
      ("links", .array(links.map(\.json)), links.isEmpty),
      ("linked", linked?.json ?? .null, linked == nil),
    ]
    return rows.filter { !$0.isEmpty }.map { .init($0.0, $0.1) }
  }
}

extension KnownWords: JSONRecord {
  init(json: JSONNode) throws {
    queues = Set(try json.strings("queues"))
    types = Set(try json.strings("types"))
    states = Set(try json.strings("states"))
    fields = Set(try json.strings("fields"))
    tags = Set(try json.strings("tags"))
  }

  var json: JSONValue {
    [
      "queues": .strings(queues.sorted()), "types": .strings(types.sorted()),
      "states": .strings(states.sorted()), "fields": .strings(fields.sorted()),
      "tags": .strings(tags.sorted()),
    ]
  }
}
