import MigrationKit

/// What the addresses of an HTML text stand for: each becomes a link, a file of the message, or words to read. Both
/// readers of HTML ask here, so that neither loses one.
struct HTMLPlaces {
  let context: TextContext
  /// What relative addresses are relative to, where the text says it.
  private var base: String?
  private(set) var changes = CountsByName()

  init(_ context: TextContext) {
    self.context = context
  }

  mutating func setBase(_ address: String?) {
    guard base == nil, let address = address?.cleanLine, WebPlace(address) != nil else { return }
    base = address
  }

  // MARK: Addresses

  /// The address as it can be read outside of its text; nil where it leads to nothing that could be reached.
  mutating func address(_ written: String?) -> String? {
    guard let written else { return nil }
    if let name = fileName(at: written.trimmingSpace) { return name }
    if DataAddress.isOne(written.trimmingSpace) { return unreadable(written) }
    let address = Placeholder.disarmed(written.withoutLineEnds.cleanLine)
    switch address.scheme {
    case "javascript", "vbscript":
      changes.add(.scriptLink)
      return nil
    case "about": return nil
    case nil where address.isEmpty: return nil
    case nil where address.hasPrefix("#"):
      changes.add(.anchor)
      return nil
    case nil: return completed(address)
    default: return address
    }
  }

  /// It is shown as it begins.
  private mutating func unreadable(_ address: String) -> String {
    changes.add(.unreadableData)
    return Placeholder.disarmed(address.cleanLine.shortened(to: 60))
  }

  /// An address without a scheme.
  private func completed(_ address: String) -> String {
    if address.hasPrefix("//") { return "https:" + address }
    if address.utf8.count > 4, address.prefix(4).lowercased() == "www." { return "http://" + address }
    if let base { return HTMLPlaces.resolve(address, against: base) }
    return context.references?.address(ofPage: address) ?? address
  }

  /// RFC 3986, section 5.2, as far as addresses in mail need it.
  private static func resolve(_ address: String, against base: String) -> String {
    if address.hasPrefix("\\") { return address }
    let bare = base.prefix { $0 != "?" && $0 != "#" }
    if address.hasPrefix("?") { return bare + address }
    let start = bare.range(of: "://").map { bare[$0.upperBound...] } ?? bare
    let root = bare[..<(start.firstIndex(of: "/") ?? bare.endIndex)]
    if address.hasPrefix("/") { return root + address }
    var folders = bare[root.endIndex...].split(separator: "/", omittingEmptySubsequences: false).dropLast()
    if folders.isEmpty { folders = [""] }
    var rest = address[...]
    while rest.hasPrefix("../") || rest.hasPrefix("./") {
      if rest.hasPrefix("../"), folders.count > 1 { folders.removeLast() }
      rest = rest.drop { $0 != "/" }.dropFirst()
    }
    return root + folders.joined(separator: "/") + "/" + rest
  }

  // MARK: Pictures

  /// A picture as it is to be shown; nil for one that nobody sees.
  mutating func picture(_ picture: HTMLPicture, linkedTo address: String? = nil) -> HTMLImage? {
    let words = Placeholder.disarmed(picture.words)
    if picture.isUnseen {
      changes.add(.pixel)
      return nil
    }
    if picture.hasStopgap { changes.add(.stopgap) }
    guard !words.isEmpty || !picture.source.isEmpty else { return nil }
    if let id = attachment(at: picture.source) {
      return HTMLImage(source: .attachment(id), words: words, address: address)
    }
    if picture.source.contentID != nil, fileName(at: picture.source) == nil {
      changes.add(.missingPicture)
      return HTMLImage(source: .none, words: words, address: address)
    }
    if let source = self.address(picture.source) {
      return HTMLImage(source: .address(source), words: words, address: address)
    }
    return words.isEmpty ? nil : HTMLImage(source: .none, words: words, address: address)
  }

  /// The name of a file that came with the message, or in its text.
  func fileName(at source: String) -> String? {
    context.files.isEmpty ? nil : context.files[source.contentID ?? source].map(Placeholder.disarmed)
  }

  private func attachment(at source: String) -> String? {
    if let id = source.contentID { return context.images[id] }
    if DataAddress.isOne(source) { return context.images[source] }
    guard let references = context.references, !source.isEmpty else { return nil }
    let page = source.hasPrefix("/") ? references.address(ofPage: source) ?? source : source
    return references.attachment(at: page).flatMap { context.attachments[$0]?.id }
  }
}

/// Things of the text's own that an element holds or leads to, beside its words.
extension HTMLPlaces {
  /// All addresses of an element, as they are written: those that may hold a file.
  static func addresses(of name: String, _ attributes: HTMLAttributes) -> [String] {
    let picture = picture(of: name, attributes).flatMap { $0.isUnseen ? nil : $0.source }
    let places =
      places(of: name, attributes).map(\.address)
      + [name == "a" ? attributes["href"] : nil].compactMap(\.self)
    return ([picture].compactMap(\.self) + backgrounds(attributes) + places).map(\.trimmingSpace)
  }

  /// The picture that an element is.
  static func picture(of name: String, _ attributes: HTMLAttributes) -> HTMLPicture? {
    switch name {
    case "img", "image", "v:imagedata": HTMLPicture(attributes)
    case "input" where attributes["type"]?.lowercased() == "image": HTMLPicture(attributes)
    case "video" where attributes["poster"] != nil: HTMLPicture(source: attributes["poster"] ?? "")
    default: nil
    }
  }

  /// Where an element leads to, and what that is called. Links aside, which have words of their own.
  static func places(of name: String, _ attributes: HTMLAttributes) -> [(address: String, words: String)] {
    let address: String? =
      switch name {
      case "area": attributes["href"]
      case "iframe", "frame", "embed", "video", "audio", "track": attributes["src"]
      case "source": attributes["src"] ?? HTMLPicture.largest(attributes["srcset"])
      case "object": attributes["data"]
      default: nil
      }
    guard let address, !address.isEmpty else { return [] }
    return [(address, (attributes["alt"] ?? attributes["title"] ?? "").cleanLine)]
  }

  /// Where an element leads to that is said behind its words.
  static func placeBehind(_ name: String, _ attributes: HTMLAttributes) -> String? {
    switch name {
    case "form": attributes["action"]
    case "button": attributes["formaction"]
    // Mail programs name the message they quote, by a number that only they know.
    case "blockquote", "q": attributes["cite"].flatMap { ["mid", "cid"].contains($0.scheme) ? nil : $0 }
    default: nil
    }
  }

  /// Pictures behind an element's words.
  static func backgrounds(_ attributes: HTMLAttributes) -> [String] {
    var sources = attributes["background"].map { [$0] } ?? []
    if let style = attributes["style"], style.holds("url(") { sources += style.addressesInStyle }
    return sources
  }
}

extension TextContext {
  /// Whether a link to this address can be written.
  func isLinked(_ address: String) -> Bool { MarkupAddress(address).isLinked(by: language) }
}

extension String {
  /// In lower case; nil where it has none.
  var scheme: String? {
    let scheme = utf8.prefix { $0 != UInt8(ascii: ":") }
    guard let first = scheme.first, scheme.endIndex < utf8.endIndex, first.isLetterOrDigit, !first.isDigit,
      scheme.allSatisfy({
        $0.isLetterOrDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      })
    else { return nil }
    return Substring(scheme).lowercased()
  }

  /// What `cid:` leads to.
  fileprivate var contentID: String? {
    guard utf8.count > 4, prefix(4).lowercased() == "cid:" else { return nil }
    return String(dropFirst(4)).percentDecoded
  }

  /// Browsers read addresses so.
  fileprivate var withoutLineEnds: String {
    guard withBytes({ $0.contains { $0 == tab || $0 == lineFeed || $0 == carriageReturn } }) else {
      return self
    }
    return String(
      decoding: utf8.filter { $0 != tab && $0 != lineFeed && $0 != carriageReturn }, as: UTF8.self)
  }

  /// Bytes that are not well encoded stay as they are written.
  var percentDecoded: String { String(decoding: Array(utf8).percentDecoded, as: UTF8.self) }

  /// What stands in `url(…)`, with or without quotes.
  fileprivate var addressesInStyle: [String] {
    var addresses: [String] = []
    var rest = self[...]
    while let start = rest.place(of: "url(") {
      rest = rest[rest.utf8.index(rest.startIndex, offsetBy: start + 4)...]
      let text = rest.drop(while: \.isWhitespace)
      let quote = text.first.flatMap { "\"'".contains($0) ? $0 : nil }
      let body = quote == nil ? text : text.dropFirst()
      let address = body.prefix { quote == nil ? $0 != ")" : $0 != quote }
      addresses.append(String(address))
      rest = body[address.endIndex...]
    }
    return addresses
  }
}
