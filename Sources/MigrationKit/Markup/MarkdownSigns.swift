/// What means something in Markdown: Redcarpet as Redmine 5.0 sets it up (`lib/redmine/wiki_formatting/markdown`)
/// or GitHub's CommonMark with tables, strikethrough, footnotes and bare addresses (`…/common_mark`).
struct MarkdownSigns {
  private let text: TextScan
  /// What else is in the paragraph is not known: any sign could find its partner.
  private let isAlone: Bool
  private let isRedcarpet: Bool
  private var lastAddress = -1
  private var lastDefinition = -1
  /// Brackets that another text's "](address)" could close; only known where the text stands alone.
  private var openBrackets: Set<Int> = []
  private var counts: [UInt8: Int] = [:]

  init(_ text: TextScan, isAlone: Bool, isRedcarpet: Bool) {
    self.text = text
    self.isAlone = isAlone
    self.isRedcarpet = isRedcarpet
    for (index, byte) in text.bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        if !isAlone { counts[byte, default: 0] += 1 }
      case UInt8(ascii: "]") where text.after(index) == UInt8(ascii: ":"): lastDefinition = index
      case UInt8(ascii: ":") where text.starts(index, with: "://"): lastAddress = index
      case UInt8(ascii: "w") where text.starts(index, with: "www."): lastAddress = index
      default: break
      }
    }
    if isAlone, text.bytes.contains(UInt8(ascii: "[")) { openBrackets = unclosedBrackets() }
  }

  private func unclosedBrackets() -> Set<Int> {
    var open: [Int] = []
    for (index, byte) in text.bytes.enumerated() {
      if byte == UInt8(ascii: "[") { open.append(index) }
      if byte == UInt8(ascii: "]"), !opensAddress(index) { _ = open.popLast() }
    }
    return Set(open)
  }

  func isSign(at index: Int) -> Bool {
    let byte = text.bytes[index]
    guard byte.isPunctuation else { return false }
    return text.isLineStart(index) && beginsLine(index) || endsNumber(index) || isInline(index)
  }

  // MARK: At the start of a line

  private func beginsLine(_ index: Int) -> Bool {
    let line = text.line(from: index)
    switch text.bytes[index] {
    case UInt8(ascii: ">"): return true
    case UInt8(ascii: "#"): return text.after(text.end(from: index) { $0 == UInt8(ascii: "#") }, 0).isBlank
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
      if text.after(index).isBlank { return true }
    // A reference's address, which is not shown.
    case UInt8(ascii: "["): return lastDefinition > index
    default: break
    }
    return isRuler(line)
  }

  /// A heading's or a table's underline, a rule.
  private func isRuler(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first, first.isOne(of: "-:|=*_") else { return false }
    if line.allSatisfy({ $0 == first || $0 == space }) {
      return first.isOne(of: "-=|") || line.count { $0 == first } > 2
    }
    // Redcarpet reads no more of a table's underline than there are columns.
    let start = line.prefix { $0.isOne(of: "-:|=+ ") }
    return start.contains(UInt8(ascii: "-"))
      && (start.count == line.count || start.contains(UInt8(ascii: "|")))
  }

  /// The sign behind an item's number.
  private func endsNumber(_ index: Int) -> Bool {
    guard text.bytes[index].isOne(of: ".)"), text.before(index).isDigit, text.after(index).isBlank else {
      return false
    }
    var start = index
    while index - start < 20, text.before(start).isDigit { start -= 1 }
    return text.isLineStart(start)
  }

  // MARK: Inside of a line

  private func isInline(_ index: Int) -> Bool {
    let byte = text.bytes[index]
    let before = text.before(index)
    let next = text.after(index)
    switch byte {
    case UInt8(ascii: "\\"):
      return next == lineEnd || next.isPunctuation || BareAddress(at: index + 1, in: text) != nil
    case UInt8(ascii: "`"): return isPaired(byte)
    case UInt8(ascii: "*"): return isPaired(byte) && !(before.isBlank && next.isBlank)
    case UInt8(ascii: "_"):
      return isPaired(byte) && !(before.isBlank && next.isBlank)
        && !(before.isLetterOrDigit && next.isLetterOrDigit)
    case UInt8(ascii: "~"): return isPaired(byte) && (before == byte || next == byte || isAlone)
    // Redcarpet's superscript.
    case UInt8(ascii: "^"): return isRedcarpet && (!next.isBlank || isAlone)
    case UInt8(ascii: "["): return leadsLink(index) || openBrackets.contains(index)
    case UInt8(ascii: "!"): return BareAddress(at: index + 1, in: text) != nil || becomesLink(index + 1)
    case UInt8(ascii: "]"): return opensAddress(index)
    case UInt8(ascii: "<"): return isAlone || !next.isBlank && next != UInt8(ascii: "=")
    case UInt8(ascii: "&"): return text.beginsEntity(index)
    default: return false
    }
  }

  private func isPaired(_ byte: UInt8) -> Bool { isAlone || counts[byte, default: 0] > 1 }

  /// Redmine makes "[[…]]", a wiki page, of a bracket around what Redcarpet has made a link. CommonMark makes no
  /// link of an address that a bracket is open in front of.
  private func leadsLink(_ index: Int) -> Bool {
    if becomesLink(index + 1) { return true }
    guard isRedcarpet else { return index < lastAddress || text.after(index) == UInt8(ascii: "^") }
    if BareAddress(at: index + 1, in: text) != nil { return true }
    let end = text.end(from: index + 1) { $0.isWord || $0.isOne(of: ".+-") }
    return end > index + 1 && text.after(end, 0) == UInt8(ascii: "@")
  }

  /// A placeholder: what is filled in begins with "[".
  private func becomesLink(_ index: Int) -> Bool { text.starts(index, with: "⟦") }

  /// Redcarpet writes an address as it stands, and browsers read some references without their ";".
  func isReference(inAddress index: Int) -> Bool {
    guard text.bytes[index] == UInt8(ascii: "&") else { return false }
    return text.beginsEntity(index) || isRedcarpet && Self.loose.contains { text.starts(index + 1, with: $0) }
  }

  private static let loose: [StaticString] = [
    "#", "amp", "lt", "gt", "quot", "nbsp", "copy", "reg", "para", "sect", "times", "not", "deg", "cent",
    "pound", "yen", "micro", "shy", "uml", "eth", "sup", "frac", "ord", "macr", "divide", "curren", "middot",
    "plusmn",
    "acute",
  ]

  /// "[words](address)"; Redcarpet lets white space stand in between.
  private func opensAddress(_ index: Int) -> Bool {
    let end = isRedcarpet ? text.end(from: index + 1, while: \.isBlank) : index + 1
    return isAlone && end >= text.count || text.after(end, 0) == UInt8(ascii: "(")
  }
}
