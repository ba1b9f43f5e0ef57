import MigrationKit

/// Makes HTML readable without its markup: paragraphs, lists, quotes and preformatted text keep their shape,
/// links their address, tables a line a row; what is left out is counted.
struct PlainText {
  /// - Parameter namesPictures: whether the words of pictures count as words.
  static func from(
    html: String, _ context: TextContext = TextContext(language: .plain),
    namingPictures namesPictures: Bool = true
  ) -> (text: String, changes: CountsByName) {
    var renderer = PlainText(places: HTMLPlaces(context), namesPictures: namesPictures)
    var tokenizer = HTMLTokenizer(html)
    while let token = tokenizer.next() { renderer.take(token) }
    renderer.endLink()
    while let place = renderer.placesBehind.last { renderer.endPlace(place.element) }
    renderer.changes.merge(tokenizer.changes)
    renderer.changes.merge(renderer.places.changes)
    return (renderer.page.text, renderer.changes)
  }

  private let namesPictures: Bool
  private var page = TextPage()
  private var hidden = HiddenParts()
  private var styles = HTMLStyleStack()
  private var signs = HTMLSigns()
  private var lists: [ListLevel] = []
  private var preformattedDepth = 0
  private var places: HTMLPlaces
  private var link: OpenLink?
  private var placesBehind: [(element: String, address: String)] = []
  private var changes = CountsByName()

  private init(places: HTMLPlaces, namesPictures: Bool) {
    self.places = places
    self.namesPictures = namesPictures
  }

  private struct ListLevel {
    /// Nil in a list without numbers, and where the first number would be that of items still to come.
    let numbering: HTMLNumbering?
    var number = 1
  }

  private mutating func take(_ token: HTMLToken) {
    switch token {
    case .text(let text):
      if hidden.reveals(text) {
        changes.add(.hidden)
        write(" ")
      }
      if !signs.isFallback { write(text) }
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
    "legend": 1, "textarea": 1, "dialog": 1,
  ]

  private mutating func begin(_ name: String, _ attributes: HTMLAttributes) {
    let style = attributes.plainStyle
    hidden.begin(name, attributes, style)
    breakLines(around: name)
    styles.begin(name, style)
    if HTMLSigns.areKnown(for: name) { write(signs.begin(name, attributes)) }
    switch name {
    case "br": page.addLineBreak()
    case "hr": page.writeRule()
    case "table": page.beginTable()
    case "pre": preformattedDepth += 1
    case "blockquote": page.beginQuote()
    case "ul": beginList(nil)
    case "ol": beginList(HTMLNumbering(attributes, style))
    case "li": beginItem(value: attributes["value"].flatMap { Int($0.trimmingSpace) })
    case "tr": page.beginRow()
    case "td", "th": page.beginCell(CellSpan(attributes))
    case "thead", "tbody", "tfoot": page.beginRowGroup()
    case "a": beginLink(attributes["href"])
    case "base": places.setBase(attributes["href"])
    case "q": write("\"")
    case "button": write(" ")
    case "input", "svg", "canvas", "video", "audio", "iframe", "object", "embed":
      if let change = TextChange(leavingOut: name, attributes) { changes.add(change) }
      show(name, attributes)
    default: show(name, attributes)
    }
    if let address = places.address(HTMLPlaces.placeBehind(name, attributes)) {
      placesBehind.append((name, address))
    }
    for source in HTMLPlaces.backgrounds(attributes) { show(HTMLPicture(source: source)) }
  }

  private mutating func end(_ name: String) {
    hidden.end(name)
    if HTMLSigns.areKnown(for: name) { write(signs.end(name)) }
    styles.end(name)
    switch name {
    case "table": page.endTable()
    case "li": page.endItem()
    case "pre": preformattedDepth = max(0, preformattedDepth - 1)
    case "blockquote": page.endQuote()
    case "ul", "ol": endList()
    case "a": endLink()
    case "q": write("\"")
    case "button": write(" ")
    default: break
    }
    endPlace(name)
    breakLines(around: name)
  }

  private mutating func breakLines(around name: String) {
    guard let gap = Self.blockGaps[name] else { return }
    page.breakLines(gap)
    styles.endScripts()
  }

  private mutating func write(_ text: String) {
    let script = styles.scripted(text)
    let text = styles.isStruck ? script.struck : script
    page.write(text, isPreformatted: preformattedDepth > 0)
    link?.words += text
  }

  private mutating func beginList(_ numbering: HTMLNumbering?) {
    page.breakLines(lists.isEmpty ? 2 : 1)
    let isKnown = numbering?.isReversed != true || numbering?.start != nil
    lists.append(ListLevel(numbering: isKnown ? numbering : nil, number: numbering?.start ?? 1))
    page.indent(to: lists.count - 1)
  }

  private mutating func endList() {
    page.endItem()
    if !lists.isEmpty { lists.removeLast() }
    page.indent(to: max(0, lists.count - 1))
    page.breakLines(lists.isEmpty ? 2 : 1)
  }

  private mutating func beginItem(value: Int?) {
    guard let list = lists.last, let numbering = list.numbering else { return page.beginItem("- ") }
    let number = value ?? list.number
    page.beginItem(numbering.mark(number) + " ")
    lists[lists.count - 1].number = number &+ (numbering.isReversed ? -1 : 1)
  }

  private mutating func beginLink(_ address: String?) {
    endLink()
    link = places.address(address).map { OpenLink(address: $0, isLinked: false) }
  }

  /// Puts the address behind the link's text, unless the text says it already.
  private mutating func endLink() {
    guard let link else { return }
    self.link = nil
    let shown = link.words.cleanLine
    if !link.isSaid, link.picture == nil {
      page.write(shown.isEmpty ? link.address : " (\(link.address))")
    }
  }

  private mutating func endPlace(_ name: String) {
    guard let index = placesBehind.lastIndex(where: { $0.element == name }) else { return }
    page.write(" (\(placesBehind.remove(at: index).address))")
  }

  private mutating func show(_ name: String, _ attributes: HTMLAttributes) {
    if let picture = HTMLPlaces.picture(of: name, attributes) { show(picture) }
    for (written, words) in HTMLPlaces.places(of: name, attributes) {
      guard let address = places.address(written) else { continue }
      page.write(words.isEmpty ? " \(address) " : " \(words) (\(address)) ")
    }
  }

  /// A picture's words, and where it is unless it came with the message.
  private mutating func show(_ picture: HTMLPicture) {
    guard namesPictures, let image = places.picture(picture) else { return }
    let words = " [\(image.words.isEmpty ? "image" : image.words)] "
    link?.words += words
    page.write(words)
    if case .address(let address) = image.source {
      page.write("(\(address)) ")
      if address == link?.address { link?.picture = .leading }
    } else if let name = places.fileName(at: picture.source) {
      page.write("(\(name)) ")
    }
  }
}
