/// Lines of text under construction: white space collapses, breaks are written when text follows them.
struct TextPage {
  /// Deeper levels are shown like this one: nesting without end must not write prefixes without end.
  private static let deepest = 8

  private var output: [UInt8] = []
  private var pendingBreaks = 0
  private var pendingSpace = false
  private var pendingMark: String?
  private var quoteDepth = 0
  private var indentation = 0
  private var lastQuoteDepth = 0
  /// For each open table whether the row being written has text.
  private var rows: [Bool] = []
  private var pendingCells = 0

  var text: String { String(decoding: output, as: UTF8.self).trimmingBlankEnds }

  mutating func write(_ text: String, isPreformatted: Bool = false) {
    if isPreformatted { return writeLines(text.cleanText) }
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", "\n", "\t", "\r", "\u{0C}", "\u{A0}": pendingSpace = true
      case "\u{AD}", "\u{200B}", "\u{FEFF}": break
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
      default: append(scalar)
      }
    }
  }

  /// In a row that is still empty nothing stands that a blank line could follow.
  mutating func breakLines(_ count: Int) {
    pendingBreaks = max(pendingBreaks, rows.last == false ? 1 : count)
  }

  mutating func addLineBreak() {
    pendingBreaks += 1
  }

  mutating func writeRule() {
    write("----------")
    breakLines(2)
  }

  mutating func beginQuote() {
    quoteDepth += 1
  }

  mutating func endQuote() {
    quoteDepth = max(0, quoteDepth - 1)
  }

  mutating func indent(to level: Int) {
    indentation = level
  }

  mutating func beginItem(_ mark: String) {
    pendingMark = mark
  }

  /// An item without text leaves no mark.
  mutating func endItem() {
    pendingMark = nil
  }

  mutating func beginTable() {
    rows.append(false)
  }

  mutating func endTable() {
    _ = rows.popLast()
    pendingCells = 0
  }

  mutating func beginRow() {
    if rows.last == true { pendingBreaks = 1 }
    if !rows.isEmpty { rows[rows.count - 1] = false }
    pendingCells = 0
  }

  /// Cells stand beside each other, whatever blocks they hold; where no table is around them, only a space keeps them apart.
  mutating func beginCell() {
    if rows.isEmpty { pendingSpace = true }
    guard rows.last == true else { return }
    pendingCells += 1
    pendingBreaks = 0
  }

  private mutating func writeLines(_ text: String) {
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        pendingBreaks += 1
      } else {
        append(scalar)
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    startText()
    output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// Writes what has been waiting for text to follow.
  private mutating func startText() {
    if pendingCells > 0 {
      for _ in 0..<min(pendingCells, 32) { output.append(contentsOf: " | ".utf8) }
    } else if pendingBreaks > 0 || output.isEmpty {
      startLine()
    } else if pendingSpace {
      output.append(UInt8(ascii: " "))
    }
    if let mark = pendingMark { output.append(contentsOf: mark.utf8) }
    if !rows.isEmpty { rows[rows.count - 1] = true }
    pendingMark = nil
    pendingCells = 0
    pendingBreaks = 0
    pendingSpace = false
  }

  private mutating func startLine() {
    let depth = min(quoteDepth, Self.deepest)
    if !output.isEmpty {
      output.append(UInt8(ascii: "\n"))
      if pendingBreaks > 1 {
        let shared = repeatElement("> ", count: min(depth, lastQuoteDepth)).joined()
        output.append(contentsOf: (shared.trimmingSpace + "\n").utf8)
      }
    }
    for _ in 0..<depth { output.append(contentsOf: "> ".utf8) }
    for _ in 0..<min(indentation, Self.deepest) { output.append(contentsOf: "  ".utf8) }
    lastQuoteDepth = depth
  }
}
