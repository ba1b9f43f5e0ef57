import CSHA256

/// SHA-256 (FIPS 180-4), fed piece by piece.
///
/// The toolchain ships none on Linux and the system's libcrypto would tie the program to one OpenSSL.
package struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  package init() {}

  package static func hex(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  /// The hash of a file's bytes, read in pieces.
  package static func hex(ofFile path: String) throws(FileError) -> String {
    let file = try OpenFile(path, .reading)
    var hash = SHA256()
    // Most files are small.
    var buffer = [UInt8](repeating: 0, count: min(256 << 10, try file.byteCount() + 1))
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { return hash.finish() }
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount += UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let missing = min(64 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(missing))
      rest = rest.dropFirst(missing)
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { Self.take($0[...], into: &state) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.prefix(rest.count & ~63)
    Self.take(whole, into: &state)
    pending.append(contentsOf: rest.dropFirst(whole.count))
  }

  private static func take(_ blocks: Slice<UnsafeRawBufferPointer>, into state: inout [UInt32]) {
    let bytes = UnsafeRawBufferPointer(rebasing: blocks)
    sha256_take_blocks(&state, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count / 64)
  }

  /// The hash of all that was fed, as 64 lower-case hexadecimal digits. Nothing can be fed afterwards.
  package mutating func finish() -> String {
    let bitCount = byteCount * 8
    let zeros = (119 - Int(byteCount % 64)) % 64
    let end: [UInt8] =
      [0x80] + [UInt8](repeating: 0, count: zeros)
      + (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (56 - 8 * $0)) }
    end.withUnsafeBytes { update($0) }
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 64) { text in
      for place in 0..<64 {
        let word = state[place / 8]
        text[place] = digits[Int(word >> (28 - 4 * (place % 8)) & 0xF)]
      }
      return 64
    }
  }
}
