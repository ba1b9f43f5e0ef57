import MigrationKit

/// One node of a message's MIME tree.
final class MessagePart: Sendable {
  let id: String
  /// In lower case, without parameters.
  let mediaType: String
  /// The part it lies in; nil for a root, and where the old system does not say.
  let parent: String?
  /// As the mail brought them.
  let headers: String

  init(id: String, mediaType: String, parent: String?, headers: String) {
    self.id = id
    self.mediaType = String(Substring(mediaType.utf8.prefix { $0 != UInt8(ascii: ";") })).trimmingSpace
      .lowercased()
    self.parent = parent
    self.headers = headers
  }

  /// The value of a mail header, unfolded.
  func header(_ name: String) -> String? {
    let written = headers.withBytes { bytes in
      bytes.startOfHeader(name).map { start in
        String(decoding: bytes[start + name.utf8.count + 1..<bytes.endOfHeader(from: start)], as: UTF8.self)
      }
    }
    guard let lines = written?.lines else { return nil }
    let folded = lines.dropFirst().filter { !$0.isEmpty }
    return (lines.prefix(1) + folded).map { String($0).cleanLine }.joined(separator: " ")
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the first line begins that has this name, in any case, and a colon.
  fileprivate func startOfHeader(_ name: String) -> Int? {
    var start = 0
    while start < count {
      if self[start...].isHeader(name) { return start }
      start = end(of: lineFeed, from: start) + 1
    }
    return nil
  }

  /// Further lines are indented; empty ones are none.
  fileprivate func endOfHeader(from start: Int) -> Int {
    var end = self.end(of: lineFeed, from: start)
    while let next = self[end...].firstIndex(where: { $0 != lineFeed }),
      self[next] == UInt8(ascii: " ") || self[next] == tab
    {
      end = self.end(of: lineFeed, from: next)
    }
    return end
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate func isHeader(_ name: String) -> Bool {
    dropFirst(name.utf8.count).first == UInt8(ascii: ":")
      && prefix(name.utf8.count).elementsEqual(name.utf8) {
        $0 == $1 || $0 ^ $1 == 0x20 && $0.isLetterOrDigit
      }
  }
}
