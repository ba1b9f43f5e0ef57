import MigrationKit

extension MarkupLanguage {
  /// What texts in this markup are called where a record does not say it itself.
  var mediaType: String {
    switch self {
    case .plain: "text/plain"
    case .textile: "text/x-textile"
    case .markdown: "text/x-markdown"
    case .commonMark: "text/x-commonmark"
    }
  }
}

/// A text that is in the new system's markup already. It passes as it is but for what would mean something else there:
/// numbers of tickets, addresses of the old system, and "@anna", which would send her a mail.
struct MarkedUpText {
  private let context: TextContext
  private let text: String
  private var result = ""

  static func passed(on text: String, _ context: TextContext) -> String {
    let clean = Placeholder.disarmed(text.replacing("\r\n", with: "\n")).cleanText.trimmingBlankEnds
    var passing = MarkedUpText(context: context, text: clean)
    passing.run()
    return passing.result
  }

  /// What is shown as it stands is code to both systems.
  private mutating func run() {
    var start = text.startIndex
    for code in CodeRanges.all(in: text, context.language) {
      pass(text[start..<code.lowerBound])
      result += text[code]
      start = code.upperBound
    }
    pass(text[start...])
  }

  private mutating func pass(_ part: Substring) {
    guard part.contains(where: { "#@".contains($0) }) || part.contains("://") else { return result += part }
    let marked = context.references?.marked(String(part), behind: "", before: "") ?? String(part)
    var rest = marked[...]
    while let sign = rest.firstIndex(where: { "#@⟦".contains($0) }) {
      result += rest[..<sign]
      rest = rest[sign...]
      switch rest.first {
      case "⟦": take(upTo: rest.firstIndex(of: "⟧").map { rest.index(after: $0) } ?? rest.endIndex, of: &rest)
      case "@": passMention(&rest)
      default: passNumber(&rest)
      }
    }
    result += rest
  }

  private mutating func take(upTo end: String.Index, of rest: inout Substring) {
    result += rest[..<end]
    rest = rest[end...]
  }

  /// A number that is not a migrated ticket's would lead to somebody else's: Redmine's own escape keeps it a number.
  private mutating func passNumber(_ rest: inout Substring) {
    let front = result.last.map(String.init) ?? ""
    let whole = front + rest.prefix(64)
    if RedmineMention.all(in: whole[...]).first?.range.lowerBound
      == whole.index(whole.startIndex, offsetBy: front.count)
    {
      result += "!"
    }
    let end = rest.firstIndex { $0 != "#" } ?? rest.endIndex
    take(upTo: end, of: &rest)
  }

  /// Redmine mails whoever's login stands behind an "@" that no letter or digit is in front of.
  private mutating func passMention(_ rest: inout Substring) {
    let isApart = result.last.map { !$0.isLetter && !$0.isNumber && $0 != "/" } ?? true
    let login = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || "_.-@".contains($0) }
    guard isApart, !login.isEmpty else { return take(upTo: rest.index(after: rest.startIndex), of: &rest) }
    result += context.language.escaped(String(rest[..<login.endIndex]), in: .insideLine)
    rest = rest[login.endIndex...]
  }
}

/// Where a text is code, which systems show letter by letter.
enum CodeRanges {
  /// In the text's order, without overlaps.
  static func all(in text: String, _ language: MarkupLanguage) -> [Range<String.Index>] {
    var ranges: [Range<String.Index>] = []
    var start = text.startIndex
    while start < text.endIndex,
      let range = next(in: text[start...], language, isStart: start == text.startIndex)
    {
      ranges.append(range)
      start = range.upperBound
    }
    return ranges
  }

  private static func next(
    in text: Substring, _ language: MarkupLanguage, isStart: Bool
  ) -> Range<String.Index>? {
    var index = text.startIndex
    while index < text.endIndex {
      let rest = text[index...]
      let isLineStart =
        index == text.startIndex
        ? isStart || text.base[..<index].last?.isNewline != false
        : text[text.index(before: index)].isNewline
      if let end = end(of: rest, language, isLineStart: isLineStart) { return index..<end }
      index = text.index(after: index)
    }
    return nil
  }

  /// Where the code that begins here ends; nil where none begins.
  private static func end(
    of rest: Substring, _ language: MarkupLanguage, isLineStart: Bool
  ) -> String.Index? {
    switch rest.first {
    case "<":
      for tag in ["pre", "code"] where rest.lowercasedPrefix(tag.count + 1) == "<\(tag)" {
        return rest.end(of: "</\(tag)>") ?? rest.endIndex
      }
      return nil
    case "`" where language != .textile, "~" where language != .textile && isLineStart:
      return endOfTicks(rest, isLineStart: isLineStart)
    case "@" where language == .textile: return endOfInlineCode(rest)
    case " " where language != .textile && isLineStart, "\t" where language != .textile && isLineStart:
      return endOfIndented(rest)
    default: return nil
    }
  }

  /// "```" … "```" by lines, or "`" … "`" within them.
  private static func endOfTicks(_ rest: Substring, isLineStart: Bool) -> String.Index? {
    let ticks = String(rest.prefix { $0 == rest.first })
    if isLineStart, ticks.count >= 3 {
      return rest.dropFirst(ticks.count).end(of: "\n\(ticks)") ?? rest.endIndex
    }
    return rest.first == "`" ? rest.dropFirst(ticks.count).end(of: ticks) : nil
  }

  /// "@code@" of Textile, on one line.
  private static func endOfInlineCode(_ rest: Substring) -> String.Index? {
    guard rest.startIndex == rest.base.startIndex || !rest.base[..<rest.startIndex].endsInWord else {
      return nil
    }
    let inner = rest.dropFirst().prefix { !$0.isNewline }
    guard inner.first.map({ !$0.isWhitespace && $0 != "@" }) == true, let close = inner.firstIndex(of: "@"),
      inner[..<close].last?.isWhitespace == false
    else { return nil }
    let end = inner.index(after: close)
    return rest[end...].first.map { $0.isLetter || $0.isNumber } == true ? nil : end
  }

  /// Four blanks at the start of a line, behind an empty one.
  private static func endOfIndented(_ rest: Substring) -> String.Index? {
    guard rest.hasPrefix("    ") || rest.hasPrefix("\t") else { return nil }
    let before = rest.base[..<rest.startIndex]
    guard before.isEmpty || before.hasSuffix("\n\n") else { return nil }
    return rest.firstIndex(of: "\n") ?? rest.endIndex
  }
}

extension Substring {
  fileprivate func lowercasedPrefix(_ count: Int) -> String { prefix(count).lowercased() }

  fileprivate func end(of text: String) -> Index? { firstRange(of: text)?.upperBound }

  fileprivate var endsInWord: Bool { last.map { $0.isLetter || $0.isNumber } ?? false }
}
