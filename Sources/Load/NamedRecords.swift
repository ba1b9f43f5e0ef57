import MigrationKit

/// Things with a name in JSON: `[{"name":"New","id":1}]`, sorted by name. A list, because an object's keys that are
/// people's words would leave no room for more.
extension JSONValue {
  /// - Parameter members: the object that says the rest; its name goes in front.
  static func named<Value>(_ values: [String: Value], _ members: (Value) -> JSONValue) -> JSONValue {
    .array(
      values.sorted { $0.key < $1.key }.map { name, value in
        guard case .object(let rest) = members(value) else { return .string(name) }
        return .object([Member("name", .string(name))] + rest)
      })
  }

  static func numbers(_ numbers: Set<Int>) -> JSONValue { .array(numbers.sorted().map { .int($0) }) }
}

extension JSONNode {
  func named<Value>(_ key: String, _ read: (JSONNode) throws -> Value) throws -> [String: Value] {
    let rows = try list(key) { (try $0.string("name"), try read($0)) }
    return Dictionary(rows) { first, _ in first }
  }

  func numbers(_ key: String) throws -> Set<Int> {
    Set(
      try list(key) { node in
        guard let number = node.int else { throw JSONShapeError("\"\(key)\" must hold whole numbers only") }
        return number
      })
  }
}
