import MigrationKit

/// Writes a plain text so that the new system shows it as plain: its lines, quotes and spaces stay.
struct PlainMarkup {
  /// Deeper quotes are shown like this one.
  static let deepestQuote = 8

  private let context: TextContext
  private var page: MarkupPage

  static func write(_ text: String, _ context: TextContext) -> String {
    var markup = PlainMarkup(context: context, page: MarkupPage(context.language))
    for line in text.lines { markup.take(line) }
    markup.endParagraph()
    return markup.page.text
  }

  private init(context: TextContext, page: MarkupPage) {
    self.context = context
    self.page = page
  }

  private var paragraph = ""

  private mutating func take(_ line: Substring) {
    let (depth, rest) = Self.quote(line)
    let content = rest.withVisibleSpaces
    if depth != page.quoteDepth || content.isEmpty { endParagraph() }
    while page.quoteDepth > depth { page.end() }
    while page.quoteDepth < depth { page.begin(.quote) }
    if !paragraph.isEmpty, !content.isEmpty { paragraph += "\n" }
    paragraph += content
  }

  private mutating func endParagraph() {
    guard !paragraph.isEmpty else { return }
    let text = context.references?.marked(paragraph) ?? paragraph
    page.add(lines: context.language.escaped(text, in: .withPlaceholders))
    paragraph = ""
  }

  /// How many ">" quote the line, and what they quote.
  private static func quote(_ line: Substring) -> (depth: Int, rest: Substring) {
    var depth = 0
    var rest = line.utf8
    while rest.first == UInt8(ascii: ">") {
      depth += 1
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
    }
    return (min(depth, deepestQuote), Substring(rest))
  }
}
