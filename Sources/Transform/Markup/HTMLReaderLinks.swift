import MigrationKit

/// A link that is being read.
struct OpenLink {
  let address: String
  /// Whether what is in it can lead there; else the address is said behind it.
  var isLinked: Bool
  var words = ""
  /// Whether a picture in it leads there already, or is one that cannot.
  var picture: Picture?

  enum Picture { case leading, shown }

  /// Whether its words are the address, or all of it that a person would write.
  var isSaid: Bool {
    let words = words.cleanLine
    let bare = address.dropFirst(address.scheme.map { $0.utf8.count + 1 } ?? 0)
    return MarkupAddress(address).isSaid(by: words)
      || (bare.hasPrefix("//") ? String(bare.dropFirst(2)) : String(bare)).dropSuffix("/")
        == words.dropSuffix("/")
  }
}

extension HTMLReader {
  // MARK: Links

  mutating func beginLink(_ address: String?) {
    endLink()
    guard let address = places.address(address) else { return }
    link = OpenLink(address: address, isLinked: places.context.isLinked(address) && preformatted == nil)
    if link?.isLinked == true { styles.address = address }
  }

  /// Says the address behind the words, unless they lead there or say it already.
  mutating func endLink() {
    styles.address = nil
    guard let link else { return }
    self.link = nil
    let words = link.words.cleanLine
    if words.isEmpty, link.picture == nil { return write(address: link.address) }
    let isReached = link.isLinked && (!words.isEmpty || link.picture == .leading)
    if !isReached, !link.isSaid { write(behind: link.address) }
  }

  /// Nothing leads anywhere in code.
  mutating func endLeading() {
    link?.isLinked = false
    styles.address = nil
  }

  // MARK: Pictures and other things from elsewhere

  /// What an element is or leads to, at its place.
  mutating func show(_ name: String, _ attributes: HTMLAttributes) {
    if let picture = HTMLPlaces.picture(of: name, attributes) { show(picture) }
    for (written, words) in HTMLPlaces.places(of: name, attributes) {
      guard let address = places.address(written) else { continue }
      write(plain: " ")
      write(words.isEmpty ? address : Placeholder.disarmed(words), leadingTo: address)
      write(plain: " ")
    }
  }

  /// Where words may stand: not between the rows of a table.
  mutating func showBackgrounds() {
    let sources = backgrounds
    backgrounds = []
    for source in sources {
      show(HTMLPicture(source: source))
      write(plain: " ")
    }
  }

  private mutating func show(_ picture: HTMLPicture) {
    guard let image = places.picture(picture, linkedTo: styles.address) else { return }
    if case .attachment = image.source {
      link?.picture = .shown
    } else {
      link?.picture = image.address == nil ? .shown : .leading
    }
    if preformatted != nil, case .address(let source) = image.source {
      return write("[\(image.words.isEmpty ? "image" : image.words)] (\(source))")
    }
    if paragraph.isComplete { endParagraph() }
    paragraph.add(image)
  }

  // MARK: Addresses behind words

  mutating func beginPlace(_ name: String, _ attributes: HTMLAttributes) {
    guard let address = places.address(HTMLPlaces.placeBehind(name, attributes)) else { return }
    placesBehind.append((name, address))
  }

  mutating func endPlace(_ name: String) {
    guard let index = placesBehind.lastIndex(where: { $0.element == name }) else { return }
    write(behind: placesBehind.remove(at: index).address)
  }

  /// At the end of the text, where elements may still be open.
  mutating func endPlaces() {
    endLink()
    showBackgrounds()
    while let place = placesBehind.last { endPlace(place.element) }
  }

  private mutating func write(behind address: String) {
    write(plain: " (")
    write(address: address)
    write(plain: ")")
  }

  private mutating func write(address: String) {
    write(address, leadingTo: address)
  }

  private mutating func write(_ words: String, leadingTo address: String) {
    guard preformatted == nil, places.context.isLinked(address) else {
      write(plain: words)
      if words != address { write(plain: " (\(address))") }
      return
    }
    if paragraph.isComplete { endParagraph() }
    paragraph.write(words, HTMLStyle(address: address))
  }

  /// Words that are not the text's own, and so have none of its marks.
  private mutating func write(plain words: String) {
    if preformatted != nil { return preformatted?.append(words) ?? () }
    if paragraph.isComplete, !words.isBlank { endParagraph() }
    paragraph.write(words, HTMLStyle())
  }
}
