import Testing

@testable import MigrationKit

struct UTF8CheckTests {
  /// Files in JSON have a character for each byte; other texts have characters of up to four bytes.
  @Test(
    arguments: [
      [0x61...0x7A, 0x80...0xFF], [0x400...0x4FF],
      [0x61...0x62, 0x3B1...0x3C9, 0x4E00...0x4E20, 0x1F600...0x1F610],
    ] as [[ClosedRange<UInt32>]])
  func `text is well-formed, and where a byte of it is another it mostly is not`(
    ranges: [ClosedRange<UInt32>]
  ) {
    let text = Array(String(String.UnicodeScalarView(scalars(60, in: ranges))).utf8)
    #expect(firstFault(in: text) == nil)
    for place in text.indices {
      for byte: UInt8 in [0x20, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFF] {
        var changed = text
        changed[place] = byte
        #expect((firstFault(in: changed) == nil) == isWellFormed(changed), "\(byte) at \(place)")
      }
      let cut = Array(text[..<place])
      #expect((firstFault(in: cut) == nil) == isWellFormed(cut), "cut at \(place)")
    }
  }

  @Test(arguments: 0...40)
  func `the first byte that is wrong is named`(count: Int) {
    let good = Array(String(String.UnicodeScalarView(scalars(count, in: [0x61...0x7A, 0xE0...0xFF]))).utf8)
    #expect(firstFault(in: good + [0xBF] + Array("ééééé".utf8)) == good.count)
  }

  private func scalars(_ count: Int, in ranges: [ClosedRange<UInt32>]) -> [Unicode.Scalar] {
    (0..<count).compactMap { number in
      // Neither the ranges nor what is in them comes at regular distances.
      let range = ranges[number * number / 3 % ranges.count]
      return Unicode.Scalar(range.lowerBound + UInt32(number * 37 % range.count))
    }
  }

  private func firstFault(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { firstMalformedUTF8(in: $0) }
  }

  private func isWellFormed(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
}
