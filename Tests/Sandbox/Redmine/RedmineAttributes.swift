import MigrationKit

/// What a caller sent for one record. Redmine takes numbers and flags as text, so everything is text here.
struct RedmineAttributes {
  let node: JSONNode?

  func has(_ name: String) -> Bool { node?[name] != nil }

  /// nil when absent or null.
  func text(_ name: String) -> String? { node?[name].flatMap(Self.text) }

  func int(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  func flag(_ name: String) -> Bool { ["1", "true"].contains(text(name) ?? "") }

  func list(_ name: String) -> [JSONNode] { node?[name]?.elements ?? [] }

  func ints(_ name: String) -> [Int] { list(name).compactMap { Self.text($0).flatMap { Int($0) } } }

  static func text(_ node: JSONNode) -> String? {
    node.string ?? node.numberText ?? node.bool.map(String.init)
  }
}
