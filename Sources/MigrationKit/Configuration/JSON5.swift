/// A value of a JSON5 text (spec.json5.org) with the line it stands on, so that a mistake can be shown.
package struct JSON5Value: Sendable {
  package enum Content: Sendable {
    case null
    case bool(Bool)
    /// As written: "0x1F", "+1", ".5".
    case number(String)
    case string(String)
    case array([JSON5Value])
    case object([JSON5Member])
  }

  package let content: Content
  package let line: Int

  /// "a string", for messages.
  var kind: String {
    switch content {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string(let text): text.isEmpty ? "an empty string" : "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

package struct JSON5Member: Sendable {
  package let key: String
  package let value: JSON5Value
}

/// Reads JSON5, the form people write configurations in: comments, trailing commas, keys without quotes.
struct JSON5Reader {
  private let scalars: [Unicode.Scalar]
  /// Where the line breaks are.
  private let breaks: [Int]
  private var position = 0
  private var depth = 0

  static func read(_ text: String) throws(JSONError) -> JSON5Value {
    var reader = JSON5Reader(scalars: Array(text.unicodeScalars))
    let value = try reader.value()
    try reader.skipSpace()
    if reader.peek() != nil { throw reader.fault("unexpected text after the value") }
    return value
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    breaks = scalars.indices.filter { scalars[$0] == "\n" }
  }

  private mutating func value() throws(JSONError) -> JSON5Value {
    try skipSpace()
    let line = place.line
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw fault("nested too deep") }
    guard let first = peek() else { throw fault("the text ends where a value is expected") }
    let content: JSON5Value.Content =
      switch first {
      case "{": .object(try list("{", "}") { reader throws(JSONError) in try reader.member() })
      case "[": .array(try list("[", "]") { reader throws(JSONError) in try reader.value() })
      case "\"", "'": .string(try string())
      default: try literal()
      }
    return JSON5Value(content: content, line: line)
  }

  private mutating func list<Element>(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
    element: (inout JSON5Reader) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    let start = place.line
    _ = take(opening)
    while try !isAtEnd(of: start, closing) {
      elements.append(try element(&self))
      if try isAtEnd(of: start, closing) { break }
      guard take(",") else { throw fault("expected ',' or '\(closing)'") }
    }
    return elements
  }

  /// Takes what closes a list that was opened on line `start`.
  private mutating func isAtEnd(of start: Int, _ closing: Unicode.Scalar) throws(JSONError) -> Bool {
    try skipSpace()
    guard peek() != nil else { throw fault("'\(closing)' is missing; opened on line \(start)") }
    return take(closing)
  }

  private mutating func member() throws(JSONError) -> JSON5Member {
    let key = peek() == "\"" || peek() == "'" ? try string() : word()
    if key.isEmpty { throw fault("expected a key") }
    try skipSpace()
    guard take(":") else { throw fault("expected ':' after the key \"\(key)\"") }
    return JSON5Member(key: key, value: try value())
  }

  /// A bare word: an identifier, a number or a constant.
  private mutating func word() -> String {
    var text = String.UnicodeScalarView()
    while let scalar = peek(),
      scalar.properties.isAlphabetic || "0123456789_$.+-*".unicodeScalars.contains(scalar)
    {
      text.append(scalar)
      position += 1
    }
    return String(text)
  }

  private mutating func literal() throws(JSONError) -> JSON5Value.Content {
    let start = self
    switch word() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case let text
    where text.unicodeScalars.contains { $0.properties.numericType != nil }
      && text.first.map { $0.isNumber || "+-.".contains($0) } == true:
      return .number(text)
    case "": throw start.fault("expected a value")
    case let text: throw start.fault("\"\(text)\" is not a value; text needs quotes")
    }
  }

  private mutating func string() throws(JSONError) -> String {
    let start = self
    let quote = scalars[position]
    position += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek() {
      position += 1
      switch scalar {
      case quote: return String(text)
      case "\\": text.append(contentsOf: try escape().unicodeScalars)
      case "\n", "\r": throw start.fault("the string is not closed on its line")
      default: text.append(scalar)
      }
    }
    throw start.fault("the string is not closed")
  }

  private mutating func escape() throws(JSONError) -> String {
    guard let scalar = peek() else { throw fault("the text ends inside an escape") }
    position += 1
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "0": return "\0"
    case "x": return try codePoint(digits: 2)
    case "u": return try codePoint(digits: 4)
    case "\n": return ""
    case "\r":
      _ = take("\n")
      return ""
    default: return String(scalar)
    }
  }

  /// A character beyond U+FFFF is written as two numbers, as in JSON.
  private mutating func codePoint(digits count: Int) throws(JSONError) -> String {
    let start = self
    var units = [try codeUnit(digits: count)]
    if UTF16.isLeadSurrogate(units[0]), peek() == "\\", next == "u" {
      position += 2
      units.append(try codeUnit(digits: count))
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw start.fault("\"\(String(units[0], radix: 16, uppercase: true))\" is not a character code")
    }
    return text
  }

  private mutating func codeUnit(digits count: Int) throws(JSONError) -> UInt16 {
    let digits = String(String.UnicodeScalarView(scalars[position..<min(position + count, scalars.count)]))
    guard digits.count == count, digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16) else {
      throw fault("\"\(digits)\" is not a character code")
    }
    position += count
    return unit
  }

  private mutating func skipSpace() throws(JSONError) {
    while let scalar = peek() {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        position += 1
      } else if scalar == "/", next == "/" {
        while let other = peek(), other != "\n" { position += 1 }
      } else if scalar == "/", next == "*" {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(JSONError) {
    let start = self
    position += 2
    while peek() != nil {
      if peek() == "*", next == "/" {
        position += 2
        return
      }
      position += 1
    }
    throw start.fault("the comment is not closed")
  }

  private func peek() -> Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private var next: Unicode.Scalar? { position + 1 < scalars.count ? scalars[position + 1] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  /// Asked for each value, so it must not count the lines again.
  private var place: (line: Int, column: Int) {
    var range = 0..<breaks.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = breaks[middle] < position ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    let before = range.lowerBound
    return (before + 1, position - (before > 0 ? breaks[before - 1] : -1))
  }

  private func fault(_ reason: String) -> JSONError {
    JSONError(reason, line: place.line, column: place.column)
  }
}
