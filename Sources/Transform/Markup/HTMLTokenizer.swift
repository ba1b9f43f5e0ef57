/// One piece of an HTML text.
enum HTMLToken: Equatable {
  /// Decoded, white space as it stands.
  case text(String)
  /// Names in lower case, values decoded.
  case start(String, attributes: HTMLAttributes)
  case end(String)
}

/// Splits HTML into pieces, whatever it is given: mail holds every kind of broken markup. Linear in time: a look
/// ahead that fails is not made again.
///
/// Follows the tokenization of html.spec.whatwg.org as far as mail needs it, but an unfinished tag is text: a
/// message that says "a <b" must not lose its end.
struct HTMLTokenizer {
  /// Elements whose content is no markup, and for those whose content is no text to read what leaving it out is called.
  private static let rawElements: [String: TextChange?] = [
    "script": .script, "style": .styleSheet, "title": .title, "textarea": nil, "xmp": nil,
  ]

  private let bytes: [UInt8]
  private var position = 0
  /// Where the last one of each stands, so that no search runs to the end in vain more than once.
  private let lastGreater: Int
  private let lastQuote: Int
  private let lastApostrophe: Int
  private var quotesCount = true
  private var raw: String?
  /// Raw elements known to have no end tag any more.
  private var unclosedRaw: Set<String> = []
  /// What was left out so far.
  private(set) var changes = CountsByName()

  init(_ html: String) {
    bytes = Array(html.utf8)
    lastGreater = bytes.lastIndex(of: greater) ?? -1
    lastQuote = bytes.lastIndex(of: quote) ?? -1
    lastApostrophe = bytes.lastIndex(of: apostrophe) ?? -1
  }

  mutating func next() -> HTMLToken? {
    while position < bytes.count {
      if let name = raw, let token = rawContent(of: name) { return token }
      guard bytes[position] == less, let token = markup() else { return text() }
      if let token { return token }
    }
    return nil
  }

  /// What stands at a "<": nil for mere text, `.some(nil)` for something without meaning (a comment).
  private mutating func markup() -> HTMLToken?? {
    guard position < lastGreater else { return nil }
    switch byte(after: 1) {
    case exclamation where byte(after: 2) == hyphen && byte(after: 3) == hyphen:
      changes.add(skipComment() ? .comment : .endlessComment)
    case exclamation where bytes[position...].starts(with: Self.section):
      changes.add(.comment)
      position = end(of: greater, from: position) + 1
    case exclamation, question: position = end(of: greater, from: position) + 1
    case slash where isLetter(byte(after: 2)): return endTag()
    case let letter where isLetter(letter): return startTag()
    default: return nil
    }
    return .some(nil)
  }

  private static let section = Array("<![CDATA[".utf8)

  /// Ends with "-->" or "--!>". A comment that is never closed hides the rest, as in a browser.
  /// - Returns: whether it has an end.
  private mutating func skipComment() -> Bool {
    position += 4
    let start = position
    while position < bytes.count {
      let close = end(of: greater, from: position)
      let isBang = close < bytes.count && close - 3 >= start && bytes[close - 1] == exclamation
      let dashes = isBang ? close - 1 : close
      let isEnd = close < bytes.count && bytes[dashes - 1] == hyphen && bytes[dashes - 2] == hyphen
      position = close + 1
      if isEnd { return true }
    }
    return false
  }

  private mutating func endTag() -> HTMLToken {
    position += 2
    let name = readName()
    position = end(of: greater, from: position) + 1
    return .end(name)
  }

  private mutating func startTag() -> HTMLToken {
    let start = position
    position += 1
    let element = readName()
    var attributes: HTMLAttributes = [:]
    while let (name, value) = readAttribute() { attributes.add(name, value) }
    if position >= bytes.count {
      // Only a quote in the wrong place can hide every ">": from here on quotes mean nothing.
      quotesCount = false
      position = end(of: greater, from: start)
    }
    position += 1
    if Self.rawElements[element] != nil { raw = element }
    return .start(element, attributes: attributes)
  }

  /// Nil at the end of the tag.
  private mutating func readAttribute() -> (String, String)? {
    while let byte = byte(after: 0), isSpace(byte) || byte == slash { position += 1 }
    guard let byte = byte(after: 0), byte != greater else { return nil }
    let start = position
    position += 1
    while let byte = self.byte(after: 0), !isSpace(byte), byte != slash, byte != greater, byte != equals {
      position += 1
    }
    let name = lowercased(start..<position)
    while let byte = self.byte(after: 0), isSpace(byte) { position += 1 }
    guard self.byte(after: 0) == equals else { return (name, "") }
    position += 1
    return (name, readValue())
  }

  private mutating func readValue() -> String {
    while let byte = byte(after: 0), isSpace(byte) { position += 1 }
    if quotesCount, let mark = byte(after: 0), isQuote(mark),
      position < (mark == quote ? lastQuote : lastApostrophe)
    {
      let start = position + 1
      let close = end(of: mark, from: start)
      position = close + 1
      return decoded(start..<close, inAttribute: true)
    }
    // A quote without a second one is dropped, its text kept.
    if let mark = byte(after: 0), isQuote(mark) { position += 1 }
    let start = position
    while let byte = byte(after: 0), !isSpace(byte), byte != greater { position += 1 }
    return decoded(start..<position, inAttribute: true)
  }

  private mutating func readName() -> String {
    let start = position
    while let byte = byte(after: 0), !isSpace(byte), byte != slash, byte != greater { position += 1 }
    return lowercased(start..<position)
  }

  /// Up to the next "<" that may begin something.
  private mutating func text() -> HTMLToken {
    let start = position
    position = end(of: less, from: position + 1)
    return .text(decoded(start..<position))
  }

  /// The content of an element like `<script>`; nil when there is nothing to give out.
  private mutating func rawContent(of name: String) -> HTMLToken? {
    raw = nil
    let start = position
    guard !unclosedRaw.contains(name), let close = rawEnd(of: name) else {
      unclosedRaw.insert(name)
      return nil
    }
    position = close
    guard let change = Self.rawElements[name] ?? nil else {
      return start < close ? .text(decoded(start..<close)) : nil
    }
    if !bytes[start..<close].allSatisfy(isSpace) { changes.add(change) }
    return nil
  }

  /// Where `</name` begins.
  private func rawEnd(of name: String) -> Int? {
    let wanted = Array("</\(name)".utf8)
    var start = position
    while start + wanted.count <= bytes.count {
      start = end(of: less, from: start)
      let candidate = bytes[start..<min(start + wanted.count, bytes.count)]
      if candidate.elementsEqual(wanted, by: { $0 == $1 || $0 | 0x20 == $1 }) { return start }
      start += 1
    }
    return nil
  }

  private func byte(after distance: Int) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  /// The next place of a byte, or the end of the text.
  private func end(of byte: UInt8, from start: Int) -> Int {
    guard start < bytes.count else { return bytes.count }
    return bytes[start...].firstIndex(of: byte) ?? bytes.count
  }

  private func decoded(_ range: Range<Int>, inAttribute: Bool = false) -> String {
    HTMLEntities.decode(bytes[range], inAttribute: inAttribute)
  }

  private func lowercased(_ range: Range<Int>) -> String {
    let name = bytes[range]
    if !name.contains(where: isUppercase) { return String(decoding: name, as: UTF8.self) }
    return String(decoding: name.map { isUppercase($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

private let less = UInt8(ascii: "<")
private let greater = UInt8(ascii: ">")
private let slash = UInt8(ascii: "/")
private let equals = UInt8(ascii: "=")
private let hyphen = UInt8(ascii: "-")
private let quote = UInt8(ascii: "\"")
private let apostrophe = UInt8(ascii: "'")
private let question = UInt8(ascii: "?")
private let exclamation = UInt8(ascii: "!")

private func isQuote(_ byte: UInt8) -> Bool { byte == quote || byte == apostrophe }
private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
private func isUppercase(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
private func isLetter(_ byte: UInt8?) -> Bool {
  byte.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) } ?? false
}
