import MigrationKit

/// What a paragraph's parts are to a markup language: text that no marks are around is one piece, whatever its style.
enum InlinePiece {
  case text(String)
  case marked(String, MarkupMarks)
  case link(String, address: String, MarkupMarks?)
  case image(HTMLImage)
  case lineBreak

  static func pieces(of inlines: [HTMLInline], _ language: MarkupLanguage) -> [InlinePiece] {
    var pieces: [InlinePiece] = []
    var text = ""
    for (index, inline) in inlines.enumerated() {
      let isFree = isFree(inlines, index)
      switch inline {
      case .text(let words, let style): add(words, style, isFree, language, &text, &pieces)
      case .lineBreak: add(.lineBreak, after: &text, to: &pieces)
      case .image(let image): add(.image(image), after: &text, to: &pieces)
      }
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    return pieces
  }

  /// What it says.
  var words: String {
    switch self {
    case .text(let words), .marked(let words, _), .link(let words, _, _): words
    case .image(let image): image.words
    case .lineBreak: "\n"
    }
  }

  /// The text, where there is nothing else but line breaks.
  static func text(of pieces: [InlinePiece]) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let words):
        let isFirst = text.isEmpty || text.utf8.last == lineFeed
        text += isFirst ? words.trimmingSpace[...] : words[...].trimmingTrailingSpace
      case .lineBreak: text += "\n"
      case .marked, .link, .image: return nil
      }
    }
    return text
  }

  /// Marks stand at the words, not at the spaces around them.
  private static func add(
    _ text: String, _ style: HTMLStyle, _ isFree: Bool, _ language: MarkupLanguage, _ before: inout String,
    _ pieces: inout [InlinePiece]
  ) {
    var words = text.trimmingSpace
    var marks = isFree ? MarkupMarks(style.marks, language, around: words) : nil
    let isStruckByHand = style.marks.contains(.strike) && marks?.strikes != true
    if isStruckByHand { (words, marks) = (words.struck, nil) }
    let piece: InlinePiece? =
      if let address = style.address, !words.isEmpty {
        .link(words, address: address, marks?.isCode == true ? nil : marks)
      } else {
        marks.map { .marked(words, $0) }
      }
    guard let piece else { return before += isStruckByHand ? text.struck : text }
    if text.startsWithSpace { before += " " }
    add(piece, after: &before, to: &pieces)
    if text.endsWithSpace { before += " " }
  }

  private static func add(_ piece: InlinePiece, after text: inout String, to pieces: inout [InlinePiece]) {
    if !text.isEmpty { pieces.append(.text(text)) }
    text = ""
    pieces.append(piece)
  }

  /// Whether marks around a text would be taken for such: no word may touch them from outside.
  private static func isFree(_ inlines: [HTMLInline], _ index: Int) -> Bool {
    guard case .text(let text, let style) = inlines[index] else { return true }
    let isCode = style.marks == .code
    var isFree = true
    if index > 0, !text.startsWithSpace, case .text(let before, _) = inlines[index - 1],
      let last = before.last
    {
      isFree = (isCode ? " (+-," : " (").contains(last)
    }
    if index + 1 < inlines.count, !text.endsWithSpace, case .text(let after, _) = inlines[index + 1],
      let first = after.first
    {
      isFree = isFree && (isCode ? " .,:;!?)+-/\"'" : " .,:;!?)").contains(first)
    }
    return isFree
  }
}

extension String {
  var startsWithSpace: Bool { utf8.first == UInt8(ascii: " ") }
  var endsWithSpace: Bool { utf8.last == UInt8(ascii: " ") }

  /// With signs that show it as struck out where a language has no mark for it: it must not read as valid.
  var struck: String {
    let words = trimmingSpace
    guard words.contains(where: { $0.isLetter || $0.isNumber }), let range = firstRange(of: words) else {
      return self
    }
    return self[..<range.lowerBound] + "~~\(words)~~" + self[range.upperBound...]
  }
}
