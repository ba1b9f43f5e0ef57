/// A record of the `data/` contract: it reads itself from one JSON object and writes itself with its keys in a
/// fixed order.
package protocol JSONRecord: Sendable {
  init(json: JSONNode) throws
  var json: JSONValue { get }
}

/// What records ask of the object they read themselves from. An absent member and `null` mean the same here.
extension JSONNode {
  @inlinable
  public func optional<Value>(_ key: String, _ read: (JSONNode) throws -> Value?) throws -> Value? {
    guard let node = self[key], !node.isNull else { return nil }
    guard let value = try read(node) else {
      throw JSONShapeError("\"\(key)\" has a value of the wrong kind")
    }
    return value
  }

  @inlinable
  public func required<Value>(_ key: String, _ read: (JSONNode) throws -> Value?) throws -> Value {
    guard let value = try optional(key, read) else { throw JSONShapeError("\"\(key)\" is missing") }
    return value
  }

  package func string(_ key: String) throws -> String { try required(key, \.string) }
  package func int(_ key: String) throws -> Int { try required(key, \.int) }
  package func bool(_ key: String) throws -> Bool { try required(key, \.bool) }

  /// An array's elements, each read by `read`; an absent array is empty.
  @inlinable
  public func list<Value>(_ key: String, _ read: (JSONNode) throws -> Value) throws -> [Value] {
    try optional(key) { node in
      guard node.isArray else { return nil }
      return try node.elements.map(read)
    } ?? []
  }

  package func record<Record: JSONRecord>(_ key: String) throws -> Record? {
    try optional(key) { node in try Record(json: node) }
  }

  package func records<Record: JSONRecord>(_ key: String) throws -> [Record] {
    try list(key) { node in try Record(json: node) }
  }

  package func strings(_ key: String) throws -> [String] {
    try list(key) { node in
      guard let text = node.string else { throw JSONShapeError("\"\(key)\" must hold strings only") }
      return text
    }
  }
}
