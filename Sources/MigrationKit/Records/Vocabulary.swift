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
  /// Queue → logins that own tickets there: a target may limit who can.
  package private(set) var owners: [String: [String: Int]] = [:]
  /// Queue → logins that wrote tickets or articles there.
  package private(set) var authors: [String: [String: Int]] = [:]

  package init() {}

  package init(
    queues: [String: Int] = [:], types: [String: Int] = [:], states: [String: Int] = [:],
    priorities: [String: Int] = [:], fields: [String: Int] = [:], logins: [String: Int] = [:],
    owners: [String: [String: Int]] = [:], authors: [String: [String: Int]] = [:]
  ) {
    self.queues = queues
    self.types = types
    self.states = states
    self.priorities = priorities
    self.fields = fields
    self.logins = logins
    self.owners = owners
    self.authors = authors
  }

  /// Everything the mapping can lead to, each with 0 tickets: it has to exist before any ticket needs it.
  package init(of mapping: MappingConfiguration) {
    func names(_ values: some Sequence<String>) -> [String: Int] {
      Dictionary(values.map { ($0, 0) }) { first, _ in first }
    }
    self.init(
      queues: names(mapping.queues.entries.values), types: names(mapping.types.entries.values),
      states: names(mapping.states.entries.values),
      priorities: names(
        mapping.priorities.names),
      fields: names(
        mapping.fields.values.compactMap { rule in
          if case .field(let name) = rule { name } else { nil }
        }),
      logins: names(mapping.people.entries.values.filter { $0 != "text" && $0 != "create" }))
  }

  package mutating func count(_ ticket: Ticket) {
    queues[ticket.queue, default: 0] += 1
    types[ticket.type, default: 0] += 1
    states[ticket.state, default: 0] += 1
    priorities[ticket.priority, default: 0] += 1
    for name in Set(ticket.fields.map(\.name)) { fields[name, default: 0] += 1 }
    for login in Set(ticket.everybody.compactMap(\.login)) { logins[login, default: 0] += 1 }
    if let owner = ticket.owner?.login { owners[ticket.queue, default: [:]][owner, default: 0] += 1 }
    let writers = ([ticket.author] + ticket.articles.map(\.author)).compactMap(\.login)
    for login in Set(writers) { authors[ticket.queue, default: [:]][login, default: 0] += 1 }
  }

  package mutating func merge(_ other: Vocabulary) {
    queues.merge(other.queues, uniquingKeysWith: +)
    types.merge(other.types, uniquingKeysWith: +)
    states.merge(other.states, uniquingKeysWith: +)
    priorities.merge(other.priorities, uniquingKeysWith: +)
    fields.merge(other.fields, uniquingKeysWith: +)
    logins.merge(other.logins, uniquingKeysWith: +)
    owners.merge(other.owners) { $0.merging($1, uniquingKeysWith: +) }
    authors.merge(other.authors) { $0.merging($1, uniquingKeysWith: +) }
  }

  /// As if nobody with these logins appeared.
  package func without(logins gone: Set<String>) -> Vocabulary {
    var rest = self
    rest.logins = logins.filter { !gone.contains($0.key) }
    rest.owners = owners.mapValues { $0.filter { !gone.contains($0.key) } }
    rest.authors = authors.mapValues { $0.filter { !gone.contains($0.key) } }
    return rest
  }

  package init(json: JSONNode) throws {
    queues = try Self.counts(in: json.required("queues") { $0 })
    types = try Self.counts(in: json.required("types") { $0 })
    states = try Self.counts(in: json.required("states") { $0 })
    priorities = try Self.counts(in: json.required("priorities") { $0 })
    fields = try Self.counts(in: json.required("fields") { $0 })
    logins = try Self.counts(in: json.required("logins") { $0 })
    owners = try Self.countsByQueue(in: json.required("owners") { $0 })
    authors = try Self.countsByQueue(in: json.required("authors") { $0 })
  }

  private static func counts(in node: JSONNode) throws -> [String: Int] {
    let rows = try node.members.map { member in
      guard let count = member.value.int else { throw JSONShapeError("\"\(member.key)\" needs a number") }
      return (member.key, count)
    }
    return Dictionary(rows) { first, _ in first }
  }

  private static func countsByQueue(in node: JSONNode) throws -> [String: [String: Int]] {
    Dictionary(try node.members.map { ($0.key, try counts(in: $0.value)) }) { first, _ in first }
  }

  package var json: JSONValue {
    func rows<Value>(_ names: [String: Value], _ value: (Value) -> JSONValue) -> JSONValue {
      .object(names.sorted { $0.key < $1.key }.map { .init($0.key, value($0.value)) })
    }
    func counts(_ names: [String: Int]) -> JSONValue { rows(names) { .int($0) } }
    return [
      "queues": counts(queues), "types": counts(types), "states": counts(states),
      "priorities": counts(priorities), "fields": counts(fields), "logins": counts(logins),
      "owners": rows(owners, counts), "authors": rows(authors, counts),
    ]
  }
}

extension Ticket {
  /// Author, owner, watchers, the authors of all articles and those who worked.
  package var everybody: [Person] {
    [author] + [owner].compactMap(\.self) + watchers + articles.map(\.author) + timeEntries.map(\.person)
  }
}
