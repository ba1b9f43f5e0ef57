extension RequestTracker {
  /// The encodings of text that the imitation knows. RT knows all of Perl's.
  enum Charset: Sendable {
    case utf8
    case latin1
    case ascii

    /// A name that is not known counts as UTF-8, as with RT.
    init(name: String) {
      switch name.lowercased() {
      case "iso-8859-1", "latin1": self = .latin1
      case "ascii", "us-ascii": self = .ascii
      default: self = .utf8
      }
    }

    /// RT's guess about text that names none: UTF-8 where it is valid, else Latin-1.
    init(guessedFor bytes: [UInt8]) {
      self = String(validating: bytes, as: UTF8.self) == nil ? .latin1 : .utf8
    }

    /// As pages name it.
    var mimeName: String {
      switch self {
      case .utf8: "UTF-8"
      case .latin1: "ISO-8859-1"
      case .ascii: "US-ASCII"
      }
    }
  }
}

extension RequestTracker.Charset {
  /// - Parameter substitute: What stands for bytes that are none of this charset's.
  func text(of bytes: [UInt8], substitute: (ArraySlice<UInt8>) -> String) -> String {
    switch self {
    case .utf8: String(validating: bytes, as: UTF8.self) ?? textOfUTF8(bytes, substitute)
    case .latin1: String(decoding: bytes.reduce(into: [], Self.append), as: UTF8.self)
    case .ascii:
      bytes.indices.reduce(into: "") { text, index in
        let byte = bytes[index]
        text += byte < 0x80 ? String(Unicode.Scalar(byte)) : substitute(bytes[index...index])
      }
    }
  }

  /// In UTF-8, the character that Latin-1 writes as this byte.
  private static func append(to text: inout [UInt8], _ byte: UInt8) {
    if byte < 0x80 { return text.append(byte) }
    text.append(0xC0 | byte >> 6)
    text.append(0x80 | byte & 0x3F)
  }

  private func textOfUTF8(_ bytes: [UInt8], _ substitute: (ArraySlice<UInt8>) -> String) -> String {
    var parser = Unicode.UTF8.ForwardParser()
    var input = bytes.makeIterator()
    var rest = bytes[...]
    var text = String.UnicodeScalarView()
    while true {
      switch parser.parseScalar(from: &input) {
      case .valid(let scalar):
        text.append(Unicode.UTF8.decode(scalar))
        rest = rest.dropFirst(scalar.count)
      case .error(let length):
        text.append(contentsOf: substitute(rest.prefix(length)).unicodeScalars)
        rest = rest.dropFirst(length)
      case .emptyInput: return String(text)
      }
    }
  }

  /// What the charset has no byte for becomes a question mark.
  func bytes(of text: String) -> [UInt8] {
    guard self != .utf8 else { return Array(text.utf8) }
    let limit: UInt32 = self == .ascii ? 0x7F : 0xFF
    return text.unicodeScalars.map { $0.value <= limit ? UInt8($0.value) : UInt8(ascii: "?") }
  }
}
