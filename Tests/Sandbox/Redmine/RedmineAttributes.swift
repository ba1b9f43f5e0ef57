import MigrationKit

/// What a caller sent for one record. Redmine takes numbers and flags as text, so everything is text here.
struct RedmineAttributes {
  let node: JSONNode?
  /// Members that count as absent.
  var hidden: Set<String> = []

  func has(_ name: String) -> Bool { self[name] != nil }

  private subscript(name: String) -> JSONNode? { hidden.contains(name) ? nil : node?[name] }

  /// nil when absent or null.
  func text(_ name: String) -> String? { self[name].flatMap(Self.text) }

  func int(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  func flag(_ name: String) -> Bool { ["1", "true"].contains(text(name) ?? "") }

  func list(_ name: String) -> [JSONNode] { self[name]?.elements ?? [] }

  func ints(_ name: String) -> [Int] { list(name).compactMap { Self.text($0).flatMap { Int($0) } } }

  static func text(_ node: JSONNode) -> String? {
    node.string ?? node.numberText ?? node.bool.map(String.init)
  }
}
