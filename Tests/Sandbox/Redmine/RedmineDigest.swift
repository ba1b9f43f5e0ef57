/// SHA-256 after FIPS 180-4, as 64 hexadecimal digits.
///
/// The sandbox's own, so that a fault in the migration's digest cannot hide behind the same fault here.
func sha256Hexadecimal(_ bytes: [UInt8]) -> String {
  var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  let bitCount = UInt64(bytes.count) * 8
  let length = stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: bitCount >> $0) }
  let wholeCount = bytes.count / 64 * 64
  var tail = Array(bytes[wholeCount...]) + [0x80]
  tail += Array(repeating: 0, count: (120 - tail.count) % 64) + length
  var schedule = [UInt32](repeating: 0, count: 64)
  for start in stride(from: 0, to: wholeCount, by: 64) { mix(bytes, start, &schedule, &state) }
  for start in stride(from: 0, to: tail.count, by: 64) { mix(tail, start, &schedule, &state) }
  return state.map { word in
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }.joined()
}

/// Works one block of 64 bytes into the state.
private func mix(_ bytes: [UInt8], _ start: Int, _ schedule: inout [UInt32], _ state: inout [UInt32]) {
  for index in 0..<16 {
    let at = start + 4 * index
    schedule[index] =
      UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
      | UInt32(bytes[at + 3])
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
