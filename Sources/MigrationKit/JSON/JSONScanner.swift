/// Turns JSON text (RFC 8259, strict) into tokens.
struct JSONScanner {
  struct Fault: Error {
    let reason: String
    let offset: Int
  }

  /// Deeper nesting than any ticketing system sends; without a limit a hostile text exhausts the stack.
  static let depthLimit = 512

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var tokens: [JSONToken] = []
  private var isCompact = true
  /// Members that are still to come; behind the last of them nothing is read any more. Empty from the beginning: all is
  /// read.
  private var awaited: [String]
  /// Whose members they are: 0 the whole's, 1 those of one of its members.
  private let awaitedDepth: Int
  private var isAtEnd = false

  private init(_ bytes: UnsafeBufferPointer<UInt8>, until awaited: [String], depth: Int) {
    self.bytes = bytes
    self.awaited = awaited
    awaitedDepth = depth
    guard awaited.isEmpty else { return }
    tokens.reserveCapacity(bytes.count / 8 + 1)
  }

  /// - Parameters:
  ///   - members: Those behind which nothing is read any more; what is open there counts as closed. None: all is read.
  ///   - depth: Whose members they are: 0 the whole's, 1 those of one of its members.
  /// - Returns: The tokens, whether there is no white space between them, and how far it was read.
  static func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, until members: [String] = [], depth: Int = 0
  ) throws(Fault) -> (tokens: [JSONToken], isCompact: Bool, end: Int) {
    guard bytes.count < UInt32.max else { throw Fault(reason: "the text is over 4 GiB", offset: 0) }
    var scanner = JSONScanner(bytes, until: members, depth: depth)
    scanner.skipSpace()
    try scanner.value(depth: 0)
    scanner.skipSpace()
    if scanner.position < bytes.count, !scanner.isAtEnd {
      throw scanner.fault("unexpected text after the value")
    }
    return (scanner.tokens, scanner.isCompact, scanner.position)
  }

  private mutating func value(depth: Int) throws(Fault) {
    guard depth < Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit)") }
    guard position < bytes.count else { throw fault("the text ends where a value is expected") }
    switch bytes[position] {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "t"): try word("true", .true)
    case UInt8(ascii: "f"): try word("false", .false)
    case UInt8(ascii: "n"): try word("null", .null)
    default: throw fault("expected a value")
    }
  }

  private mutating func object(depth: Int) throws(Fault) {
    let index = open(.object)
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
          throw fault("expected a key in quotes")
        }
        let key = position + 1
        try string()
        let end = position - 1
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw fault("expected ':' after the key") }
        skipSpace()
        try value(depth: depth + 1)
        if depth == awaitedDepth, !awaited.isEmpty { pass(bytes[key..<end]) }
      } while try !closes(with: UInt8(ascii: "}"))
    }
    close(index)
  }

  /// A member has come.
  private mutating func pass(_ key: Slice<UnsafeBufferPointer<UInt8>>) {
    awaited.removeAll { key.elementsEqual($0.utf8) }
    isAtEnd = awaited.isEmpty
  }

  private mutating func array(depth: Int) throws(Fault) {
    let index = open(.array)
    if !take(UInt8(ascii: "]")) {
      repeat {
        skipSpace()
        try value(depth: depth + 1)
      } while try !closes(with: UInt8(ascii: "]"))
    }
    close(index)
  }

  private mutating func open(_ kind: JSONToken.Kind) -> Int {
    let index = tokens.count
    append(kind, from: position)
    position += 1
    skipSpace()
    return index
  }

  /// Takes the closing bracket; false where a comma says that more is to come.
  private mutating func closes(with bracket: UInt8) throws(Fault) -> Bool {
    if isAtEnd { return true }
    skipSpace()
    if take(UInt8(ascii: ",")) { return false }
    guard take(bracket) else { throw fault("expected ',' or the closing bracket") }
    return true
  }

  private mutating func close(_ index: Int) {
    tokens[index].end = UInt32(truncatingIfNeeded: position)
    tokens[index].next = UInt32(truncatingIfNeeded: tokens.count)
  }

  private mutating func string() throws(Fault) {
    let start = position
    var kind = JSONToken.Kind.plainString
    position += 1
    while true {
      position = bytes.endOfPlainText(from: position)
      guard position < bytes.count else { throw Fault(reason: "the string is not closed", offset: start) }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return append(kind, from: start)
      case UInt8(ascii: "\\"):
        kind = .escapedString
        try escape()
      case 0..<0x20:
        throw fault("a control character in a string must be escaped")
      default:
        position += 1
      }
    }
  }

  private mutating func escape() throws(Fault) {
    position += 1
    guard position < bytes.count else { throw fault("the text ends inside an escape") }
    switch bytes[position] {
    case UInt8(ascii: "u"):
      let digits = bytes[min(position + 1, bytes.count)..<min(position + 5, bytes.count)]
      guard digits.count == 4, digits.allSatisfy({ hexValue($0) != nil }) else {
        throw fault("\\u needs four hexadecimal digits")
      }
      position += 5
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
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
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      position += 1
    }
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
        kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: position),
        next: UInt32(truncatingIfNeeded: tokens.count + 1)))
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
      isCompact = false
    }
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
