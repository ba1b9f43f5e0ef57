/// The offset of the first byte that is not well-formed UTF-8 (Unicode 16, table 3-7), or nil.
///
/// JSON of a migration is mostly ASCII, so runs of it are passed over 32 bytes at a time. Files in it are not, and whether
/// their next byte has a second one cannot be guessed: eight of them at a time are looked at without a branch.
func firstMalformedUTF8(in buffer: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let base = buffer.baseAddress else { return nil }
  let raw = UnsafeRawPointer(base)
  var index = 0
  while index < buffer.count {
    while index + 32 <= buffer.count,
      isASCII(raw.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self))
    {
      index += 32
    }
    while index > 0, index + 8 <= buffer.count, isShort(raw + index) {
      index += buffer[index + 7] < 0xC0 ? 8 : 7
    }
    while index < buffer.count, buffer[index] < 0x80 { index += 1 }
    guard index < buffer.count else { break }
    repeat {
      guard let length = scalarLength(in: buffer, at: index) else { return index }
      index += length
    } while index < buffer.count && buffer[index] >= 0xE0
  }
  return nil
}

private func isASCII(_ words: SIMD4<UInt64>) -> Bool {
  (words[0] | words[1] | words[2] | words[3]) & highBits == 0
}

/// Whether the next eight bytes are scalars of one or two bytes; the last one may be the first half of one. In front of
/// them another one ends.
private func isShort(_ bytes: UnsafeRawPointer) -> Bool {
  let here = bytes.loadUnaligned(as: UInt64.self)
  let before = bytes.loadUnaligned(fromByteOffset: -1, as: UInt64.self)
  let second = secondOfTwo(here)
  return second == firstOfTwo(before) && here & highBits == second | firstOfTwo(here)
}

private let highBits: UInt64 = 0x8080_8080_8080_8080

/// The highest bit of each byte of the form 10xxxxxx.
private func secondOfTwo(_ word: UInt64) -> UInt64 { word & ~(word << 1) & highBits }

/// The highest bit of each byte of the form 110xxxxx, but for 0xC0 and 0xC1, with which nothing begins.
private func firstOfTwo(_ word: UInt64) -> UInt64 {
  word & (word << 1) & ~(word << 2) & (word << 3 | word << 4 | word << 5 | word << 6) & highBits
}

/// The number of bytes of the well-formed scalar that starts at `index`, or nil.
private func scalarLength(in buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
  func follows(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
    index + distance < buffer.count && range.contains(buffer[index + distance])
  }
  switch buffer[index] {
  case 0x00...0x7F: return 1
  case 0xC2...0xDF: return follows(1) ? 2 : nil
  case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : nil
  case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : nil
  case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : nil
  case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : nil
  case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : nil
  case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : nil
  default: return nil
  }
}
