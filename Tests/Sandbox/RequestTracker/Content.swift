extension RequestTracker {
  /// What an attachment holds.
  enum Content: Sendable, Equatable {
    case bytes([UInt8])
    /// Made when it is asked for; long ones in pieces.
    case pattern(Pattern)

    var byteCount: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .pattern(let pattern): pattern.byteCount
      }
    }

    /// All of it.
    var bytes: [UInt8] {
      switch self {
      case .bytes(let bytes): bytes
      case .pattern(let pattern): pattern.bytes(0..<pattern.byteCount)
      }
    }
  }

  /// Bytes without any meaning, the same for the same seed: one table again and again, each time stamped with the
  /// seed and its place, so that no two stretches are the same.
  struct Pattern: Sendable, Equatable {
    let byteCount: Int
    let seed: Int
    var isText = false

    private static let binary = patternBytes(count: 64 << 10, seed: 11)
    private static let text = binary.map { UInt8(ascii: "a") + $0 % 26 }.enumerated().map { index, letter in
      index % 64 == 63 ? UInt8(ascii: "\n") : index % 7 == 6 ? UInt8(ascii: " ") : letter
    }

    func bytes(_ range: Range<Int>) -> [UInt8] {
      let table = isText ? Self.text : Self.binary
      var bytes: [UInt8] = []
      bytes.reserveCapacity(range.count)
      while bytes.count < range.count {
        let place = range.lowerBound + bytes.count
        let (block, offset) = place.quotientAndRemainder(dividingBy: table.count)
        let stamp = Array("\(seed) \(block) ".utf8)
        if offset < stamp.count {
          bytes += stamp[offset...].prefix(range.upperBound - place)
        } else {
          bytes += table[offset...].prefix(range.upperBound - place)
        }
      }
      return bytes
    }

    var stream: WebStream { WebStream(byteCount: byteCount, bytes: bytes) }
  }
}
