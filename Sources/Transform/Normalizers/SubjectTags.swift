import MigrationKit

/// What Request Tracker writes in front of a ticket's number in the subjects of its mails: "[support #12]". It is the
/// instance's name (`$rtname`) or a queue's tag.
struct SubjectTags: Sendable {
  /// In lower case; empty where no mail shows one: then any is taken for one.
  private let known: Set<String>

  /// The longest tag that is looked for.
  private static let longest = 64

  init(_ census: Census) {
    let seen = census.words.tags
    known = seen.isEmpty ? [] : Set(seen.union(census.queueNames.values).map { $0.lowercased() })
  }

  func contains(_ tag: String) -> Bool {
    !tag.isEmpty && tag.utf8.count <= Self.longest && (known.isEmpty || known.contains(tag.lowercased()))
  }

  /// The tags that stand in front of the ticket's own number in a line "Subject:" of its record.
  static func all(of ticket: String, in record: [UInt8]) -> Set<String> {
    let number = Array(" #\(ticket)]".utf8)
    return record.withUnsafeBufferPointer { bytes in
      var tags: Set<String> = []
      var hash = bytes.end(of: UInt8(ascii: "#"), from: 0)
      while hash < bytes.count {
        if hash > 0, bytes[(hash - 1)...].starts(with: number), let tag = bytes.tag(endingAt: hash - 1) {
          tags.insert(tag)
        }
        hash = bytes.end(of: UInt8(ascii: "#"), from: hash + 1)
      }
      return tags
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// What stands between a bracket and this position, if that is in a line "Subject:". Line ends are written as "\\n"
  /// in JSON.
  fileprivate func tag(endingAt end: Int) -> String? {
    let lowest = Swift.max(0, end - 512)
    let line = self[lowest..<end]
    let start = Swift.max(
      line.lastIndex(of: UInt8(ascii: "\\")).map { $0 + 2 } ?? lowest,
      line.lastIndex(of: UInt8(ascii: "\"")).map { $0 + 1 } ?? lowest)
    guard let open = line.lastIndex(of: UInt8(ascii: "[")), start < open, open + 1 < end,
      self[start..<open].starts(with: "Subject:".utf8)
    else { return nil }
    return String(decoding: self[(open + 1)..<end], as: UTF8.self)
  }
}
