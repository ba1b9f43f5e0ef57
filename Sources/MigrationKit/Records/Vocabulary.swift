/// The words of the new system that a migration uses, each with the number of tickets that need it:
/// `uses` in `data/transformed/manifest.json`, and what `load check` has to find in the target.
package struct Vocabulary: JSONRecord, Equatable {
  package private(set) var queues: [String: Int] = [:]
  package private(set) var types: [String: Int] = [:]
  package private(set) var states: [String: Int] = [:]
  package private(set) var priorities: [String: Int] = [:]
  package private(set) var fields: [String: Int] = [:]
  /// As author, owner or watcher.
  package private(set) var logins: [String: Int] = [:]

  package init() {}

  package init(
    queues: [String: Int] = [:], types: [String: Int] = [:], states: [String: Int] = [:],
    priorities: [String: Int] = [:], fields: [String: Int] = [:], logins: [String: Int] = [:]
  ) {
    self.queues = queues
    self.types = types
    self.states = states
    self.priorities = priorities
    self.fields = fields
    self.logins = logins
  }

  /// Everything the mapping can lead to, each with 0 tickets: it has to exist before any ticket needs it.
  package init(of mapping: MappingConfiguration) {
    func names(_ values: some Sequence<String>) -> [String: Int] {
      Dictionary(values.map { ($0, 0) }) { first, _ in first }
    }
    self.init(
      queues: names(mapping.queues.entries.values), types: names(mapping.types.entries.values),
      states: names(mapping.states.entries.values),
      priorities: names(mapping.priorities.entries.map(\.name) + [mapping.priorities.otherwise].compactMap(\.self)),
      fields: names(
        mapping.fields.values.compactMap { rule in
          if case .field(let name) = rule { name } else { nil }
        }),
      logins: names(mapping.people.entries.values.filter { $0 != "text" }))
  }

  package mutating func count(_ ticket: Ticket) {
    queues[ticket.queue, default: 0] += 1
    types[ticket.type, default: 0] += 1
    states[ticket.state, default: 0] += 1
    priorities[ticket.priority, default: 0] += 1
    for name in Set(ticket.fields.map(\.name)) { fields[name, default: 0] += 1 }
    for login in Set(ticket.everybody.compactMap(\.login)) { logins[login, default: 0] += 1 }
  }

  package mutating func merge(_ other: Vocabulary) {
    queues.merge(other.queues, uniquingKeysWith: +)
    types.merge(other.types, uniquingKeysWith: +)
    states.merge(other.states, uniquingKeysWith: +)
    priorities.merge(other.priorities, uniquingKeysWith: +)
    fields.merge(other.fields, uniquingKeysWith: +)
    logins.merge(other.logins, uniquingKeysWith: +)
  }

  package init(json: JSONNode) throws {
    func counts(_ key: String) throws -> [String: Int] {
      Dictionary(try json.required(key) { $0 }.members.map { ($0.key, $0.value.int ?? 0) }) { first, _ in first }
    }
    queues = try counts("queues")
    types = try counts("types")
    states = try counts("states")
    priorities = try counts("priorities")
    fields = try counts("fields")
    logins = try counts("logins")
  }

  package var json: JSONValue {
    func counts(_ names: [String: Int]) -> JSONValue {
      .object(names.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })
    }
    return [
      "queues": counts(queues), "types": counts(types), "states": counts(states),
      "priorities": counts(priorities), "fields": counts(fields), "logins": counts(logins),
    ]
  }
}

extension Ticket {
  /// Author, owner, watchers and the authors of all articles.
  package var everybody: [Person] {
    [author] + [owner].compactMap(\.self) + watchers + articles.map(\.author)
  }
}
