import MigrationKit

/// Which names of the new system the tickets use, and in how many tickets each: what `load check` has to find there.
struct Vocabulary: Sendable, Equatable {
  private var counts: [Section: [String: Int]] = [:]

  enum Section: String, CaseIterable, Sendable {
    case queues, types, states, priorities, fields, logins
  }

  init() {}

  mutating func count(_ ticket: Ticket) {
    count([ticket.queue], .queues)
    count([ticket.type], .types)
    count([ticket.state], .states)
    count([ticket.priority], .priorities)
    count(Set(ticket.fields.map(\.name)), .fields)
    count(Set(people(of: ticket).compactMap(\.login)), .logins)
  }

  mutating func merge(_ other: Vocabulary) {
    for (section, names) in other.counts {
      counts[section, default: [:]].merge(names, uniquingKeysWith: +)
    }
  }

  /// The number of tickets a name stands in.
  subscript(section: Section, name: String) -> Int { counts[section]?[name] ?? 0 }

  /// Every section, names in the order of their letters.
  var json: JSONValue {
    .object(
      Section.allCases.map { section in
        let names = (counts[section] ?? [:]).sorted { $0.key < $1.key }
        return .init(section.rawValue, .object(names.map { .init($0.key, .int($0.value)) }))
      })
  }

  private mutating func count(_ names: Set<String>, _ section: Section) {
    for name in names { counts[section, default: [:]][name, default: 0] += 1 }
  }

  private func people(of ticket: Ticket) -> [Person] {
    [ticket.author] + [ticket.owner].compactMap { $0 } + ticket.watchers + ticket.articles.map(\.author)
  }
}
