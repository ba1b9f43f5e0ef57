import MigrationKit

/// What the mapping lacks for all tickets together: each name once, with the number of tickets that need it. So one look
/// shows everything that has to be added.
struct GapList: Equatable, Sendable {
  private(set) var names: [MappingGaps.Section: [String: Int]] = [:]

  var isEmpty: Bool { names.isEmpty }
  var count: Int { names.values.reduce(0) { $0 + $1.count } }

  mutating func count(_ gaps: MappingGaps) {
    for (section, missing) in gaps.names {
      for name in missing { names[section, default: [:]][name, default: 0] += 1 }
    }
  }

  mutating func merge(_ other: GapList) {
    for (section, missing) in other.names { names[section, default: [:]].merge(missing, uniquingKeysWith: +) }
  }

  /// Sections as they are pasted into `mapping`, sorted by name, priorities by size.
  /// - Parameter limit: how many names of a section are shown, at most.
  func lines(limit: Int = .max) -> [String] {
    MappingGaps.Section.allCases.flatMap { section -> [String] in
      guard let missing = names[section] else { return [] }
      let sorted = missing.sorted { (Int($0.key) ?? 0, $0.key) < (Int($1.key) ?? 0, $1.key) }
      let rows = sorted.prefix(limit).map { name, count in
        "  \(name.quotedForJSON5): \(section.placeholder),  // \(counted(count, "ticket"))"
      }
      let more = sorted.count > limit ? ["  // and \(grouped(sorted.count - limit)) more"] : []
      return ["\(section.rawValue): {"] + rows + more + ["},"]
    }
  }

  /// What `transform` says of them, with the first of each section.
  func text(whole path: String) -> String {
    """
    The mapping lacks \(counted(count, "entry", "entries")). Add the following to its sections and run \
    transform again; all of them are in \(path), and transform suggest prints a whole mapping with a guess for each.
    """ + "\n" + lines(limit: 20).map { "  \($0)" }.joined(separator: "\n")
  }

  /// `data/transformed/gaps.json5`, which is there only where something is missing.
  func write(to path: String) throws {
    guard !isEmpty else { return try Disk.remove(path) }
    let lines = lines().map { "    \($0)\n" }.joined()
    try Disk.replace(path, with: "{\n  mapping: {\n\(lines)  },\n}\n")
  }
}

extension GapList: JSONRecord {
  init(json: JSONNode) throws {
    for section in MappingGaps.Section.allCases where json[section.rawValue] != nil {
      names[section] = try json.counts(section.rawValue)
    }
  }

  var json: JSONValue {
    .object(
      MappingGaps.Section.allCases.compactMap { section in
        names[section].map { .init(section.rawValue, .counts($0)) }
      })
  }
}
