import MigrationKit

/// Writes a paragraph's parts in a markup language, a line each where there are line breaks.
struct InlineMarkup {
  private let context: TextContext
  private let place: TextPlace
  private var output = ""
  /// What must not follow what was written without a space.
  private var border = Border.none
  private var isLineStart = true

  private enum Border {
    case none, picture
    /// Textile's links reach up to white space; some signs at their end are known to be the sentence's.
    case address
  }

  static func write(_ inlines: [HTMLInline], _ context: TextContext, _ place: TextPlace = []) -> String {
    var markup = InlineMarkup(context: context, place: place)
    if let text = plain(inlines) {
      return context.language.escaped(markup.marked(text), in: place.union(.withPlaceholders))
    }
    for (index, inline) in inlines.enumerated() {
      markup.write(inline, next: index + 1 < inlines.count ? inlines[index + 1] : .lineBreak)
    }
    return markup.output.split(separator: "\n").map { String($0).trimmingSpace }.joined(separator: "\n")
  }

  private init(context: TextContext, place: TextPlace) {
    self.context = context
    self.place = place
  }

  private var language: MarkupLanguage { context.language }

  /// The text of a paragraph that is nothing but text; nil for others.
  private static func plain(_ inlines: [HTMLInline]) -> String? {
    var text = ""
    for inline in inlines {
      switch inline {
      case .text(let words, let style) where style == HTMLStyle(): text += words
      case .lineBreak: text = text.trimmingTrailingSpace + "\n"
      default: return nil
      }
    }
    return text.trimmingSpace
  }

  private func marked(_ text: String) -> String {
    context.references?.marked(text) ?? text
  }

  private mutating func write(_ inline: HTMLInline, next: HTMLInline) {
    switch inline {
    case .lineBreak:
      output += "\n"
      isLineStart = true
      border = .none
    case .image(let image): write(image)
    case .text(let text, let style): write(text, style, next)
    }
  }

  /// Marks stand at the words, not at the spaces around them.
  private mutating func write(_ text: String, _ style: HTMLStyle, _ next: HTMLInline) {
    let words = text.trimmingSpace
    if text.first == " " { addSpace() }
    guard !words.isEmpty else { return }
    if let address = style.address {
      write(link: words, to: address)
    } else if let marks = MarkupMarks(style.marks, language, around: words), isFree(before: text, next) {
      append(marks.open + (marks.isCode ? words : escaped(words)) + marks.close)
    } else {
      append(escaped(words))
    }
    if text.count > 1, text.last == " " { addSpace() }
  }

  /// Whether marks would be taken for such: words must not touch them from outside.
  private func isFree(before text: String, _ next: HTMLInline) -> Bool {
    guard isLineStart || output.last == " " || output.last == "(" else { return false }
    guard text.last != " ", case .text(let following, _) = next, let first = following.first else {
      return true
    }
    return " .,;:!?)".contains(first)
  }

  private func escaped(_ words: String) -> String {
    language.escaped(marked(words), in: linePlace.union([.alone, .withPlaceholders]))
  }

  private var linePlace: TextPlace { isLineStart ? place : place.union(.insideLine) }

  private mutating func addSpace() {
    if !isLineStart, output.last != " " { output += " " }
    border = .none
  }

  private mutating func append(_ text: String) {
    guard let first = text.first else { return }
    if border == .picture || border == .address && !".,:!?)".contains(first) { addSpace() }
    output += text
    isLineStart = false
    border = .none
  }

  // MARK: Links and pictures

  private mutating func write(link words: String, to address: String) {
    let isSaid = WebAddress(address).isSaid(by: words)
    if let ticket = context.references?.ticket(at: address) {
      let placeholder = Placeholder.ticket(ticket, written: address).text
      let isMention = context.references?.mentions(in: words).isEmpty == false
      append(isSaid || isMention ? placeholder : language.link(marked: label(words), to: placeholder))
    } else if isSaid {
      return append(escaped(words))
    } else {
      append(language.link(words, to: address, in: place))
    }
    if language == .textile { border = .address }
  }

  private func label(_ words: String) -> String {
    language.escaped(words, in: place.union([.alone, .insideLine, .label]))
  }

  /// Nothing is fetched from elsewhere when the page is read: that would tell the sender who reads.
  private mutating func write(_ image: HTMLImage) {
    let source = image.source.lowercased()
    let id = source.hasPrefix("cid:") ? context.images[String(image.source.dropFirst(4)).percentDecoded] : nil
    if let id {
      addSpace()
      append(Placeholder.image(attachment: id, words: image.words).text)
      border = .picture
      if let address = image.address { append(language.escaped(address, in: [.alone, .insideLine])) }
    } else if source.hasPrefix("http") {
      write(link: image.words, to: image.address ?? image.source)
    } else {
      addSpace()
      append(escaped("[\(image.words.isEmpty ? "image" : image.words)]"))
      border = .picture
    }
  }
}

extension String {
  /// Bytes that are not well encoded stay as they are written.
  fileprivate var percentDecoded: String {
    guard contains("%") else { return self }
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
