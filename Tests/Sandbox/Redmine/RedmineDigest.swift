/// SHA-256 after FIPS 180-4, of bytes that come piece by piece.
///
/// The sandbox's own, so that a fault in the migration's digest cannot hide behind the same fault here.
struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var schedule = [UInt32](repeating: 0, count: 64)
  /// What does not fill a block yet.
  private var rest: [UInt8] = []
  private var byteCount: UInt64 = 0

  mutating func take(_ bytes: ArraySlice<UInt8>) {
    byteCount += UInt64(bytes.count)
    let missing = rest.isEmpty ? 0 : min(64 - rest.count, bytes.count)
    rest += bytes.prefix(missing)
    if rest.count == 64 {
      mix(rest[...])
      rest = []
    }
    let whole = bytes.dropFirst(missing)
    mix(whole.prefix(whole.count / 64 * 64))
    rest += whole.suffix(whole.count % 64)
  }

  /// As 64 hexadecimal digits.
  func hexadecimal() -> String {
    let length = stride(from: UInt64(56), through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: (byteCount * 8) >> $0)
    }
    var end = self
    let padding = [0x80] + Array(repeating: UInt8(0), count: (119 - rest.count) % 64)
    end.take((padding + length)[...])
    return end.state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Works whole blocks into the state.
  private mutating func mix(_ blocks: ArraySlice<UInt8>) {
    blocks.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: 64) {
        mixBlock(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 64)]), &schedule, &state)
      }
    }
  }
}

func sha256Hexadecimal(_ bytes: [UInt8]) -> String {
  var digest = SHA256()
  digest.take(bytes[...])
  return digest.hexadecimal()
}

/// Works one block of 64 bytes into the state.
private func mixBlock(
  _ bytes: UnsafeRawBufferPointer, _ schedule: inout [UInt32], _ state: inout [UInt32]
) {
  for index in 0..<16 {
    schedule[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
  }
  for index in 16..<64 {
    let (early, late) = (schedule[index - 15], schedule[index - 2])
    let small = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
    let large = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
    schedule[index] = schedule[index - 16] &+ small &+ schedule[index - 7] &+ large
  }
  var (a, b, c, d) = (state[0], state[1], state[2], state[3])
  var (e, f, g, h) = (state[4], state[5], state[6], state[7])
  for index in 0..<64 {
    let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    let first = h &+ sum1 &+ (e & f ^ ~e & g) &+ roundConstants[index] &+ schedule[index]
    let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    let second = sum0 &+ (a & b ^ a & c ^ b & c)
    (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
  }
  for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
}

private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

/// The fractional parts of the cube roots of the first 64 primes.
private let roundConstants: [UInt32] = {
  let primes = (2...311).filter { number in
    (2...17).allSatisfy { $0 >= number || number % $0 != 0 }
  }
  return primes.map { prime in
    // The largest x with x³ ≤ prime · 2⁹⁶ is the root times 2³², found bit by bit.
    var root: UInt64 = 0
    for bit in (0..<35).reversed() where cubeIsAtMost(root | 1 << UInt64(bit), prime) {
      root |= 1 << UInt64(bit)
    }
    return UInt32(truncatingIfNeeded: root)
  }
}()

private func cubeIsAtMost(_ root: UInt64, _ prime: Int) -> Bool {
  let value = UInt128(root)
  return value * value * value <= UInt128(prime) << 96
}
