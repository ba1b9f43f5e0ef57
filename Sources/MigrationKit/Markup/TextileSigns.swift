/// What means something in Textile as Redmine 5 reads it (`redcloth3.rb` and its `formatter.rb`).
///
/// Lines of a paragraph are joined with `<br />` before anything else, so emphasis reaches over line ends.
struct TextileSigns {
  private let text: TextScan
  /// What else is in the paragraph is not known: any emphasis could find its end.
  private let isAlone: Bool
  /// The last place of each sign; not asked of a text that stands alone, as are those of emphasis.
  private var last = LastPlaces()
  /// The last place where each kind of emphasis could end.
  private var lastEnd = LastPlaces()
  private let hasMailbox: Bool

  init(_ text: TextScan, isAlone: Bool) {
    self.text = text
    self.isAlone = isAlone
    hasMailbox = text.bytes.contains(UInt8(ascii: "@"))
    if isAlone { return }
    for (index, byte) in text.bytes.enumerated() where byte.isPunctuation {
      last[byte] = index
      if Self.isEmphasis(byte), isEnd(index) { lastEnd[byte] = index }
      // RedCloth writes "x%x%" for it meanwhile.
      if byte == UInt8(ascii: "&") { lastEnd[UInt8(ascii: "%")] = index + 1 }
    }
  }

  func isSign(at index: Int) -> Bool {
    let byte = text.bytes[index]
    guard byte.isPunctuation else { return false }
    return text.isLineStart(index) && beginsLine(index) || isPrefixed(index) || isInline(index)
      || Self.isEmphasis(byte) && emphasizes(index)
  }

  // MARK: At the start of a line

  private func beginsLine(_ index: Int) -> Bool {
    let byte = text.bytes[index]
    // RedCloth does not join a line of these with the one before it.
    if byte.isOne(of: "{|>") { return true }
    if byte.isOne(of: "#*="), beginsList(index) { return true }
    let line = text.line(from: index)
    // Attributes in front of a table.
    if byte.isOne(of: "<>=()-^~[.") && line.contains(UInt8(ascii: "|")) { return true }
    return byte.isOne(of: "*-_") && isRule(line)
  }

  private func beginsList(_ index: Int) -> Bool {
    let next = text.after(text.end(from: index) { $0.isOne(of: "#*=") }, 0)
    return next.isBlank || next.isOne(of: "({[")
  }

  /// Three or more of one sign.
  private func isRule(_ line: ArraySlice<UInt8>) -> Bool {
    let signs = line.filter { $0 != space }
    return signs.count > 2 && signs.allSatisfy { $0 == line.first }
  }

  /// The sign behind a block's name: "h1. ", "bq(class). ", "fn1. ".
  private func isPrefixed(_ index: Int) -> Bool {
    guard text.bytes[index].isOne(of: ".(<>={[-^~)"), text.before(index).isLetterOrDigit else { return false }
    if text.bytes[index] == UInt8(ascii: "."), !text.after(index).isOne(of: " :") { return false }
    var start = index
    while index - start < 8, text.before(start).isLetterOrDigit { start -= 1 }
    guard start >= 0, text.isLineStart(start) else { return false }
    return Self.isBlock(text.bytes[start..<index])
  }

  /// Whether this is the name of a block: a paragraph, a quote, a heading, a footnote.
  static func isBlock(_ name: some BidirectionalCollection<UInt8>) -> Bool {
    switch name.first {
    case UInt8(ascii: "p"): name.count == 1
    case UInt8(ascii: "b"): name.elementsEqual("bq".utf8)
    case UInt8(ascii: "h"):
      name.count == 2 && (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(name.last ?? 0)
    case UInt8(ascii: "f"): name.starts(with: "fn".utf8)
    default: false
    }
  }

  // MARK: Inside of a line

  private func isInline(_ index: Int) -> Bool {
    let before = text.before(index)
    let next = text.after(index)
    switch text.bytes[index] {
    // Behind a mailbox the "x" of "x%x%" would be taken for its end.
    case UInt8(ascii: "&"):
      return text.beginsEntity(index) || !before.isBlank && hasMailbox
    // RedCloth leaves it as it is in front of a blank.
    case UInt8(ascii: "<"): return !next.isBlank
    // "@code@".
    case UInt8(ascii: "@"): return !before.isWord && isFollowed(index)
    // A placeholder's first byte: it may become an address.
    case UInt8(ascii: "\""): return next == UInt8(ascii: ":") || next == 0xE2
    case UInt8(ascii: "!"):
      let mayBegin = before.isBlank || before == UInt8(ascii: ">") || isBehindPlaceholder(index)
      return mayBegin && !next.isBlank && isFollowed(index)
    case UInt8(ascii: "["): return isFootnote(index)
    // "ABC(words)" hides the words.
    case UInt8(ascii: "("): return before.isCapital && text.before(index, 2).isCapital
    // "==verbatim==".
    case UInt8(ascii: "="):
      return before.isBlank && next == UInt8(ascii: "=") && text.after(index, 2) != UInt8(ascii: "=")
    // "x%x%" would become an "&".
    case UInt8(ascii: "%"): return before == UInt8(ascii: "x") && next.isOne(of: "x&")
    // " :redsh#1:" is how it keeps attributes.
    case UInt8(ascii: "#"): return text.word(endingAt: index).elementsEqual("redsh".utf8)
    default: return false
    }
  }

  private func isFollowed(_ index: Int) -> Bool {
    isAlone || last[text.bytes[index]] > index
  }

  /// "word[1]".
  private func isFootnote(_ index: Int) -> Bool {
    let before = text.before(index)
    guard before.isWord || !before.isASCII else { return false }
    let end = text.end(from: index + 1, while: \.isDigit)
    return end > index + 1 && text.after(end, 0) == UInt8(ascii: "]")
  }

  // MARK: Emphasis

  private static func isEmphasis(_ byte: UInt8) -> Bool { byte.isOne(of: "*-_%+^~?") }

  /// Whether emphasis could begin here that could also end. Of several signs the first that is taken for one is
  /// enough: behind a reference none begins.
  private func emphasizes(_ index: Int) -> Bool {
    if isAlone, text.bytes[index].isOne(of: "*_"), index > 0, isEnd(index) { return true }
    var start = index
    while index - start < 4, Self.isEmphasis(text.before(start)) { start -= 1 }
    let before = text.before(start)
    guard before.isBlank || before.isOne(of: ">(") || isBehindPlaceholder(start), text.after(index) != space
    else { return false }
    // "--" begins none, as long as it stays together.
    if !isAlone, text.after(start, 0) == UInt8(ascii: "-"), text.after(start) == UInt8(ascii: "-") {
      return false
    }
    return (max(start, 0)...index).first { couldEnd($0) } == index
  }

  /// What is filled in there ends with a tag.
  private func isBehindPlaceholder(_ index: Int) -> Bool {
    text.before(index) == 0xA7 && text.before(index, 2) == 0x9F && text.before(index, 3) == 0xE2
  }

  private func couldEnd(_ index: Int) -> Bool {
    isAlone || lastEnd[text.bytes[index]] > index + 1
  }

  private func isEnd(_ index: Int) -> Bool {
    let next = text.after(index)
    // The "r" of a revision is written as a reference.
    let isEntity = next == UInt8(ascii: "r") && text.after(index, 2).isDigit
    return text.before(index) != space && (next.isBlank || next.isPunctuation || !next.isASCII || isEntity)
  }
}

/// The last place of each byte of ASCII; before the start where there is none.
private struct LastPlaces: Sendable {
  private var places: [Int] = []

  subscript(byte: UInt8) -> Int {
    get { places.isEmpty ? -1 : places[Int(byte)] }
    set {
      if places.isEmpty { places = Array(repeating: -1, count: 128) }
      places[Int(byte)] = newValue
    }
  }
}
