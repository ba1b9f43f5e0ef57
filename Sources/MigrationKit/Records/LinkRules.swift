/// How far the queues of a parent and its child may be apart, where queues have subqueues.
package enum SubtaskReach: String, Sendable, CaseIterable {
  /// They are one queue.
  case sameQueue = "none"
  /// The child's is the parent's, or below it.
  case descendants
  /// One is above the other.
  case hierarchy
  /// They have the same topmost queue.
  case tree
  /// No matter how far.
  case system
}

/// What the target takes of links between tickets, as far as it is known. What is not known counts as refused, but for
/// states, of which none counts as closed.
package struct LinkRules: Sendable, Equatable {
  /// The states of tickets that are over; nil: not known.
  package var closedStates: Set<String>?
  /// Whether tickets of two queues may be related; nil: not known.
  package var relatesQueues: Bool?
  /// Nil: not known.
  package var subtaskReach: SubtaskReach?
  /// The queue that each queue lies in.
  package var parentQueues: [String: String] = [:]

  package init() {}

  /// These where they say something, else what is known already.
  package func with(_ chosen: LinkRules) -> LinkRules {
    var rules = self
    rules.relatesQueues = chosen.relatesQueues ?? relatesQueues
    rules.subtaskReach = chosen.subtaskReach ?? subtaskReach
    return rules
  }

  package func mayRelate(_ one: String, _ other: String) -> Bool { one == other || relatesQueues == true }

  package func mayBeParent(in parent: String, ofChildIn child: String) -> Bool {
    if parent == child { return true }
    return switch subtaskReach ?? .sameQueue {
    case .sameQueue: false
    case .descendants: path(to: child).contains(parent)
    case .hierarchy: path(to: child).contains(parent) || path(to: parent).contains(child)
    case .tree: path(to: child).last == path(to: parent).last
    case .system: true
    }
  }

  /// A parent that is over takes no child that is not.
  package func mayBeParent(withState parent: String, ofChildWithState child: String) -> Bool {
    guard let closedStates else { return true }
    return !closedStates.contains(parent) || closedStates.contains(child)
  }

  /// The queue and those it lies in, upwards.
  private func path(to queue: String) -> [String] {
    var path = [queue]
    while let next = path.last.flatMap({ parentQueues[$0] }), !path.contains(next) { path.append(next) }
    return path
  }
}

extension LinkRules: JSONRecord {
  package init(json: JSONNode) throws {
    closedStates = json["closed_states"] == nil ? nil : Set(try json.strings("closed_states"))
    relatesQueues = try json.optional("relates_queues", \.bool)
    subtaskReach = try json.optional("subtasks") { $0.string.flatMap(SubtaskReach.init) }
    let rows = try json.list("queues") { (try $0.string("queue"), try $0.string("in")) }
    parentQueues = Dictionary(rows) { first, _ in first }
  }

  /// Without what is not known.
  package var json: JSONValue {
    .members([
      "closed_states": closedStates.map { .strings($0.sorted()) },
      "relates_queues": relatesQueues.map { .bool($0) },
      "subtasks": subtaskReach.map { .string($0.rawValue) },
      "queues": .array(
        parentQueues.sorted { $0.key < $1.key }.map { ["queue": .string($0.key), "in": .string($0.value)] }),
    ])
  }
}
