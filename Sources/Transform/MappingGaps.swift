import MigrationKit

/// The names of one ticket that the mapping has no answer for.
struct MappingGaps: Equatable, Sendable {
  enum Section: String, CaseIterable, Sendable {
    case queues, types, states, priorities, people, fields, ignore

    /// What is written there until someone decides.
    var placeholder: String { self == .ignore ? #""why it is not needed""# : #""…""# }

    /// Of a reject.
    var rule: String { "mapping.\(rawValue)" }

    /// "the state", as a sentence speaks of one entry.
    fileprivate var noun: (one: String, several: String) {
      switch self {
      case .queues: ("queue", "queues")
      case .types: ("ticket type", "ticket types")
      case .states: ("status", "statuses")
      case .priorities: ("priority", "priorities")
      case .people: ("person", "people")
      case .fields: ("custom field", "custom fields")
      case .ignore: ("path", "paths")
      }
    }
  }

  private(set) var names: [Section: Set<String>] = [:]

  var isEmpty: Bool { names.isEmpty }

  mutating func note(_ name: String, _ section: Section) {
    names[section, default: []].insert(name)
  }

  /// One a section, in the order of the configuration file.
  func rejects(of ticket: SourceID<Ticket>, _ mapping: MappingConfiguration) -> [Reject] {
    Section.allCases.compactMap { section in
      names[section].map { reject(of: ticket, mapping.place(of: section.rawValue), section, $0.sorted()) }
    }
  }

  private func reject(
    of ticket: SourceID<Ticket>, _ place: String, _ section: Section, _ names: [String]
  ) -> Reject {
    let quoted = names.map { JSONValue.string($0).text }
    let noun = names.count == 1 ? section.noun.one : section.noun.several
    return Reject(
      ticket: ticket, rule: section.rule,
      reason: "\(place) has no entry for the \(noun) \(quoted.joined(separator: ", "))",
      hint:
        "\(section.rawValue): { \(quoted.map { "\($0): \(section.placeholder)" }.joined(separator: ", ")) }")
  }
}
