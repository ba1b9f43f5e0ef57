import MigrationKit

/// Writes a plain text so that the new system shows it as plain: its lines, quotes and spaces stay.
struct PlainMarkup {
  /// Deeper quotes are shown like this one.
  static let deepestQuote = 8

  private let context: TextContext
  private var page: MarkupPage

  static func write(_ text: String, _ context: TextContext) -> String {
    var markup = PlainMarkup(context: context, page: MarkupPage(context.language))
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { markup.take(line) }
    markup.endParagraph()
    return markup.page.text
  }

  private init(context: TextContext, page: MarkupPage) {
    self.context = context
    self.page = page
  }

  private var paragraph: [String] = []

  private mutating func take(_ line: Substring) {
    let (depth, rest) = Self.quote(line)
    let content = String(rest).withVisibleSpaces
    if depth != page.quoteDepth || content.isEmpty { endParagraph() }
    while page.quoteDepth > depth { page.end() }
    while page.quoteDepth < depth { page.begin(.quote) }
    if !content.isEmpty { paragraph.append(content) }
  }

  private mutating func endParagraph() {
    guard !paragraph.isEmpty else { return }
    let text =
      context.references.map { $0.marked(paragraph.joined(separator: "\n")) }
      ?? paragraph.joined(separator: "\n")
    page.add(lines: context.language.escaped(text, in: .withPlaceholders))
    paragraph = []
  }

  /// How many ">" quote the line, and what they quote.
  private static func quote(_ line: Substring) -> (depth: Int, rest: Substring) {
    var depth = 0
    var rest = line
    while rest.utf8.first == UInt8(ascii: ">") {
      depth += 1
      rest = rest.dropFirst()
      if rest.first == " " { rest = rest.dropFirst() }
    }
    return (min(depth, deepestQuote), rest)
  }
}
