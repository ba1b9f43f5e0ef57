import MigrationKit

/// The signs around emphasized words.
struct MarkupMarks {
  let open: String
  let close: String
  /// Whether what stands between them is no markup.
  let isCode: Bool
  /// Whether they strike the words out.
  let strikes: Bool

  /// - Returns: nil where the language has none, or none for these words.
  init?(_ marks: HTMLStyle.Marks, _ language: MarkupLanguage, around words: String) {
    if marks.contains(.code) {
      guard let signs = Self.code(language, around: words) else { return nil }
      (open, close) = signs
      isCode = true
      strikes = false
      return
    }
    guard Self.holds(words) else { return nil }
    let signs = Self.signs(language).filter { marks.contains($0.0) && !Self.ends($0.1, in: words) }
    guard !signs.isEmpty else { return nil }
    open = signs.map(\.1).joined()
    close = signs.reversed().map(\.1).joined()
    isCode = false
    strikes = signs.contains { $0.0 == .strike }
  }

  /// Signs at the ends of words would be taken for others: attributes, escapes, other marks. An address would
  /// take the closing mark.
  private static func holds(_ words: String) -> Bool {
    guard let first = words.first, let last = words.last else { return false }
    if words.holds("://") || words.holds("www.") { return false }
    return (first.isLetter || first.isNumber || "\"“„«".contains(first))
      && (last.isLetter || last.isNumber || words.count > 1 && ".,:!?)\"”“»%€".contains(last))
  }

  /// Whether the words could end such a mark themselves: they are only guarded against the common ones.
  private static func ends(_ sign: String, in words: String) -> Bool {
    sign == "-" && words.holds("-") || sign == "+" && words.holds("+")
  }

  /// Redcarpet as Redmine sets it up underlines `_words_`.
  private static func signs(_ language: MarkupLanguage) -> [(HTMLStyle.Marks, String)] {
    switch language {
    case .plain: []
    case .textile: [(.strong, "*"), (.emphasis, "_"), (.strike, "-"), (.underline, "+")]
    case .markdown: [(.strong, "**"), (.emphasis, "*"), (.strike, "~~"), (.underline, "_")]
    case .commonMark: [(.strong, "**"), (.emphasis, "*"), (.strike, "~~")]
    }
  }

  /// Textile's "@" would be a mention to Redmine, and so is one between any such signs.
  private static func code(_ language: MarkupLanguage, around words: String) -> (String, String)? {
    guard !words.holds("@"), !words.holds("redsh#") else { return nil }
    switch language {
    case .plain: return nil
    case .textile: return words.contains { "<&%".contains($0) } ? nil : ("<code>", "</code>")
    case .markdown, .commonMark: return words.contains { "`|]".contains($0) } ? nil : ("`", "`")
    }
  }
}
