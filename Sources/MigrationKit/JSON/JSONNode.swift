/// One value inside a JSON document: decoded when asked, copied byte for byte when passed on.
package struct JSONNode: Sendable {
  let document: JSONDocument
  let index: Int

  private var token: JSONToken { document.tokens[index] }

  /// The value's own bytes, as they were written.
  package var source: ArraySlice<UInt8> { document.bytes[Int(token.start)..<Int(token.end)] }

  package var isNull: Bool { token.kind == .null }
  package var isObject: Bool { token.kind == .object }
  package var isArray: Bool { token.kind == .array }

  /// The text of a string. A lone surrogate, which no Swift string can hold, reads as U+FFFD;
  /// `source` and pass-through writing keep it.
  package var string: String? {
    switch token.kind {
    case .plainString: String(decoding: source.dropFirst().dropLast(), as: UTF8.self)
    case .escapedString: unescaped(source.dropFirst().dropLast())
    default: nil
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
  package subscript(key: String) -> JSONNode? {
    members.first { $0.keyNode.isString(key) }?.value
  }

  /// An array's values in order; empty for anything else.
  package var elements: [JSONNode] {
    guard isArray else { return [] }
    return children
  }

  /// An object's members in the order written, repeated keys included; empty for anything else.
  package var members: [Member] {
    guard isObject else { return [] }
    let nodes = children
    return stride(from: 0, to: nodes.count, by: 2).map { Member(keyNode: nodes[$0], value: nodes[$0 + 1]) }
  }

  package struct Member: Sendable {
    let keyNode: JSONNode
    package let value: JSONNode
    package var key: String { keyNode.string ?? "" }
  }

  private var children: [JSONNode] {
    var nodes: [JSONNode] = []
    var next = index + 1
    while next < token.next {
      nodes.append(JSONNode(document: document, index: next))
      next = Int(document.tokens[next].next)
    }
    return nodes
  }

  private func isString(_ text: String) -> Bool {
    token.kind == .plainString
      ? source.dropFirst().dropLast().elementsEqual(text.utf8)
      : string == text
  }

  /// Appends this value without insignificant white space; every token keeps its bytes.
  func write(to output: inout [UInt8]) {
    switch token.kind {
    case .array:
      output.append(UInt8(ascii: "["))
      for (position, element) in elements.enumerated() {
        if position > 0 { output.append(UInt8(ascii: ",")) }
        element.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object:
      output.append(UInt8(ascii: "{"))
      for (position, member) in members.enumerated() {
        if position > 0 { output.append(UInt8(ascii: ",")) }
        output.append(contentsOf: member.keyNode.source)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    default:
      output.append(contentsOf: source)
    }
  }
}

/// Resolves the escapes of a string's inside, which the scanner has found well-formed.
private func unescaped(_ text: ArraySlice<UInt8>) -> String {
  var units: [UInt8] = []
  units.reserveCapacity(text.count)
  var rest = text
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
      units.append(byte)
      continue
    }
    switch kind {
    case UInt8(ascii: "b"): units.append(0x08)
    case UInt8(ascii: "f"): units.append(0x0C)
    case UInt8(ascii: "n"): units.append(0x0A)
    case UInt8(ascii: "r"): units.append(0x0D)
    case UInt8(ascii: "t"): units.append(0x09)
    case UInt8(ascii: "u"): units.append(contentsOf: String(escapedScalar(&rest)).utf8)
    default: units.append(kind)
    }
  }
  return String(decoding: units, as: UTF8.self)
}

/// Reads the four digits behind `\u`, and the second half of a surrogate pair where there is one.
private func escapedScalar(_ rest: inout ArraySlice<UInt8>) -> Character {
  let first = codeUnit(rest.prefix(4))
  rest = rest.dropFirst(4)
  if (0xD800..<0xDC00).contains(first), rest.starts(with: "\\u".utf8) {
    let second = codeUnit(rest.dropFirst(2).prefix(4))
    if (0xDC00..<0xE000).contains(second) {
      rest = rest.dropFirst(6)
      return character(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }
  }
  return character(first)
}

private func codeUnit(_ digits: ArraySlice<UInt8>) -> UInt32 {
  digits.reduce(0) { $0 << 4 | (hexValue($1) ?? 0) }
}

private func character(_ value: UInt32) -> Character { Character(Unicode.Scalar(value) ?? "\u{FFFD}") }
