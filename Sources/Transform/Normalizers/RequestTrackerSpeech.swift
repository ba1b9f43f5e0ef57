import MigrationKit

/// What a part of a message says, together with the parts inside it.
struct MessageSpeech {
  typealias Inner = [(part: RequestTrackerPart, speech: MessageSpeech)]

  private(set) var text: String
  /// The ids of the parts the text was made from.
  private(set) var parts: Set<String>

  /// A body, in the new system's markup.
  init(of part: RequestTrackerPart, _ content: String, _ context: TextContext) {
    text =
      part.mediaType == "text/html"
      ? MessageText.from(html: content, context) : MessageText.from(plain: content, context)
    parts = text.isEmpty ? [] : [part.id]
  }

  init(joining speeches: [MessageSpeech]) {
    if speeches.count == 1 {
      self = speeches[0]
      return
    }
    let spoken = speeches.filter { !$0.text.isEmpty }
    text = spoken.map(\.text).joined(separator: "\n\n")
    parts = spoken.reduce(into: []) { $0.formUnion($1.parts) }
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
    let isRichEnough = language != .plain && rich.speech.saysAsMuch(as: plain.map(\.speech))
    return plain.isEmpty || isRichEnough ? [rich] : plain
  }

  /// Whether all but a few of the others' words are here: a quarter may be what a mail program adds to plain text,
  /// such as the addresses of links.
  private func saysAsMuch(as others: [MessageSpeech]) -> Bool {
    let wanted = others.reduce(into: Set<String>()) { $0.formUnion($1.text.spokenWords) }
    let said = text.spokenWords
    return wanted.count { !said.contains($0) } * 4 <= wanted.count
  }
}

extension String {
  /// Words in lower case.
  fileprivate var spokenWords: Set<String> {
    var words: Set<String> = []
    for part in utf8.split(whereSeparator: \.isSpace) {
      guard part.allSatisfy({ $0 < 0x80 }) else {
        words.formUnion(String(Substring(part)).wordsOfAnyScript)
        continue
      }
      for word in part.split(whereSeparator: { !$0.isLetterOrDigit }) {
        words.insert(Substring(word).lowercased())
      }
    }
    return words
  }

  /// The same by characters. Where a script has no spaces between words, each character is one.
  private var wordsOfAnyScript: Set<String> {
    var words: Set<String> = []
    let plain = unicodeScalars.contains(where: \.isFormat) ? withoutFormats : self
    for run in plain.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      if run.unicodeScalars.contains(where: \.isOfScriptWithoutSpaces) {
        words.formUnion(run.map { String($0) })
      } else {
        words.insert(String(run))
      }
    }
    return words
  }
}

extension String {
  private var withoutFormats: String {
    var scalars = UnicodeScalarView()
    for scalar in unicodeScalars where !scalar.isFormat { scalars.append(scalar) }
    return String(scalars)
  }
}

extension Unicode.Scalar {
  /// The first of them is the soft hyphen.
  fileprivate var isFormat: Bool { value >= 0xAD && properties.generalCategory == .format }

  /// Thai and Lao, Burmese, Khmer, and all from the CJK radicals on.
  fileprivate var isOfScriptWithoutSpaces: Bool {
    switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...: true
    default: false
    }
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
      var rest = bytes[...]
      while !rest.isEmpty {
        let line = rest.prefix { $0 != lineFeed }
        if headerStarts.contains(where: { line.starts(with: $0) }) {
          lines.insert(String(decoding: line, as: UTF8.self))
        }
        rest = rest[min(line.endIndex + 1, rest.endIndex)...]
      }
      return lines
    }
  }
}
