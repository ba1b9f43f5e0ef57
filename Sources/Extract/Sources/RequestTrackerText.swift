import MigrationKit

/// The bytes of a text file, found again from the text that a list of attachments shows.
///
/// Request Tracker re-codes text when it is downloaded, alone or raw, and a file whose charset is not declared or
/// declared wrongly comes back changed. A list decodes it in one of three ways, each of which can be undone; the
/// stored length tells which it was (measured on 5.0.3 with Latin-1 and UTF-8 files under four declared charsets).
enum RequestTrackerText {
  /// Nil when no way leads to that length.
  static func bytes(of content: JSONNode, byteCount: Int) -> [UInt8]? {
    // How anything but text is shown, and text whose charset is unknown.
    if let bytes = content.singleBytes(count: byteCount) { return bytes }
    let text = content.string ?? ""
    return [{ Array($0.utf8) }, unescaped].lazy.map { $0(text) }.first { $0.count == byteCount }
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
