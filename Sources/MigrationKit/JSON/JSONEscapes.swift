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

extension UnsafeBufferPointer<UInt8> {
  /// Writes what one escape, or one byte that is none, stands for.
  /// - Returns: How many bytes it has.
  fileprivate func resolve(
    at index: Int, into output: UnsafeMutableBufferPointer<UInt8>, _ written: inout Int
  ) -> Int {
    func write(_ bytes: some Sequence<UInt8>) {
      for byte in bytes {
        output[written] = byte
        written += 1
      }
    }
    guard self[index] == UInt8(ascii: "\\") else {
      write(CollectionOfOne(self[index]))
      return 1
    }
    switch self[index + 1] {
    case UInt8(ascii: "b"): write(CollectionOfOne(0x08))
    case UInt8(ascii: "f"): write(CollectionOfOne(0x0C))
    case UInt8(ascii: "n"): write(CollectionOfOne(0x0A))
    case UInt8(ascii: "r"): write(CollectionOfOne(0x0D))
    case UInt8(ascii: "t"): write(CollectionOfOne(0x09))
    case UInt8(ascii: "u"):
      let (scalar, length) = escapedScalar(at: index)
      write(scalar.utf8)
      return length
    case let kind: write(CollectionOfOne(kind))
    }
    return 2
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

  private func codeUnit(at index: Int) -> UInt32 {
    self[index..<index + 4].reduce(0) { $0 << 4 | (hexValue($1) ?? 0) }
  }
}
