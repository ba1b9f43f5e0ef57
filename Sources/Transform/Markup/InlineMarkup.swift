import MigrationKit

/// Writes a paragraph's parts in a markup language, a line each where there are line breaks.
struct InlineMarkup {
  private let context: TextContext
  private let place: TextPlace
  private var output = ""
  /// What must not follow what was written without a space.
  private var border = Border.none
  private var isLineStart = true
  /// All that is written, and the place of the part that is being written.
  private var pieces: [InlinePiece] = []
  private var placeOfPiece = 0

  private enum Border {
    case none, picture
    /// Addresses reach up to white space; some signs at their end are known to be the sentence's.
    case address
  }

  static func write(_ inlines: [HTMLInline], _ context: TextContext, _ place: TextPlace = []) -> String {
    var markup = InlineMarkup(context: context, place: place)
    let pieces = InlinePiece.pieces(of: inlines, context.language)
    if let text = InlinePiece.text(of: pieces) {
      return context.language.escaped(markup.marked(text), in: place.union(.withPlaceholders))
    }
    markup.writeAll(pieces)
    return markup.output.filledLines.map { String($0).trimmingSpace }.joined(separator: "\n")
  }

  private init(context: TextContext, place: TextPlace) {
    self.context = context
    self.place = place
  }

  private var language: MarkupLanguage { context.language }

  private mutating func writeAll(_ pieces: [InlinePiece]) {
    self.pieces = pieces
    for (index, piece) in pieces.enumerated() {
      placeOfPiece = index
      write(piece)
    }
  }

  /// A number is told from others by the words around it, whatever their style.
  private func marked(_ text: String) -> String {
    guard let references = context.references else { return text }
    guard pieces.count > 1, text.holds("#") else { return references.marked(text) }
    return references.marked(text, behind: wordsInFront, before: wordsBehind)
  }

  private var wordsInFront: String {
    var words = ""
    for piece in pieces[..<placeOfPiece].reversed() {
      words = piece.words + words
      if words.utf8.count >= Self.reach { break }
    }
    return words
  }

  private var wordsBehind: String {
    var words = ""
    for piece in pieces[(placeOfPiece + 1)...] {
      words += piece.words
      if words.utf8.count >= Self.reach { break }
    }
    return words
  }

  /// How many bytes of the words around a number are looked at.
  private static let reach = 80

  private mutating func write(_ piece: InlinePiece) {
    switch piece {
    case .lineBreak:
      output += "\n"
      isLineStart = true
      border = .none
    case .image(let image): write(image)
    case .text(let text): append(escaped(text))
    case .marked(let words, let marks):
      append(marks.open + (marks.isCode ? words : escaped(words)) + marks.close)
    case .link(let words, let address, let marks):
      write(link: words, to: address, marks)
    }
  }

  private func escaped(_ words: String) -> String {
    language.escaped(marked(words), in: linePlace.union([.alone, .withPlaceholders]))
  }

  private var linePlace: TextPlace { isLineStart ? place : place.union(.insideLine) }

  private mutating func addSpace() {
    if !isLineStart, !output.endsWithSpace { output += " " }
    border = .none
  }

  private mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    if border == .picture || border == .address && !endsAddress(text) { addSpace() }
    output += output.endsWithSpace && text.startsWithSpace ? Substring(text.utf8.dropFirst()) : text[...]
    isLineStart = false
    border = .none
  }

  /// Whether what stands at a text's start is not taken for an address' end.
  private func endsAddress(_ text: String) -> Bool {
    let rest = text.drop { ".,:!?)".contains($0) }.first
    return rest == nil || rest == " "
  }

  // MARK: Links and pictures

  private mutating func write(link words: String, to address: String, _ marks: MarkupMarks? = nil) {
    let around = { (text: String) in (marks?.open ?? "") + text + (marks?.close ?? "") }
    let web = MarkupAddress(address)
    if let ticket = context.references?.ticket(at: address) {
      let placeholder = Placeholder.ticket(ticket, written: address).text
      appendLink(around(language.link(marked: label(words), to: placeholder)))
    } else if web.isSaid(by: words), !words.contains(" ") {
      appendLink(escaped(words))
    } else {
      appendLink(around(language.link(words, to: address, in: place)))
      if language != .textile { border = .none }
    }
  }

  /// An address or a "!" in front of it would take it for its own.
  private mutating func appendLink(_ text: String) {
    let token = output.utf8.suffix(256).split(separator: UInt8(ascii: " ")).last.map { Substring($0) } ?? ""
    if output.utf8.last == UInt8(ascii: "!")
      || !output.endsWithSpace && (token.holds("://") || token.holds("www."))
    {
      addSpace()
    }
    append(text)
    border = .address
  }

  private func label(_ words: String) -> String {
    language.escaped(words, in: place.union([.alone, .insideLine, .label]))
  }

  /// Nothing is fetched from elsewhere when the page is read: that would show the sender who reads.
  private mutating func write(_ image: HTMLImage) {
    switch image.source {
    case .attachment(let id): show(Placeholder.image(attachment: id, words: image.words).text)
    case .address(let source) where context.isLinked(source): write(image, at: source)
    case .address(let source): name(image, behind: source)
    case .none: name(image, behind: nil)
    }
  }

  private mutating func show(_ text: String) {
    addSpace()
    append(text)
    border = .picture
  }

  /// A picture elsewhere. One that is a link leads where that leads, and has its own address behind it.
  private mutating func write(_ image: HTMLImage, at source: String) {
    let name = source.fileName
    guard let address = image.address else {
      return write(link: image.words.isEmpty ? name : image.words, to: source)
    }
    write(link: image.words.isEmpty ? "image" : image.words, to: address)
    guard source != address else { return }
    append(" (")
    write(link: name, to: source)
    append(")")
  }

  /// A picture that cannot be shown, nor reached by a link.
  private mutating func name(_ image: HTMLImage, behind source: String?) {
    let words = image.words.isEmpty ? "image" : image.words
    if let address = image.address { write(link: words, to: address) } else { show(escaped("[\(words)]")) }
    if let source { append(escaped(" (\(source))")) }
    border = .picture
  }
}

extension String {
  /// What an address calls the thing that it leads to: "plan.png"; "image" where there is no such name.
  fileprivate var fileName: String {
    let path = prefix { $0 != "?" && $0 != "#" }
    let last = path.split(separator: "/").dropFirst(2).last.map(String.init) ?? ""
    let name = last.percentDecoded.cleanLine
    return name.contains(where: \.isLetter) && name.count <= 60 ? Placeholder.disarmed(name) : "image"
  }
}
