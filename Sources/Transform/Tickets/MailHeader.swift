import MigrationKit

/// One header of a mail, in the text that Request Tracker keeps of all of them: a name and a value a line, further lines
/// of the value indented. A value is put together when it is asked for, for the ledger mostly wants the name.
struct MailHeader {
  /// All headers of the mail.
  private let text: String
  /// In bytes of `text`, as are all others.
  let name: Range<Int>
  /// What stands behind the colon.
  private let line: Range<Int>
  /// From the first further line to the end of the last.
  private var further: Range<Int>?

  /// In the order of the mail. Lines that are none are passed over.
  static func all(in text: String) -> [MailHeader] {
    var headers: [MailHeader] = []
    text.withBytes { bytes in
      for line in bytes.headerLines {
        if bytes.isFolded(line) {
          guard let last = headers.indices.last else { continue }
          headers[last].further = (headers[last].further ?? line).lowerBound..<line.upperBound
        } else if let colon = line.first(where: { bytes.holds(UInt8(ascii: ":"), at: $0, in: line) }) {
          headers.append(
            MailHeader(text: text, name: line.lowerBound..<colon, line: colon + 1..<line.upperBound))
        }
      }
    }
    return headers
  }

  /// In the spelling most mails have: "Message-Id".
  static func usualSpelling(_ name: String) -> String {
    name.split(separator: "-", omittingEmptySubsequences: false).map {
      $0.prefix(1).uppercased() + $0.dropFirst().lowercased()
    }.joined(separator: "-")
  }

  func withName<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withBytes { body(UnsafeBufferPointer(rebasing: $0[name])) }
  }

  /// On one line.
  var value: String {
    withBytes { bytes in
      let folded =
        further.map { range in
          UnsafeBufferPointer(rebasing: bytes[range]).foldedLines
        } ?? []
      return ([String(decoding: bytes[line], as: UTF8.self)] + folded).map(\.cleanLine).joined(separator: " ")
    }
  }

  var isEmpty: Bool {
    guard further == nil else { return false }
    return withBytes { bytes in
      !bytes[line].contains { (0x21..<0x7F).contains($0) }
        && String(decoding: bytes[line], as: UTF8.self).cleanLine.isEmpty
    }
  }

  private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    text.withBytes(body)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Lines that are not empty. The line break of CR LF is one character, and none of these.
  fileprivate var headerLines: [Range<Int>] {
    var lines: [Range<Int>] = []
    var (start, end) = (0, 0)
    while start < count {
      end = self.end(of: lineFeed, from: end)
      if end == count || end == 0 || self[end - 1] != carriageReturn {
        if start < end { lines.append(start..<end) }
        start = end + 1
      }
      end += 1
    }
    return lines
  }

  fileprivate var foldedLines: [String] {
    headerLines.filter(isFolded).map { String(decoding: self[$0], as: UTF8.self) }
  }

  fileprivate func isFolded(_ line: Range<Int>) -> Bool {
    holds(0x20, at: line.lowerBound, in: line) || holds(0x09, at: line.lowerBound, in: line)
  }

  /// Whether this character of ASCII stands here, and not as the beginning of a composed one.
  fileprivate func holds(_ character: UInt8, at index: Int, in line: Range<Int>) -> Bool {
    guard self[index] == character else { return false }
    guard index + 1 < line.upperBound, self[index + 1] >= 0x80 else { return true }
    return String(decoding: self[index..<Swift.min(index + 8, line.upperBound)], as: UTF8.self).first
      == Character(Unicode.Scalar(character))
  }
}
