/// Turns JSON text (RFC 8259, strict) into tokens.
struct JSONScanner {
  struct Fault: Error {
    let reason: String
    let offset: Int
  }

  /// Deeper nesting than any ticketing system sends; without a limit a hostile text exhausts the stack.
  static let depthLimit = 512

  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [JSONToken] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 24 + 1)
  }

  mutating func scan() throws(Fault) -> [JSONToken] {
    guard bytes.count < UInt32.max else { throw Fault(reason: "the text is over 4 GiB", offset: 0) }
    skipSpace()
    try value(depth: 0)
    skipSpace()
    if position < bytes.count { throw fault("unexpected text after the value") }
    return tokens
  }

  private mutating func value(depth: Int) throws(Fault) {
    guard depth < Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit)") }
    guard let byte = peek() else { throw fault("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "t"): try word("true", .true)
    case UInt8(ascii: "f"): try word("false", .false)
    case UInt8(ascii: "n"): try word("null", .null)
    default: throw fault("expected a value")
    }
  }

  private mutating func object(depth: Int) throws(Fault) {
    try container(.object, closing: UInt8(ascii: "}")) { scanner throws(Fault) in
      guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.fault("expected a key in quotes") }
      try scanner.string()
      scanner.skipSpace()
      guard scanner.take(UInt8(ascii: ":")) else { throw scanner.fault("expected ':' after the key") }
      scanner.skipSpace()
      try scanner.value(depth: depth + 1)
    }
  }

  private mutating func array(depth: Int) throws(Fault) {
    try container(.array, closing: UInt8(ascii: "]")) { scanner throws(Fault) in
      try scanner.value(depth: depth + 1)
    }
  }

  private mutating func container(
    _ kind: JSONToken.Kind, closing: UInt8, element: (inout JSONScanner) throws(Fault) -> Void
  ) throws(Fault) {
    let index = tokens.count
    append(kind, from: position)
    position += 1
    skipSpace()
    if !take(closing) {
      while true {
        try element(&self)
        skipSpace()
        if take(closing) { break }
        guard take(UInt8(ascii: ",")) else { throw fault("expected ',' or the closing bracket") }
        skipSpace()
      }
    }
    tokens[index].end = UInt32(position)
    tokens[index].next = UInt32(tokens.count)
  }

  private mutating func string() throws(Fault) {
    let start = position
    var kind = JSONToken.Kind.plainString
    position += 1
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        append(kind, from: start)
        return
      case UInt8(ascii: "\\"):
        kind = .escapedString
        try escape()
      case 0..<0x20:
        throw fault("a control character in a string must be escaped")
      default:
        position += 1
      }
    }
    throw Fault(reason: "the string is not closed", offset: start)
  }

  private mutating func escape() throws(Fault) {
    position += 1
    guard let byte = peek() else { throw fault("the text ends inside an escape") }
    switch byte {
    case UInt8(ascii: "u"):
      let digits = bytes[min(position + 1, bytes.count)..<min(position + 5, bytes.count)]
      guard digits.count == 4, digits.allSatisfy({ hexValue($0) != nil }) else {
        throw fault("\\u needs four hexadecimal digits")
      }
      position += 5
    case _ where "\"\\/bfnrt".utf8.contains(byte):
      position += 1
    default:
      throw fault("unknown escape in a string")
    }
  }

  private mutating func number() throws(Fault) {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    append(.number, from: start)
  }

  private mutating func digits() throws(Fault) {
    let start = position
    while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    if position == start { throw fault("expected a digit") }
  }

  private mutating func word(_ text: StaticString, _ kind: JSONToken.Kind) throws(Fault) {
    let start = position
    for index in 0..<text.utf8CodeUnitCount where !take(text.utf8Start[index]) {
      throw Fault(reason: "expected \(text)", offset: start)
    }
    append(kind, from: start)
  }

  private mutating func append(_ kind: JSONToken.Kind, from start: Int) {
    tokens.append(
      JSONToken(
        kind: kind, start: UInt32(start), end: UInt32(position), next: UInt32(tokens.count + 1)))
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func fault(_ reason: String) -> Fault { Fault(reason: reason, offset: position) }
}

func hexValue(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}
