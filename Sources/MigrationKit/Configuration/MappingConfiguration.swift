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
  package var largeFiles: LargeFileRule
  /// What becomes of the files of internal comments, where the target cannot hide files.
  package var internalFiles: InternalFileRule
  /// Where the file has a section ("states") or an entry of one ("states.new").
  package var lines: [String: Int] = [:]

  package init(
    queues: NameMap = [:], types: NameMap = [:], states: NameMap = [:],
    priorities: PriorityMap = PriorityMap([]),
    people: NameMap = [:], fields: [String: FieldRule] = [:], ignore: [String: String] = [:],
    text: [String] = [], words: [String: String] = [:], history: HistoryRule = .drop,
    largeFiles: LargeFileRule = .reject, internalFiles: InternalFileRule = .attach
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
    self.internalFiles = internalFiles
  }
}

extension MappingConfiguration {
  /// "mapping.states (line 14)": that of the entry, else of its section; without a line where the file has neither.
  package func place(of section: String, _ entry: String? = nil) -> String {
    let line = entry.flatMap { lines["\(section).\($0)"] } ?? lines[section]
    return "mapping.\(section)" + (line.map { " (line \($0))" } ?? "")
  }
}

/// What becomes of a ticket's changes of state, owner, priority and the like.
package enum HistoryRule: String, Sendable, CaseIterable {
  case drop
  /// One internal article at the end lists them.
  case summary
}

package enum LargeFileRule: String, Sendable, CaseIterable {
  /// The ticket is rejected until somebody decides.
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

/// Old name → new name; "*" stands for every name that is not listed.
package struct NameMap: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// As written, "*" included.
  package let entries: [String: String]

  package init(_ entries: [String: String]) {
    self.entries = entries
  }

  package init(dictionaryLiteral elements: (String, String)...) {
    entries = Dictionary(elements) { first, _ in first }
  }

  package subscript(name: String) -> String? { entries[name] ?? entries["*"] }
}

/// Ranges of the old numeric priority → the new priority's name.
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
  /// What "*" maps to, for every number outside the ranges.
  package let otherwise: String?

  package init(_ entries: [Entry], otherwise: String? = nil) {
    self.entries = entries
    self.otherwise = otherwise
  }

  package subscript(priority: Int) -> String? {
    entries.first { $0.range.contains(priority) }?.name ?? otherwise
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
