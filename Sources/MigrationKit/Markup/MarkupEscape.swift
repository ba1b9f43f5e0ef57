/// Writes plain text so that a markup language shows it letter by letter, and touches only what means something.
///
/// Textile and Redcarpet pass character references on to the page, so `&#35;12` is safe from Redmine's own
/// search for links there. CommonMark puts the characters into the page, where Redmine finds them: an empty
/// element between two signs keeps them apart (a comment would not, it is taken out before).
struct MarkupEscape {
  private let language: MarkupLanguage
  private let text: TextScan
  private let place: TextPlace
  private let textile: TextileSigns?
  private let markdown: MarkdownSigns?
  private var output: [UInt8] = []

  static func escape(_ text: String, for language: MarkupLanguage, in place: TextPlace) -> String {
    guard TextSigns.areIn(text) else { return text }
    let scan = TextScan(text, startsLine: !place.contains(.insideLine))
    let escaped = escape(scan, for: language, in: place)
    // Whatever is escaped becomes longer.
    return escaped.count == scan.count ? text : String(decoding: escaped, as: UTF8.self)
  }

  static func escape(_ text: TextScan, for language: MarkupLanguage, in place: TextPlace) -> [UInt8] {
    guard language != .plain else { return PlainEscape.escape(text, in: place) }
    var escape = MarkupEscape(language, text, place)
    escape.writeAll()
    return escape.output
  }

  private init(_ language: MarkupLanguage, _ text: TextScan, _ place: TextPlace) {
    self.language = language
    self.text = text
    self.place = place
    textile = language == .textile ? TextileSigns(text, isAlone: place.contains(.alone)) : nil
    markdown =
      language == .textile
      ? nil : MarkdownSigns(text, isAlone: place.contains(.alone), isRedcarpet: language == .markdown)
    output.reserveCapacity(text.count + text.count / 8)
  }

  private mutating func writeAll() {
    var index = 0
    while true {
      let sign = text.nextSign(from: index)
      output += text.bytes[index..<sign]
      guard sign < text.count else { return }
      index = writeSign(sign)
    }
  }

  /// - Returns: where it continues.
  private mutating func writeSign(_ index: Int) -> Int {
    if place.contains(.withPlaceholders), let end = text.endOfPlaceholder(at: index) {
      output += text.bytes[index..<end]
      return end
    }
    if let end = writeAddress(at: index) { return end }
    write(index)
    return index + 1
  }

  // MARK: Addresses

  /// - Returns: where it continues; nil where there is no address, or one to be written sign by sign.
  private mutating func writeAddress(at index: Int) -> Int? {
    guard let start = BareAddress.start(at: index, in: text) else { return nil }
    if place.contains(.label) { return language == .textile ? writeUnlinked(index..<start) : nil }
    let found = BareAddress(at: index, in: text)
    guard let address = found, language != .textile || address.endsWell && isLed(index) else {
      return writeUnlinked(index..<start)
    }
    let isText = address.range.contains { isSign(inAddress: $0) }
    if isText, language == .textile, text.bytes[address.tail].contains(UInt8(ascii: "\"")) {
      return writeUnlinked(index..<start)
    }
    if isText || !address.endsWell { return writeLink(address) }
    output += text.bytes[address.range]
    writeTail(address.tail)
    return address.tail.upperBound
  }

  /// Redmine's Textile makes a link of an address only behind white space and some signs, among them the ";" that
  /// ends a character reference: it leads where any sign is in front that can be written so.
  private func isLed(_ index: Int) -> Bool {
    let before = text.before(index)
    return before.isBlank
      || before.isPunctuation && (before != UInt8(ascii: "=") || text.before(index, 2) != before)
  }

  /// Whether the languages would see more than an address in it.
  private func isSign(inAddress index: Int) -> Bool {
    let byte = text.bytes[index]
    guard byte.isPunctuation else { return false }
    if byte.isOne(of: "@{["), RedmineWords.isSign(at: index, in: text) { return true }
    // Redmine would make a mailbox of a part of it.
    if byte == UInt8(ascii: "@"), language == .textile { return true }
    if byte == UInt8(ascii: "&") {
      return markdown?.isReference(inAddress: index) ?? text.beginsEntity(index)
    }
    return textile?.isSign(at: index) == true
  }

  /// A sign that could belong to the address is written as a reference: an address ends in front of one.
  private mutating func writeTail(_ tail: Range<Int>) {
    for index in tail {
      let byte = text.bytes[index]
      language != .textile && byte.isOne(of: ">\"']") ? writeReference(byte) : output.append(byte)
    }
  }

  private mutating func writeLink(_ address: BareAddress) -> Int {
    let words = String(decoding: text.bytes[address.range], as: UTF8.self)
    let prefix = text.bytes[address.range.lowerBound] == UInt8(ascii: "w") ? "http://" : ""
    output += language.link(words, to: prefix + words).utf8
    return address.range.upperBound
  }

  /// Keeps Textile from making a link: the scheme's ":", or the "." of "www.", is hidden from it.
  private mutating func writeUnlinked(_ scheme: Range<Int>) -> Int {
    let end = text.end(from: scheme.lowerBound, while: \.isLetterOrDigit)
    output += text.bytes[scheme.lowerBound..<end]
    writeReference(text.bytes[end])
    return end + 1
  }

  // MARK: Signs

  private mutating func write(_ index: Int) {
    let byte = text.bytes[index]
    if isRedmineSign(index) { return keepApart(index) }
    if ends(index) { return writeReference(byte) }
    if textile?.isSign(at: index) == true || byte.isPunctuation && language == .textile && leads(index) {
      writeReference(byte)
    } else if markdown?.isSign(at: index) == true {
      byte.isOne(of: "<&>") || language == .markdown && byte == UInt8(ascii: "[")
        ? writeReference(byte) : writeEscaped(byte)
    } else {
      output.append(byte)
    }
  }

  /// A sign in front of an address that is written as a reference for its sake.
  private func leads(_ index: Int) -> Bool {
    BareAddress.start(at: index + 1, in: text) != nil && !text.bytes[index].isOne(of: "([,;")
      && isLed(index + 1) && BareAddress(at: index + 1, in: text) != nil
  }

  /// Whether the sign would end what the text stands in.
  private func ends(_ index: Int) -> Bool {
    let byte = text.bytes[index]
    if byte == UInt8(ascii: "|") { return place.contains(.cell) }
    guard place.contains(.label) else { return false }
    // Behind the opening quote it would begin an address.
    if language == .textile, index == 0, byte == UInt8(ascii: ":") { return true }
    return byte.isOne(of: language == .textile ? "\"(){[" : "()[]\\^")
  }

  /// In a link Redmine looks for no other link.
  private func isRedmineSign(_ index: Int) -> Bool {
    if language == .commonMark, RedmineWords.isCheckbox(index, text) { return true }
    let counts = !place.contains(.label) || text.bytes[index].isOne(of: "@[{\"")
    return counts && RedmineWords.isSign(at: index, in: text)
  }

  private mutating func keepApart(_ index: Int) {
    let byte = text.bytes[index]
    if language != .textile, RedmineWords.isPlainNumber(at: index, in: text) {
      output += "!#".utf8
    } else if language == .commonMark {
      byte == UInt8(ascii: "[") ? writeEscaped(byte) : output.append(byte)
      output += "<i></i>".utf8
    } else {
      writeReference(byte)
    }
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    output += [UInt8(ascii: "\\"), byte]
  }

  private mutating func writeReference(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "<"): output += "&lt;".utf8
    case UInt8(ascii: ">"): output += "&gt;".utf8
    case UInt8(ascii: "&"): output += "&amp;".utf8
    case UInt8(ascii: "\""): output += "&quot;".utf8
    case UInt8(ascii: "'"): output += "&apos;".utf8
    case UInt8(ascii: "]"): output += "&rsqb;".utf8
    default: output += "&#\(byte);".utf8
    }
  }
}
