/// A whole file written into a text as an address (RFC 2397): `data:image/png;base64,iVBORw0…`.
struct DataAddress {
  /// In lower case, without parameters. Where the address names none, the one that the bytes show.
  let mediaType: String
  /// Never empty.
  let bytes: [UInt8]

  static func isOne(_ address: String) -> Bool {
    let start = address.utf8.prefix(5)
    return start.count == 5 && zip(start, "data:".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }

  /// - Returns: nil where nothing can be read from it: no comma, no data, or signs that base64 does not have.
  init?(_ address: String) {
    guard Self.isOne(address), let comma = address.utf8.firstIndex(of: UInt8(ascii: ",")) else { return nil }
    let head = address[..<comma].dropFirst("data:".count).lowercased()
    let words = head.split(separator: ";", omittingEmptySubsequences: false).map { String($0).trimmingSpace }
    let data = Array(address.utf8[address.utf8.index(after: comma)...]).percentDecoded
    guard let bytes = words.dropFirst().contains("base64") ? Self.base64(data) : data, !bytes.isEmpty else {
      return nil
    }
    self.bytes = bytes
    let stated = words.first ?? ""
    let isVague = stated.isEmpty || stated.hasSuffix("/*") || stated == "application/octet-stream"
    mediaType = isVague ? Self.kind(of: bytes) ?? (stated.isEmpty ? "text/plain" : stated) : stated
  }

  /// In either alphabet (RFC 4648), with or without padding, whatever white space is in between.
  private static func base64(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    var (bits, bitCount) = (UInt32(0), 0)
    var isAtEnd = false
    for byte in text where !byte.isSpace {
      if byte == UInt8(ascii: "=") {
        isAtEnd = true
        continue
      }
      guard !isAtEnd, let value = values[Int(byte)] else { return nil }
      bits = bits << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
      }
    }
    return bitCount < 6 ? bytes : nil
  }

  private static let values: [UInt8?] = {
    var values = [UInt8?](repeating: nil, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
    for byte in "+-".utf8 { values[Int(byte)] = 62 }
    for byte in "/_".utf8 { values[Int(byte)] = 63 }
    return values
  }()

  private static func kind(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
    return signatures.first { bytes.starts(with: $0.start) }?.mediaType
  }

  private static let signatures: [(start: [UInt8], mediaType: String)] = [
    ([0x89] + Array("PNG".utf8), "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
    (Array("GIF8".utf8), "image/gif"), (Array("BM".utf8), "image/bmp"), (Array("<svg".utf8), "image/svg+xml"),
    (Array("%PDF".utf8), "application/pdf"),
  ]
}

extension [UInt8] {
  /// What is not well encoded stays as it is written.
  var percentDecoded: [UInt8] {
    guard contains(UInt8(ascii: "%")) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var index = 0
    while index < count {
      if self[index] == UInt8(ascii: "%"), index + 2 < count, let high = self[index + 1].hexadecimalValue,
        let low = self[index + 2].hexadecimalValue
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(self[index])
        index += 1
      }
    }
    return bytes
  }
}

extension UInt8 {
  fileprivate var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
