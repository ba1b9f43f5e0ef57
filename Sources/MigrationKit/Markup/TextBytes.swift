/// Texts as their UTF-8: comparing characters costs some fifty times as much, and all that means anything to a markup
/// language, a mail header or HTML is ASCII.
extension StringProtocol {
  /// Lends the bytes, without a copy where the text has them at hand. Public, for only so do other modules' compilers see
  /// through it.
  @inlinable
  public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    if let result = try utf8.withContiguousStorageIfAvailable(body) { return result }
    return try Array(utf8).withUnsafeBufferPointer(body)
  }
}

extension String {
  /// Whether these bytes stand anywhere in it.
  package func holds(_ word: StaticString) -> Bool { self[...].place(of: word) != nil }
}

extension Substring {
  /// Whether these bytes stand anywhere in it.
  package func holds(_ word: StaticString) -> Bool { place(of: word) != nil }

  /// How many bytes stand before these; nil where there are none such.
  package func place(of word: StaticString) -> Int? {
    withBytes { bytes in word.withUTF8Buffer { bytes.place(of: $0) } }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func place(of word: UnsafeBufferPointer<UInt8>) -> Int? {
    var start = end(of: word[0], from: 0)
    while start + word.count <= count {
      let found = UnsafeBufferPointer(rebasing: self[start..<start + word.count])
      if found.hasSameBytes(as: word) { return start }
      start = end(of: word[0], from: start + 1)
    }
    return nil
  }
}

/// Some of the bytes there are: to ask whether one is among them costs the same for any number.
struct ByteSet: Sendable {
  private var table = Array(repeating: false, count: 256)

  init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { table[Int(byte)] = true }
  }

  func contains(_ byte: UInt8) -> Bool { table[Int(byte)] }
}
