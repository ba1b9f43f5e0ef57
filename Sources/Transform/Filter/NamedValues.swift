import MigrationKit

/// Objects whose keys are names and no words of a format.
extension JSONNode {
  func texts(_ key: String) throws -> [String: String] { try named(key, \.string) }

  /// Empty where it is absent.
  func counts(_ key: String) throws -> [String: Int] { try named(key, \.int) }

  private func named<Value>(_ key: String, _ read: (JSONNode) -> Value?) throws -> [String: Value] {
    guard let object = self[key] else { return [:] }
    let rows = try object.members.map { member in
      guard let value = read(member.value) else {
        throw JSONShapeError("\"\(key)\" has a value of the wrong kind")
      }
      return (member.key, value)
    }
    return Dictionary(rows) { first, _ in first }
  }
}

/// Sorted by name.
extension JSONValue {
  static func texts(_ values: [String: String]) -> JSONValue { named(values) { .string($0) } }
  static func counts(_ values: [String: Int]) -> JSONValue { named(values) { .int($0) } }

  private static func named<Value>(_ values: [String: Value], _ write: (Value) -> JSONValue) -> JSONValue {
    .object(values.sorted { $0.key < $1.key }.map { .init($0.key, write($0.value)) })
  }
}
