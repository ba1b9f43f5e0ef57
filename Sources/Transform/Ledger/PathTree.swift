import MigrationKit

/// The paths that values were met at, each with a number: a value's is found by its last step from the path of what
/// holds it, so that no text is made for a value.
///
/// Objects of one kind have the same members in the same order. So the search begins with the step that came next the
/// last time, and mostly ends there.
struct PathTree {
  /// The number of a path: 0, 1, 2, in the order in which they were met.
  typealias Path = Int

  enum Step: Hashable {
    /// "a.b"; of the root "b".
    case member
    /// "a[b]": what tells values of one kind apart.
    case kind
  }

  static let root: Path = 0

  private struct Node {
    let parent: Path
    let step: Step
    /// Where the step's name lies among `names`.
    let name: Range<Int>
    /// The sibling that is tried next; the last leads to the first.
    var next: Path
    /// The child that was found last; nil where there is none yet.
    var latest: Path?
  }

  private struct Edge: Hashable {
    let parent: Path
    let step: Step
    let name: String
  }

  private var nodes = [Node(parent: root, step: .member, name: 0..<0, next: root)]
  private var names: [UInt8] = []
  private var paths: [Edge: Path] = [:]
  private(set) var texts = [""]

  /// The path of a member, or of a kind of values, below another path.
  /// - Parameter spelled: how the name stands in the text, where it does not stand as it is.
  mutating func path(
    below parent: Path, _ step: Step, _ name: UnsafeBufferPointer<UInt8>, spelled: ((String) -> String)? = nil
  ) -> Path {
    if let guess = guess(below: parent, step, name) {
      nodes[parent].latest = guess
      return guess
    }
    let edge = Edge(parent: parent, step: step, name: String(decoding: name, as: UTF8.self))
    let path = paths[edge] ?? add(edge, name, spelled?(edge.name) ?? edge.name)
    nodes[parent].latest = path
    return path
  }

  mutating func path(below parent: Path, _ step: Step, _ name: String) -> Path {
    var name = name
    return name.withUTF8 { path(below: parent, step, $0) }
  }

  /// The step that came behind the latest one before, or one of the next few.
  private func guess(below parent: Path, _ step: Step, _ name: UnsafeBufferPointer<UInt8>) -> Path? {
    guard var candidate = nodes[parent].latest else { return nil }
    for _ in 0..<8 {
      candidate = nodes[candidate].next
      if nodes[candidate].step == step, holds(nodes[candidate].name, name) { return candidate }
    }
    return nil
  }

  private func holds(_ range: Range<Int>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    names.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[range]).hasSameBytes(as: name) }
  }

  private mutating func add(_ edge: Edge, _ name: UnsafeBufferPointer<UInt8>, _ spelled: String) -> Path {
    let path = nodes.count
    let start = names.count
    names.append(contentsOf: name)
    var node = Node(parent: edge.parent, step: edge.step, name: start..<names.count, next: path)
    if let latest = nodes[edge.parent].latest {
      node.next = nodes[latest].next
      nodes[latest].next = path
    }
    nodes.append(node)
    paths[edge] = path
    let above = texts[edge.parent]
    switch edge.step {
    case .kind: texts.append("\(above)[\(spelled)]")
    case .member: texts.append(above.isEmpty ? spelled : "\(above).\(spelled)")
    }
    return path
  }
}
