import MigrationKit

/// What a part of a message says, together with the parts inside it.
struct MessageSpeech {
  typealias Inner = [(part: RequestTrackerPart, speech: MessageSpeech)]

  private(set) var text: String
  /// The ids of the parts the text was made from.
  private(set) var parts: [String]
  /// By the ids of parts what was changed of their text or left out.
  private(set) var changes: [String: CountsByName] = [:]

  /// A body, in the new system's markup.
  init(of part: RequestTrackerPart, _ content: String, _ context: TextContext) {
    if part.mediaType == "text/html" {
      let (text, changes) = MessageText.reading(html: content, context)
      self.text = text
      if !changes.isEmpty { self.changes[part.id] = changes }
    } else {
      text = MessageText.from(plain: content, context)
    }
    parts = text.isEmpty ? [] : [part.id]
  }

  init(joining speeches: [MessageSpeech]) {
    if speeches.count == 1 {
      self = speeches[0]
      return
    }
    let spoken = speeches.filter { !$0.text.isEmpty }
    text = spoken.map(\.text).joined(separator: "\n\n")
    parts = spoken.flatMap(\.parts)
    for speech in spoken { changes.merge(speech.changes) { first, _ in first } }
  }

  /// A container, from what its parts say.
  init(of part: RequestTrackerPart, holding inner: Inner, _ wording: Wording) {
    let spoken = inner.filter { !$0.speech.text.isEmpty }
    let isChoice = part.mediaType == "multipart/alternative"
    let chosen = isChoice ? Self.chosen(of: spoken, wording.context.language) : spoken
    self.init(joining: chosen.map(\.speech))
    guard part.mediaType == "message/rfc822", let mail = inner.first?.part else { return }
    text = mail.forwardingLines(besides: part, wording) + "\n\n" + text
  }

  /// Which of a text's versions is taken. Where the new system shows no markup: plain text, if there is some. Else
  /// HTML, alone or with its pictures, for it can have tables, pictures, lists and links that plain text has not;
  /// but plain text where the HTML says less ("View this mail in your browser"). The first, if it is neither.
  private static func chosen(of inner: Inner, _ language: MarkupLanguage) -> Inner {
    let plain = inner.filter { $0.part.mediaType == "text/plain" }
    let rich = inner.first { $0.part.mediaType == "text/html" || $0.part.mediaType.hasPrefix("multipart/") }
    guard let rich else { return plain.isEmpty ? Array(inner.prefix(1)) : plain }
    if plain.isEmpty { return [rich] }
    return language != .plain && rich.speech.saysAsMuch(as: plain.map(\.speech)) ? [rich] : plain
  }

  /// Whether all but a few of the others' words are here: a quarter may be what a mail program adds to plain text,
  /// such as the addresses of links.
  private func saysAsMuch(as others: [MessageSpeech]) -> Bool {
    let wanted = SpokenWords(of: others.map(\.text))
    return wanted.missing(in: SpokenWords(of: [text])) * 4 <= wanted.count
  }
}

extension RequestTrackerPart {
  /// What a mail program writes above a forwarded mail.
  fileprivate func forwardingLines(besides envelope: RequestTrackerPart, _ wording: Wording) -> String {
    let lines = Wording.quotedHeaders.compactMap { word in
      (header(word.rawValue) ?? envelope.header(word.rawValue)).map { wording.line(word, $0) }
    }
    let rule = wording.plain("---------- \(wording.words[.forwarded]) ----------")
    return ([rule] + lines).joined(separator: "\n")
  }
}

extension Wording {
  /// Headers of mails that texts can have as lines; the words are their own names.
  static let quotedHeaders: [Word] = [.from, .to, .date, .subject]

  /// Lines that tell a header of a mail.
  func quotedLines(in text: String) -> Set<String> {
    text.withBytes { bytes in
      var lines: Set<String> = []
      var start = 0
      while start < bytes.count {
        let end = bytes.end(of: lineFeed, from: start)
        let line = bytes[start..<end]
        if headerStarts.contains(where: { $0.first == line.first && line.starts(with: $0) }) {
          lines.insert(String(decoding: line, as: UTF8.self))
        }
        start = end + 1
      }
      return lines
    }
  }
}
