/// A value of a document that is lent for a while: what a node is, without a reference to be counted each time one value
/// leads to the next. Must not be kept longer than the call it was lent to.
public struct JSONView {
  @usableFromInline let tokens: UnsafeBufferPointer<JSONToken>
  @usableFromInline let bytes: UnsafeBufferPointer<UInt8>
  /// Its number among the document's values and keys.
  public let index: Int

  @inlinable
  init(tokens: UnsafeBufferPointer<JSONToken>, bytes: UnsafeBufferPointer<UInt8>, index: Int) {
    self.tokens = tokens
    self.bytes = bytes
    self.index = index
  }

  /// Another value of the same document.
  @inlinable
  public func view(at index: Int) -> JSONView { JSONView(tokens: tokens, bytes: bytes, index: index) }

  @inlinable
  public var token: JSONToken { tokens[index] }

  @inlinable
  public var isObject: Bool { token.kind == .object }
  @inlinable
  public var isArray: Bool { token.kind == .array }
  /// An array or object without anything in it.
  @inlinable
  public var isHollow: Bool { (isArray || isObject) && Int(token.next) == index + 1 }
  /// A string whose text is its bytes, without an escape.
  @inlinable
  public var isPlainString: Bool { token.kind == .plainString }

  /// A string's inside as it is written, escapes as escapes; the bytes of any other value.
  @inlinable
  public var text: UnsafeBufferPointer<UInt8> {
    let token = token
    let quote = token.kind == .plainString || token.kind == .escapedString ? 1 : 0
    return UnsafeBufferPointer(rebasing: bytes[Int(token.start) + quote..<Int(token.end) - quote])
  }

  /// The text of a string. A lone surrogate, which no Swift string can hold, reads as U+FFFD.
  package var string: String? {
    switch token.kind {
    case .plainString: String(decoding: text, as: UTF8.self)
    case .escapedString: String(unescaping: text)
    default: nil
    }
  }

  /// A number's digits exactly as written.
  package var numberText: String? {
    token.kind == .number ? String(decoding: text, as: UTF8.self) : nil
  }

  package var bool: Bool? {
    switch token.kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The member of this name (the first, when a key is repeated); nil when it is absent or this is no object.
  public subscript(key: String) -> JSONView? {
    guard isObject else { return nil }
    var key = key
    return key.withUTF8 { key in
      let end = Int(token.next)
      var place = index + 1
      while place < end {
        if view(at: place).spells(key) { return view(at: place + 1) }
        place = Int(tokens[place + 1].next)
      }
      return nil
    }
  }

  private func spells(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let token = token
    guard token.kind != .plainString else {
      return Int(token.end - token.start) == key.count + 2 && text.hasSameBytes(as: key)
    }
    return string == String(decoding: key, as: UTF8.self)
  }

  @inlinable
  public func forEachElement(_ body: (JSONView) throws -> Void) rethrows {
    guard isArray else { return }
    let end = Int(token.next)
    var place = index + 1
    while place < end {
      try body(view(at: place))
      place = Int(tokens[place].next)
    }
  }

  @inlinable
  public func forEachMember(_ body: (_ key: JSONView, _ value: JSONView) throws -> Void) rethrows {
    guard isObject else { return }
    let end = Int(token.next)
    var place = index + 1
    while place < end {
      try body(view(at: place), view(at: place + 1))
      place = Int(tokens[place + 1].next)
    }
  }
}

extension JSONNode {
  /// Lends the value; neither the view nor one that comes of it may leave `body`.
  @inlinable
  public func withView<Result, Failure: Error>(_ body: (JSONView) throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    try document.tokens.withUnsafeBufferPointer { tokens throws(Failure) in
      try document.bytes.withUnsafeBufferPointer { bytes throws(Failure) in
        try body(JSONView(tokens: tokens, bytes: bytes, index: index))
      }
    }
  }
}
