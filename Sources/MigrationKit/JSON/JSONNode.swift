/// One value inside a JSON document: decoded when asked, copied byte for byte when passed on.
public struct JSONNode: Sendable {
  public let document: JSONDocument
  /// Its number among the document's values and keys.
  public let index: Int

  @inlinable
  public init(document: JSONDocument, index: Int) {
    self.document = document
    self.index = index
  }

  /// Another value of the same document.
  @inlinable
  public func node(at index: Int) -> JSONNode { JSONNode(document: document, index: index) }

  @inlinable
  public var token: JSONToken { document.tokens[index] }

  /// The value's own bytes, as they were written.
  package var source: ArraySlice<UInt8> { document.bytes[Int(token.start)..<Int(token.end)] }

  /// Whether another value is written with the same bytes.
  package func isWritten(as other: JSONNode) -> Bool {
    let (own, others) = (token, other.token)
    guard index != other.index || document !== other.document else { return true }
    return own.end - own.start == others.end - others.start
      && source.withUnsafeBufferPointer { own in
        other.source.withUnsafeBufferPointer { own.hasSameBytes(as: $0) }
      }
  }

  @inlinable
  public var isNull: Bool { token.kind == .null }
  @inlinable
  public var isObject: Bool { token.kind == .object }
  @inlinable
  public var isArray: Bool { token.kind == .array }

  /// The text of a string. A lone surrogate, which no Swift string can hold, reads as U+FFFD;
  /// `source` and pass-through writing keep it.
  package var string: String? { withView(\.string) }

  /// A number's digits exactly as written: `1.0`, `9007199254740993` and `1e400` stay what they are.
  package var numberText: String? { withView(\.numberText) }

  package var int: Int? { numberText.flatMap { Int($0) } }

  package var bool: Bool? { withView(\.bool) }

  /// The member of this name (the first, when a key is repeated); nil when it is absent or this is no object.
  public subscript(key: String) -> JSONNode? { withView { $0[key]?.index }.map { node(at: $0) } }

  /// An array's values in order; empty for anything else.
  public var elements: [JSONNode] {
    var nodes: [JSONNode] = []
    withView { view in view.forEachElement { nodes.append(node(at: $0.index)) } }
    return nodes
  }

  /// An object's members in the order written, repeated keys included; empty for anything else.
  package var members: [Member] {
    var members: [Member] = []
    withView { view in
      view.forEachMember { key, value in
        members.append(Member(keyNode: node(at: key.index), value: node(at: value.index)))
      }
    }
    return members
  }

  package struct Member: Sendable {
    let keyNode: JSONNode
    package let value: JSONNode
    package var key: String { keyNode.string ?? "" }
  }

  /// Appends this value without insignificant white space; every token keeps its bytes.
  func write(to output: inout [UInt8]) {
    if document.isCompact || !(isArray || isObject) { return output.append(contentsOf: source) }
    output.append(UInt8(ascii: isArray ? "[" : "{"))
    let start = output.count
    for element in elements {
      if output.count > start { output.append(UInt8(ascii: ",")) }
      element.write(to: &output)
    }
    for member in members {
      if output.count > start { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: member.keyNode.source)
      output.append(UInt8(ascii: ":"))
      member.value.write(to: &output)
    }
    output.append(UInt8(ascii: isArray ? "]" : "}"))
  }
}
