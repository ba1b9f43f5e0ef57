import MigrationKit

/// Makes a tree of an HTML text, whatever it is given: what is left out of it is counted.
struct HTMLReader {
  var tree = HTMLTree()
  var paragraph = HTMLParagraph()
  var styles = HTMLStyleStack()
  var hidden = HiddenParts()
  var heading: Int?
  var preformatted: String?
  /// Depth of `<pre>` in which a mail program keeps the lines of a plain text.
  var plainLines = 0
  /// The lines between the open paragraph and the next one.
  var paragraphGap: Int?
  var wordList = WordList()
  var places: HTMLPlaces
  var link: OpenLink?
  /// What is said behind the words of elements that are open.
  var placesBehind: [(element: String, address: String)] = []
  /// Pictures behind the words that come next.
  var backgrounds: [String] = []
  private var signs = HTMLSigns()
  var changes = CountsByName()

  /// The parts of a text, and what was changed of it or left out.
  static func blocks(of html: String, _ context: TextContext) -> (blocks: [HTMLBlock], changes: CountsByName)
  {
    var reader = HTMLReader(places: HTMLPlaces(context))
    var tokenizer = HTMLTokenizer(html)
    while let token = tokenizer.next() { reader.take(token) }
    reader.endPlaces()
    reader.endBlock()
    reader.changes.merge(tokenizer.changes)
    reader.changes.merge(reader.places.changes)
    return (reader.tree.endAll(), reader.changes)
  }

  private mutating func take(_ token: HTMLToken) {
    switch token {
    case .text(let text):
      if hidden.reveals(text) {
        changes.add(.hidden)
        write(" ")
      }
      if !signs.isFallback { write(Placeholder.disarmed(text)) }
    case .start(let name, let attributes): begin(name, attributes)
    case .end(let name): end(name)
    }
  }

  // MARK: Text

  mutating func write(_ text: String) {
    if !backgrounds.isEmpty, !text.isBlank { showBackgrounds() }
    let text = styles.scripted(text)
    link?.words += text
    if wordList.isReadingMark {
      wordList.addMark(text)
    } else if preformatted != nil {
      preformatted?.append(styles.isStruck ? text.struck : text)
    } else if plainLines > 0 {
      writeLines(text)
    } else {
      writeWords(text)
    }
  }

  mutating func writeLines(_ text: String) {
    for (index, line) in text.cleanText.lines.enumerated() {
      if index > 0 { paragraph.addLineBreak() }
      writeWords(String(line))
    }
  }

  mutating func writeWords(_ text: String) {
    if paragraph.isComplete, !text.isBlank { endParagraph() }
    paragraph.write(text, styles.style)
  }

  mutating func endParagraph() {
    guard !paragraph.isEmpty else { return }
    let inlines = paragraph.take()
    if wordList.add(inlines) { return }
    endWordList()
    tree.add(heading.map { .heading($0, inlines) } ?? .paragraph(inlines))
  }

  mutating func endWordList() {
    if let list = wordList.take() { tree.add(.list(list)) }
  }

  mutating func endBlock() {
    endParagraph()
    endWordList()
    endPreformatted()
  }

  // MARK: Tags

  mutating func begin(_ name: String, _ attributes: HTMLAttributes) {
    let style = attributes.plainStyle
    hidden.begin(name, attributes, style)
    let gap = HTMLNames.gap(of: name, attributes)
    if name == "p" { paragraphGap = gap }
    if let gap {
      paragraph.breakLines(gap)
      styles.endScripts()
    }
    styles.begin(name, style)
    if HTMLSigns.areKnown(for: name) { write(signs.begin(name, attributes)) }
    switch name {
    case "br": if preformatted == nil { paragraph.addLineBreak() } else { preformatted?.append("\n") }
    case "hr":
      endBlock()
      tree.add(.rule)
    case "h1", "h2", "h3", "h4", "h5", "h6": beginHeading(name)
    case "pre": beginPreformatted(attributes)
    case "blockquote":
      beginPart(.quote)
      beginPlace(name, attributes)
    case "ul", "ol": beginPart(.list(name == "ul" ? nil : HTMLNumbering(attributes, style)))
    case "li": beginItem(value: attributes["value"].flatMap { Int($0.trimmingSpace) })
    case "table": beginPart(.table)
    case "tr": beginRow()
    case "td", "th": beginCell(isHeader: name == "th", CellSpan(attributes))
    case "thead", "tbody", "tfoot": beginRowGroup()
    case "a": beginLink(attributes["href"])
    case "base": places.setBase(attributes["href"])
    case "img", "image", "v:imagedata", "source", "track", "area", "frame": show(name, attributes)
    case "form": beginPlace(name, attributes)
    case "q":
      write("\"")
      beginPlace(name, attributes)
    case "button":
      write(" ")
      beginPlace(name, attributes)
    case "input", "svg", "canvas", "video", "audio", "iframe", "object", "embed":
      if let change = TextChange(leavingOut: name, attributes) { changes.add(change) }
      show(name, attributes)
    case "p": beginWordItem(attributes)
    case "span": wordList.beginSpan(style)
    default: break
    }
    backgrounds += HTMLPlaces.backgrounds(attributes)
  }

  mutating func end(_ name: String) {
    hidden.end(name)
    if HTMLSigns.areKnown(for: name) { write(signs.end(name)) }
    styles.end(name)
    switch name {
    case "h1", "h2", "h3", "h4", "h5", "h6": endHeading()
    case "pre": if preformatted == nil { plainLines = max(0, plainLines - 1) } else { endPreformatted() }
    case "blockquote":
      endPlace(name)
      endPart(.quote, within: [.cell])
    case "ul", "ol": endPart(.list, within: [.cell])
    case "li": endPart(.item, within: [.cell, .list])
    case "table": endPart(.table)
    case "tr": endPart(.row, within: [.table])
    case "thead", "tbody", "tfoot": beginRowGroup()
    case "td", "th": endPart(.cell, within: [.table])
    case "a": endLink()
    case "form": endPlace(name)
    case "q":
      write("\"")
      endPlace(name)
    case "button":
      endPlace(name)
      write(" ")
    case "p": endWordItem()
    case "span": wordList.endSpan()
    default: break
    }
    if let gap = name == "p" ? paragraphGap : HTMLNames.gap(of: name, [:]) {
      paragraph.breakLines(gap)
      styles.endScripts()
    }
  }
}
