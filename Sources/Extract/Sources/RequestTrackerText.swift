import MigrationKit

/// The bytes of a text file, found again from the text that a list of attachments shows.
///
/// Request Tracker re-codes text when it is downloaded, alone or raw, and a file whose charset is not declared or
/// declared wrongly comes back changed. A list decodes it in one of three ways, each of which can be undone; the
/// stored length tells which it was (measured on 5.0.3 with Latin-1 and UTF-8 files under four declared charsets).
enum RequestTrackerText {
  /// Nil when no way leads to that length.
  static func bytes(of text: String, byteCount: Int) -> [UInt8]? {
    if let bytes = latin1(text, byteCount: byteCount) { return bytes }
    return [{ Array($0.utf8) }, unescaped].lazy.map { $0(text) }.first { $0.count == byteCount }
  }

  /// One character a byte: how anything but text is shown, and text whose charset is unknown. Nil when there are other
  /// characters, or more or fewer.
  private static func latin1(_ text: String, byteCount: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var count = 0
    // In UTF-8 the characters behind ASCII's begin with 0xC2 up to U+00BF, with 0xC3 up to U+00FF.
    var lead: UInt8 = 0
    for byte in Array(text.utf8) {
      guard byte < 0xC0 else {
        guard byte == 0xC2 || byte == 0xC3 else { return nil }
        lead = byte
        continue
      }
      guard count < byteCount else { return nil }
      bytes[count] = byte < 0x80 ? byte : lead << 6 | byte & 0x3F
      count += 1
    }
    return count == byteCount ? bytes : nil
  }

  /// Bytes that do not fit the declared charset are shown as `\xFC`.
  private static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: #"\x"#.utf8), rest.count >= 4,
        let value = UInt8(String(decoding: rest.dropFirst(2).prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }
}
