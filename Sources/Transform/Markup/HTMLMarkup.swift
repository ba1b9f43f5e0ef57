import MigrationKit

/// Writes the tree of an HTML text in the new system's markup.
struct HTMLMarkup {
  let context: TextContext
  var page: MarkupPage

  /// The text, and what was changed of it or left out.
  static func write(_ html: String, _ context: TextContext) -> (text: String, changes: CountsByName) {
    var markup = HTMLMarkup(context: context, page: MarkupPage(context.language))
    let (blocks, changes) = HTMLReader.blocks(of: html, context)
    markup.write(blocks)
    return (markup.page.text, changes)
  }

  var language: MarkupLanguage { context.language }

  mutating func write(_ blocks: [HTMLBlock]) {
    for block in blocks { write(block) }
  }

  private mutating func write(_ block: HTMLBlock) {
    switch block {
    case .paragraph(let inlines): add(lines: lines(inlines))
    case .heading(let level, let inlines): writeHeading(level, inlines)
    case .list(let list): write(list)
    case .quote(let blocks): writeQuote(blocks)
    case .preformatted(let text): writePreformatted(text)
    case .table(let rows): write(rows)
    case .rule: page.add(block: "---")
    }
  }

  func lines(_ inlines: [HTMLInline], _ place: TextPlace = []) -> String {
    InlineMarkup.write(inlines, context, place)
  }

  mutating func add(lines: String) {
    if !lines.isEmpty { page.add(lines: lines) }
  }

  private mutating func writeHeading(_ level: Int, _ inlines: [HTMLInline]) {
    var words = lines(inlines, .insideLine).filledLines.joined(separator: " ")
    guard !words.isEmpty else { return }
    // Markdown drops them.
    if words.hasSuffix("#") { words = words.dropLast() + "&#35;" }
    page.add(
      block: language == .textile ? "h\(level). \(words)" : "\(String(repeating: "#", count: level)) \(words)"
    )
  }

  private mutating func writeQuote(_ blocks: [HTMLBlock]) {
    guard page.quoteDepth < PlainMarkup.deepestQuote else { return write(blocks) }
    page.begin(.quote)
    write(blocks)
    page.end()
  }

  /// As code; as lines where the code would not end where it should.
  private mutating func writePreformatted(_ text: String) {
    guard isSafeAsCode(text) else { return writeLines(text) }
    if language == .textile {
      page.add(verbatim: "<pre>\n\(text)\n</pre>")
    } else {
      page.add(block: "~~~\n\(text)\n~~~")
    }
  }

  private func isSafeAsCode(_ text: String) -> Bool {
    let signs = language == .textile ? Self.textileSigns : ["~~~", "```"]
    return !signs.contains { text.holds($0) }
  }

  /// What RedCloth looks for in code too, among it its own marks.
  private static let textileSigns: [StaticString] = [
    "<pre", "</pre", "<code", "</code", "<kbd", "</kbd", "<notextile", "</notextile", "<redpre", "</redpre",
    "x%x%", ":redsh#",
  ]

  private mutating func writeLines(_ text: String) {
    for part in text.split(separator: "\n\n") {
      let lines = String(part).filledLines.map(\.withVisibleSpaces)
      add(lines: language.escaped(lines.joined(separator: "\n"), in: []))
    }
  }
}
