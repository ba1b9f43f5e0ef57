import MigrationKit

/// What a part of a message says, together with the parts inside it.
struct MessageSpeech {
  typealias Inner = [(part: MessagePart, speech: MessageSpeech)]

  private(set) var text: String
  /// The ids of the parts the text was made from.
  private(set) var parts: [String]
  /// By the ids of parts what was changed of their text or left out.
  private(set) var changes: [String: CountsByName] = [:]
  /// Of the parts, those that stand below another version of the same text, for it lacks some of their words.
  private(set) var furtherVersions: [String] = []
  /// What the text was made from, before it was written in the new system's markup.
  private var bodies: [Body]

  private struct Body {
    let content: String
    let isHTML: Bool
  }

  /// A body, in the new system's markup.
  init(of part: MessagePart, _ content: String, _ context: TextContext) {
    let body = Body(content: content, isHTML: part.mediaType == "text/html")
    if body.isHTML {
      let (text, changes) = MessageText.reading(html: content, context)
      self.text = text
      if !changes.isEmpty { self.changes[part.id] = changes }
    } else if part.mediaType == context.language.mediaType, context.language != .plain {
      text = MarkedUpText.passed(on: content, context)
    } else {
      text = MessageText.from(plain: content, context)
    }
    parts = text.isEmpty ? [] : [part.id]
    bodies = text.isEmpty ? [] : [body]
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
    furtherVersions = spoken.flatMap(\.furtherVersions)
    bodies = spoken.flatMap(\.bodies)
  }

  /// A container, from what its parts say.
  init(of part: MessagePart, holding inner: Inner, _ wording: Wording) {
    let spoken = inner.filter { !$0.speech.text.isEmpty }
    if part.mediaType == "multipart/alternative" {
      self.init(choosing: spoken, wording)
    } else {
      self.init(joining: spoken.map(\.speech))
    }
    guard part.mediaType == "message/rfc822", let mail = inner.first?.part else { return }
    text = mail.forwardingLines(besides: part, wording) + "\n\n" + text
  }

  /// Which of a text's versions is taken. Where the new system shows no markup: plain text, if there is some. Else
  /// HTML, alone or with its pictures, for it can have tables, pictures, lists and links that plain text has not;
  /// but plain text where the HTML says less ("View this mail in your browser"). The first, if it is neither. The other
  /// stands below, where the one that was taken lacks some of its words.
  private init(choosing inner: Inner, _ wording: Wording) {
    let plain = MessageSpeech(joining: inner.filter { $0.part.mediaType == "text/plain" }.map(\.speech))
    let rich = inner.first { $0.part.mediaType == "text/html" || $0.part.mediaType.hasPrefix("multipart/") }?
      .speech
    guard let rich, !plain.text.isEmpty else {
      self = rich ?? (plain.text.isEmpty ? MessageSpeech(joining: inner.prefix(1).map(\.speech)) : plain)
      return
    }
    lazy var richly = rich.version()
    let plainly = plain.version()
    if wording.context.language != .plain, richly.saysAsMuch(as: plainly) {
      self = rich
      if !plainly.isSaid(by: richly) { add(plain, as: .plainVersion, wording) }
    } else {
      self = plain
      if !rich.version(namingPictures: false).isSaid(by: plainly) { add(rich, as: .htmlVersion, wording) }
    }
  }

  private mutating func add(_ other: MessageSpeech, as word: Word, _ wording: Wording) {
    text += "\n\n" + wording.plain("\(wording.words[word]):") + "\n\n" + other.text
    parts += other.parts
    furtherVersions += other.parts
    changes.merge(other.changes) { first, _ in first }
    bodies += other.bodies
  }

  private func version(namingPictures: Bool = true) -> TextVersion {
    TextVersion(
      bodies.map {
        $0.isHTML ? PlainText.from(html: $0.content, namingPictures: namingPictures).text : $0.content
      }.joined(separator: "\n"))
  }
}

extension MessagePart {
  /// What a mail program writes above a forwarded mail.
  fileprivate func forwardingLines(besides envelope: MessagePart, _ wording: Wording) -> String {
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
