/// Texts as their UTF-8: comparing characters costs some fifty times as much, and all that means anything to a markup
/// language, a mail header or HTML is ASCII.
extension StringProtocol {
  /// Lends the bytes, without a copy where the text has them at hand.
  @inlinable
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    if let result = try utf8.withContiguousStorageIfAvailable(body) { return result }
    return try Array(utf8).withUnsafeBufferPointer(body)
  }
}

extension String {
  /// Whether these bytes stand anywhere in it.
  package func holds(_ word: StaticString) -> Bool { self[...].holds(word) }
}

extension Substring {
  /// Whether these bytes stand anywhere in it.
  package func holds(_ word: StaticString) -> Bool {
    withBytes { bytes in word.withUTF8Buffer { bytes[...].firstPlace(of: $0) != nil } }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Where these bytes first stand, from the first of them on.
  package func firstPlace(of word: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let first = word.first else { return startIndex }
    var start = startIndex
    while start + word.count <= endIndex {
      if base[start] == first, base[start..<(start + word.count)].elementsEqual(word) { return start }
      start += 1
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
