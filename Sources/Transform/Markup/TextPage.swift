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
  /// One for each open table.
  private var rows: [TextRow] = []

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
    pendingBreaks = max(pendingBreaks, rows.last?.hasText == false ? 1 : count)
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
    rows.append(TextRow())
  }

  mutating func endTable() {
    _ = rows.popLast()
  }

  mutating func beginRowGroup() {
    if !rows.isEmpty { rows[rows.count - 1].beginGroup() }
  }

  mutating func beginRow() {
    guard let last = rows.indices.last else { return }
    if rows[last].hasText { pendingBreaks = 1 }
    rows[last].begin()
  }

  /// Cells stand beside each other, whatever blocks they hold; where no table is around them, only a space keeps them apart.
  mutating func beginCell(_ span: CellSpan) {
    guard let last = rows.indices.last else { return pendingSpace = true }
    if rows[last].hasText { pendingBreaks = 0 }
    rows[last].beginCell(span)
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
    let border = rows.indices.last.flatMap { rows[$0].takeBorder() }
    if let border, border.isInside {
      for _ in 0..<border.columns { output.append(contentsOf: " | ".utf8) }
    } else if pendingBreaks > 0 || output.isEmpty {
      startLine()
    } else if pendingSpace {
      output.append(UInt8(ascii: " "))
    }
    if let border, !border.isInside {
      for _ in 0..<border.columns { output.append(contentsOf: "| ".utf8) }
    }
    if let mark = pendingMark { output.append(contentsOf: mark.utf8) }
    pendingMark = nil
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

/// The row of a table that is being written as a line, "1 | Cable | 12".
private struct TextRow {
  private(set) var hasText = false
  private var columns = TableColumns()
  /// The column of the cell that is being read, and that of the last text; -1 in front of all cells.
  private var column = -1
  private var lastColumn = -1
  /// Whether one of the rows has had cells with text beside each other: others only place one thing below another.
  private var isOfData = false

  mutating func beginGroup() { columns.beginGroup() }

  mutating func begin() {
    columns.beginRow()
    hasText = false
    (column, lastColumn) = (-1, -1)
  }

  mutating func beginCell(_ span: CellSpan) { column = columns.place(span).columns.lowerBound }

  /// How many columns lie between the last text of the row, or its start, and the one that begins now; nil within a cell.
  mutating func takeBorder() -> (columns: Int, isInside: Bool)? {
    defer { (hasText, lastColumn) = (true, column) }
    guard column > lastColumn else { return nil }
    if hasText { isOfData = true }
    guard isOfData else { return nil }
    return (min(hasText ? column - lastColumn : column, 32), hasText)
  }
}
