import MigrationKit

/// Makes HTML readable without its markup: paragraphs, lists, quotes and preformatted text keep their shape,
/// links their address, tables a line a row; scripts, styles and hidden parts go.
struct PlainText {
  /// - Parameter namesPictures: whether the words of pictures count as words.
  static func from(html: String, namingPictures namesPictures: Bool = true) -> String {
    var renderer = PlainText(namesPictures: namesPictures)
    var tokenizer = HTMLTokenizer(html)
    while let token = tokenizer.next() { renderer.take(token) }
    renderer.endLink()
    return renderer.page.text
  }

  private let namesPictures: Bool
  private var page = TextPage()
  private var hidden = HiddenParts()
  private var lists: [ListLevel] = []
  private var preformattedDepth = 0
  private var link: OpenLink?

  private init(namesPictures: Bool) { self.namesPictures = namesPictures }

  private struct ListLevel {
    /// The next item's number; nil in a list without numbers.
    var number: Int?
  }

  private struct OpenLink {
    let address: String
    var text = ""
  }

  private mutating func take(_ token: HTMLToken) {
    guard hidden.shows(token) else { return }
    switch token {
    case .text(let text): write(text)
    case .start(let name, let attributes): begin(name, attributes)
    case .end(let name): end(name)
    }
  }

  /// Line ends around an element: 1 starts a new line, 2 leaves one blank.
  private static let blockGaps: [String: Int] = [
    "p": 2, "h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2, "h6": 2, "blockquote": 2, "pre": 2, "table": 2,
    "dl": 2,
    "hr": 2, "figure": 2, "div": 1, "section": 1, "article": 1, "header": 1, "footer": 1, "main": 1, "nav": 1,
    "aside": 1, "address": 1, "center": 1, "form": 1, "fieldset": 1, "tr": 1, "li": 1, "dt": 1, "dd": 1,
    "caption": 1, "figcaption": 1, "option": 1, "body": 1, "details": 1, "summary": 1,
  ]
  private mutating func begin(_ name: String, _ attributes: HTMLAttributes) {
    if let gap = Self.blockGaps[name] { page.breakLines(gap) }
    switch name {
    case "br": page.addLineBreak()
    case "hr": page.writeRule()
    case "table": page.beginTable()
    case "pre": preformattedDepth += 1
    case "blockquote": page.beginQuote()
    case "ul": beginList(number: nil)
    case "ol": beginList(number: Int(attributes["start"] ?? "") ?? 1)
    case "li": beginItem()
    case "tr": page.beginRow()
    case "td", "th": page.beginCell()
    case "a": beginLink(attributes["href"])
    case "img" where namesPictures: image(attributes)
    case "q": write("\"")
    default: break
    }
  }

  private mutating func end(_ name: String) {
    switch name {
    case "table": page.endTable()
    case "li": page.endItem()
    case "pre": preformattedDepth = max(0, preformattedDepth - 1)
    case "blockquote": page.endQuote()
    case "ul", "ol": endList()
    case "a": endLink()
    case "q": write("\"")
    default: break
    }
    if let gap = Self.blockGaps[name] { page.breakLines(gap) }
  }

  private mutating func write(_ text: String) {
    page.write(text, isPreformatted: preformattedDepth > 0)
    link?.text += text
  }

  private mutating func beginList(number: Int?) {
    page.breakLines(lists.isEmpty ? 2 : 1)
    lists.append(ListLevel(number: number))
    page.indent(to: lists.count - 1)
  }

  private mutating func endList() {
    page.endItem()
    if !lists.isEmpty { lists.removeLast() }
    page.indent(to: max(0, lists.count - 1))
    page.breakLines(lists.isEmpty ? 2 : 1)
  }

  private mutating func beginItem() {
    guard let number = lists.last?.number else { return page.beginItem("- ") }
    page.beginItem("\(number). ")
    lists[lists.count - 1].number = number &+ 1
  }

  private mutating func beginLink(_ address: String?) {
    endLink()
    guard let address = address?.cleanLine, !address.isEmpty, !address.hasPrefix("#"),
      !["javascript:", "cid:", "data:"].contains(where: address.lowercased().hasPrefix)
    else { return }
    link = OpenLink(address: address)
  }

  /// Puts the address behind the link's text, unless the text says it already.
  private mutating func endLink() {
    guard let link else { return }
    self.link = nil
    let shown = link.text.cleanLine
    let bare = link.address.dropPrefix("mailto:").dropPrefix("tel:")
    let isSaid = [link.address, bare, bare.dropPrefix("https://"), bare.dropPrefix("http://")]
      .contains { $0.dropSuffix("/") == shown.dropSuffix("/") }
    if !isSaid { page.write(shown.isEmpty ? link.address : " (\(link.address))") }
  }

  /// A picture's words. One without words is named only where it came with the message; others count readers.
  private mutating func image(_ attributes: HTMLAttributes) {
    let words = attributes["alt"]?.cleanLine ?? ""
    if !words.isEmpty {
      write(" [\(words)] ")
    } else if attributes["src"]?.hasPrefix("cid:") == true {
      write(" [image] ")
    }
  }
}
