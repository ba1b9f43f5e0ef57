/// The `mapping` section of `migration.json5`: which word of the new system stands for which word of the old.
package struct MappingConfiguration: Sendable, Equatable {
  package var queues: NameMap
  package var types: NameMap
  package var states: NameMap
  package var priorities: PriorityMap
  package var people: NameMap
  /// By the old system's name of the field.
  package var fields: [String: FieldRule]
  /// Paths of the old system that are left behind (`ticket.SomethingNew`), each with the reason.
  package var ignore: [String: String]
  /// Paths whose values become lines of the ticket's text.
  package var text: [String]
  /// The words that `load` and `transform` write themselves ("Requesters"), in the language they shall have.
  package var words: [String: String]
  /// What becomes of changes of state, owner and the like.
  package var history: HistoryRule
  /// What becomes of files that are larger than the target takes.
  package var largeFiles: RefusedFileRule
  /// What becomes of files with an extension that the target does not allow.
  package var forbiddenFiles: RefusedFileRule
  /// What becomes of the files of internal comments, where the target cannot hide files.
  package var internalFiles: InternalFileRule
  /// Which "#12" in texts become links to tickets.
  package var mentions: MentionRule
  /// Where the file has a section ("states") or an entry of one ("states.new").
  package var lines: [String: Int] = [:]

  package init(
    queues: NameMap = [:], types: NameMap = [:], states: NameMap = [:],
    priorities: PriorityMap = PriorityMap([]),
    people: NameMap = [:], fields: [String: FieldRule] = [:], ignore: [String: String] = [:],
    text: [String] = [], words: [String: String] = [:], history: HistoryRule = .drop,
    largeFiles: RefusedFileRule = .reject, forbiddenFiles: RefusedFileRule = .reject,
    internalFiles: InternalFileRule = .attach, mentions: MentionRule = .linked
  ) {
    self.queues = queues
    self.types = types
    self.states = states
    self.priorities = priorities
    self.people = people
    self.fields = fields
    self.ignore = ignore
    self.text = text
    self.words = words
    self.history = history
    self.largeFiles = largeFiles
    self.forbiddenFiles = forbiddenFiles
    self.internalFiles = internalFiles
    self.mentions = mentions
  }
}

extension MappingConfiguration {
  /// "mapping.states (line 14)": that of the entry, else of its section; without a line where the file has neither.
  package func place(of section: String, _ entry: String? = nil) -> String {
    let line = entry.flatMap { lines["\(section).\($0)"] } ?? lines[section]
    return "mapping.\(section)" + (line.map { " (line \($0))" } ?? "")
  }
}

extension MappingConfiguration {
  /// Fields of the target that several old ones lead to, each said with its lines: where the target's takes one value, one
  /// of them would be lost, or nobody could tell which is which.
  /// - Parameter several: fields that take several values; they hold those of all.
  package func sharedFields(besides several: [String]) -> [String] {
    var sources: [String: [String]] = [:]
    for (old, rule) in fields {
      if case .field(let name) = rule { sources[name, default: []].append(old) }
    }
    return sources.filter { $0.value.count > 1 && !several.contains($0.key) }.sorted { $0.key < $1.key }.map {
      name, olds in
      let places = olds.sorted().map { old in
        "\"\(old)\"" + (lines["fields.\(old)"].map { " (line \($0))" } ?? "")
      }
      return
        "mapping.fields: \(places.joined(separator: " and ")) lead to one field, \"\(name)\", which accepts one value; "
        + "give each a field of its own, or make all but one of them \"text\""
    }
  }
}

/// What becomes of a ticket's changes of state, owner, priority and the like.
package enum HistoryRule: String, Sendable, CaseIterable {
  case drop
  /// One internal article at the end lists them.
  case summary
}

/// What becomes of a file that the target does not take.
package enum RefusedFileRule: String, Sendable, CaseIterable {
  /// The ticket is rejected until someone decides.
  case reject
  /// The file goes to `data/archive`, and the text names it there.
  case archive
}

package enum InternalFileRule: String, Sendable, CaseIterable {
  /// They are attached, and whoever may see the ticket sees them.
  case attach
  /// They go to `data/archive`, and the internal comment names them there.
  case archive
}

/// Which numbers in texts become links to the tickets that are meant. What was written stays what is read.
package enum MentionRule: String, Sendable, CaseIterable {
  /// Those that are clearly meant: "ticket #12", "[rt.example.com #12]".
  case linked
  /// Each "#12" whose number is that of a migrated ticket.
  case all
  case none
}

/// Old name → new name; "*" stands for every name that is not listed.
package struct NameMap: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// As written, "*" included.
  package let entries: [String: String]
  /// All new names.
  package let names: Set<String>

  package init(_ entries: [String: String]) {
    self.entries = entries
    names = Set(entries.values)
  }

  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(Dictionary(elements) { first, _ in first })
  }

  package subscript(name: String) -> String? { entries[name] ?? entries["*"] }
}

/// The old priority → the new priority's name: numbers by ranges, words as they are.
package struct PriorityMap: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package let range: ClosedRange<Int>
    package let name: String

    package init(_ range: ClosedRange<Int>, _ name: String) {
      self.range = range
      self.name = name
    }
  }

  /// As written; they do not overlap.
  package let entries: [Entry]
  /// Of old systems whose priorities are words.
  package let words: NameMap
  /// What "*" maps to, for every priority that is not listed.
  package let otherwise: String?

  package init(_ entries: [Entry], words: NameMap = [:], otherwise: String? = nil) {
    self.entries = entries
    self.words = words
    self.otherwise = otherwise
  }

  /// All new names.
  package var names: [String] { entries.map(\.name) + words.names.sorted() + [otherwise].compactMap(\.self) }

  package subscript(priority: String) -> String? {
    let number = Int(priority)
    let range = number.flatMap { number in entries.first { $0.range.contains(number) } }
    return range?.name ?? words[priority] ?? otherwise
  }
}

/// What becomes of one custom field.
package enum FieldRule: Sendable, Equatable {
  /// Its values go into the target's field of this name.
  case field(String)
  /// Its values are left behind, for this reason.
  case drop(reason: String)
  /// Its values become a line of the ticket's text.
  case text
}
