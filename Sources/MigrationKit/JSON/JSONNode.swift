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

  @inlinable
  public var isNull: Bool { token.kind == .null }
  @inlinable
  public var isObject: Bool { token.kind == .object }
  @inlinable
  public var isArray: Bool { token.kind == .array }
  /// An array or object without anything in it.
  @inlinable
  public var isHollow: Bool { (isArray || isObject) && Int(token.next) == index + 1 }

  /// The text of a string. A lone surrogate, which no Swift string can hold, reads as U+FFFD;
  /// `source` and pass-through writing keep it.
  package var string: String? {
    switch token.kind {
    case .plainString: withText { String(decoding: $0, as: UTF8.self) }
    case .escapedString: withText { String(unescaping: $0) }
    default: nil
    }
  }

  /// A string whose text is its bytes, without an escape.
  @inlinable
  public var isPlainString: Bool { token.kind == .plainString }

  /// A string's inside as it is written, escapes as escapes; the bytes of any other value.
  @inlinable
  public func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    let token = token
    let quote: Int = token.kind == .plainString || token.kind == .escapedString ? 1 : 0
    return try document.bytes.withUnsafeBufferPointer { bytes in
      try body(UnsafeBufferPointer(rebasing: bytes[Int(token.start) + quote..<Int(token.end) - quote]))
    }
  }

  /// A number's digits exactly as written: `1.0`, `9007199254740993` and `1e400` stay what they are.
  package var numberText: String? {
    token.kind == .number ? String(decoding: source, as: UTF8.self) : nil
  }

  package var int: Int? { numberText.flatMap { Int($0) } }

  package var bool: Bool? {
    switch token.kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The member of this name (the first, when a key is repeated); nil when it is absent or this is no object.
  public subscript(key: String) -> JSONNode? {
    guard isObject else { return nil }
    var key = key
    let found = key.withUTF8 { document.value(of: $0, in: index) }
    return found.map { JSONNode(document: document, index: $0) }
  }

  /// An array's values in order; empty for anything else.
  public var elements: [JSONNode] {
    var nodes: [JSONNode] = []
    forEachElement { nodes.append($0) }
    return nodes
  }

  /// An object's members in the order written, repeated keys included; empty for anything else.
  package var members: [Member] {
    var members: [Member] = []
    forEachMember { members.append(Member(keyNode: $0, value: $1)) }
    return members
  }

  package struct Member: Sendable {
    let keyNode: JSONNode
    package let value: JSONNode
    package var key: String { keyNode.string ?? "" }
  }

  @inlinable
  public func forEachElement(_ body: (JSONNode) throws -> Void) rethrows {
    guard isArray else { return }
    let end = Int(token.next)
    var place = index + 1
    while place < end {
      try body(JSONNode(document: document, index: place))
      place = Int(document.tokens[place].next)
    }
  }

  @inlinable
  public func forEachMember(_ body: (_ key: JSONNode, _ value: JSONNode) throws -> Void) rethrows {
    guard isObject else { return }
    let end = Int(token.next)
    var place = index + 1
    while place < end {
      try body(JSONNode(document: document, index: place), JSONNode(document: document, index: place + 1))
      place = Int(document.tokens[place + 1].next)
    }
  }

  /// Appends this value without insignificant white space; every token keeps its bytes.
  func write(to output: inout [UInt8]) {
    if document.isCompact || !(isArray || isObject) { return output.append(contentsOf: source) }
    output.append(UInt8(ascii: isArray ? "[" : "{"))
    let start = output.count
    forEachElement { element in
      if output.count > start { output.append(UInt8(ascii: ",")) }
      element.write(to: &output)
    }
    forEachMember { key, value in
      if output.count > start { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: key.source)
      output.append(UInt8(ascii: ":"))
      value.write(to: &output)
    }
    output.append(UInt8(ascii: isArray ? "]" : "}"))
  }
}

extension JSONDocument {
  /// The token of the first member of this name in the object at `index`.
  fileprivate func value(of key: UnsafeBufferPointer<UInt8>, in index: Int) -> Int? {
    tokens.withUnsafeBufferPointer { tokens in
      bytes.withUnsafeBufferPointer { bytes in
        let end = Int(tokens[index].next)
        var place = index + 1
        while place < end {
          if tokens[place].holds(key, in: bytes) { return place + 1 }
          place = Int(tokens[place + 1].next)
        }
        return nil
      }
    }
  }
}

extension JSONToken {
  fileprivate func holds(_ text: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let inside = UnsafeBufferPointer(rebasing: bytes[Int(start) + 1..<Int(end) - 1])
    if kind == .plainString { return inside.hasSameBytes(as: text) }
    return String(unescaping: inside) == String(decoding: text, as: UTF8.self)
  }
}
