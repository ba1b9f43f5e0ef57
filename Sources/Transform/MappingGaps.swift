import MigrationKit

/// The names of one ticket that the mapping has no answer for.
struct MappingGaps {
  enum Section: String, CaseIterable {
    case queues, types, states, priorities, people, fields

    /// "the state", as a sentence speaks of one entry.
    fileprivate var noun: (one: String, several: String) {
      switch self {
      case .queues: ("queue", "queues")
      case .types: ("ticket type", "ticket types")
      case .states: ("state", "states")
      case .priorities: ("priority", "priorities")
      case .people: ("person", "people")
      case .fields: ("custom field", "custom fields")
      }
    }
  }

  private var names: [Section: Set<String>] = [:]

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
      ticket: ticket, rule: "mapping.\(section.rawValue)",
      reason: "\(place) does not say what becomes of the \(noun) \(quoted.joined(separator: ", "))",
      hint: "\(section.rawValue): { \(quoted.map { "\($0): \"…\"" }.joined(separator: ", ")) }")
  }
}
