import Foundation

extension UnsafeBufferPointer<UInt8> {
  package func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count == other.count, let base = baseAddress, let otherBase = other.baseAddress else {
      return count == other.count
    }
    return memcmp(base, otherBase, count) == 0
  }

  /// The next place of a byte, or the end.
  package func end(of byte: UInt8, from start: Int) -> Int {
    guard let base = baseAddress, start < count else { return count }
    return memchr(base + start, Int32(byte), count - start).map {
      UnsafeRawPointer($0) - UnsafeRawPointer(base)
    } ?? count
  }
}
