import MigrationKit

/// Writes lines of text for what the new system has no field for: fixed words as the mapping has them, the old
/// system's own words so that the new one shows them letter by letter.
struct Wording: Sendable {
  let words: Words
  private(set) var context: TextContext
  /// How lines begin that tell a header of a mail.
  private(set) var headerStarts: [[UInt8]] = []

  init(words: Words, context: TextContext) {
    self.words = words
    self.context = context
    headerStarts = Self.quotedHeaders.map { Array(plain("\(words[$0]):").utf8) }
  }

  /// The same for a message with these files.
  /// - Parameters:
  ///   - named: by what its text calls them.
  ///   - attached: those of all files that are attached, by their ids.
  func showing(
    _ named: [String: ExtractedAttachment], attached: [String: ExtractedAttachment]
  ) -> Wording {
    guard !named.isEmpty || !attached.isEmpty else { return self }
    var wording = self
    wording.context.images = named.mapValues(\.id).filter { attached[$1] != nil }
    wording.context.files = named.mapValues { Attachment($0).name }
    wording.context.attachments = attached
    return wording
  }

  /// "Requesters: Zoë <zoe@example.com>".
  func line(_ word: Word, _ value: String) -> String { plain("\(words[word]): \(value)") }

  /// One line in which nothing is markup or a link.
  func plain(_ line: String) -> String {
    context.language.escaped(Placeholder.disarmed(line.cleanLine))
  }

  /// One line in which addresses and other tickets are links.
  func linked(_ line: String) -> String { MessageText.from(plain: line.cleanLine, context) }
}
