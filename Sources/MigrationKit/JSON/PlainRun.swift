extension UnsafeBufferPointer<UInt8> {
  /// The index of the first byte from `start` on that JSON does not always write as it is: a quote, a backslash or a
  /// control character (U+007F among them); `count`, where there is none.
  ///
  /// Eight bytes at a time: in each lane the highest bit becomes 1 where the byte is one of these. Lanes behind the first hit may
  /// be wrong, for a borrow passes over them (Lamport, Multiple byte processing with full-word instructions, 1975).
  @inline(__always)
  func endOfPlainText(from start: Int) -> Int {
    guard let base = baseAddress else { return count }
    var index = start
    while index + 8 <= count {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
      let hits =
        (Self.below(0x20, word) | Self.below(1, word ^ Self.lanes(0x22))
          | Self.below(1, word ^ Self.lanes(0x5C))
          | Self.below(1, word ^ Self.lanes(0x7F)))
      if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count, self[index] >= 0x20, ![0x22, 0x5C, 0x7F].contains(self[index]) { index += 1 }
    return index
  }

  /// The highest bit of each lane whose byte is below `limit`; ASCII only.
  @inline(__always)
  private static func below(_ limit: UInt8, _ word: UInt64) -> UInt64 {
    (word &- lanes(limit)) & ~word & lanes(0x80)
  }

  @inline(__always)
  private static func lanes(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}
