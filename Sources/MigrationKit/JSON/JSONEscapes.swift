extension String {
  /// Resolves the escapes of a string's inside, which the scanner has found well-formed. What they stand for is never
  /// longer than they are.
  init(unescaping text: UnsafeBufferPointer<UInt8>) {
    self.init(unsafeUninitializedCapacity: text.count) { output in
      var written = 0
      var index = 0
      while index < text.count {
        let end = text.endOfPlainText(from: index)
        written = output[written...].initialize(fromContentsOf: text[index..<end])
        index = end
        guard index < text.count else { break }
        index += text.resolve(at: index, into: output, &written)
      }
      return written
    }
  }
}

extension JSONNode {
  /// A string whose characters stand for a byte each, U+0000 to U+00FF, as these bytes. Nil when it has others, or not
  /// so many, and for anything but a string.
  package func singleBytes(count: Int) -> [UInt8]? {
    withView { view in
      guard [.plainString, .escapedString].contains(view.token.kind) else { return nil }
      let text = view.text
      // The number may be a server's; a character has at least one byte.
      guard (0...text.count).contains(count) else { return nil }
      var readCount: Int?
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, written in
        readCount = text.writeSingleBytes(into: output, &written)
      }
      return readCount == text.count && bytes.count == count ? bytes : nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Writes the bytes that characters stand for, as long as there is room, and returns how far it came; nil where one is
  /// above U+00FF.
  fileprivate func writeSingleBytes(
    into output: UnsafeMutableBufferPointer<UInt8>, _ written: inout Int
  ) -> Int? {
    var index = 0
    while index < count, written < output.count {
      let byte = self[index]
      // In UTF-8 the characters behind ASCII's begin with 0xC2 up to U+00BF, with 0xC3 up to U+00FF.
      if byte > 0xC3 { return nil }
      if byte == UInt8(ascii: "\\") {
        let (scalar, length) = escaped(at: index)
        guard let single = UInt8(exactly: scalar.value) else { return nil }
        output[written] = single
        index += length
      } else {
        // Whether there is a second byte cannot be guessed, so no branch depends on it.
        let isLong = byte >> 7
        let second = self[index + Int(isLong)] & (0x3F &* isLong)
        output[written] = byte << (6 &* isLong) | second
        index += 1 + Int(isLong)
      }
      written += 1
    }
    return index
  }

  /// Writes what one escape, or one byte that is none, stands for.
  /// - Returns: How many bytes it has.
  fileprivate func resolve(
    at index: Int, into output: UnsafeMutableBufferPointer<UInt8>, _ written: inout Int
  ) -> Int {
    guard self[index] == UInt8(ascii: "\\") else {
      output[written] = self[index]
      written += 1
      return 1
    }
    let (scalar, length) = escaped(at: index)
    for byte in scalar.utf8 {
      output[written] = byte
      written += 1
    }
    return length
  }

  /// What one escape stands for, and how many bytes it has.
  private func escaped(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    switch self[index + 1] {
    case UInt8(ascii: "b"): ("\u{08}", 2)
    case UInt8(ascii: "f"): ("\u{0C}", 2)
    case UInt8(ascii: "n"): ("\n", 2)
    case UInt8(ascii: "r"): ("\r", 2)
    case UInt8(ascii: "t"): ("\t", 2)
    case UInt8(ascii: "u"): escapedScalar(at: index)
    case let kind: (Unicode.Scalar(kind), 2)
    }
  }

  /// Reads `\u` and its four digits, and the second half of a surrogate pair where there is one.
  private func escapedScalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = codeUnit(at: index + 2)
    if (0xD800..<0xDC00).contains(first), self[(index + 6)...].starts(with: "\\u".utf8) {
      let second = codeUnit(at: index + 8)
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return (scalar, 12)
      }
    }
    return (Unicode.Scalar(first) ?? "\u{FFFD}", 6)
  }

  /// Of four hexadecimal digits: a letter's lower bits are its value less nine.
  private func codeUnit(at index: Int) -> UInt32 {
    self[index..<index + 4].reduce(0) { $0 << 4 | UInt32($1 & 0xF) + 9 * UInt32($1 >> 6) }
  }
}
