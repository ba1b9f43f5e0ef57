import MigrationKit

extension HTMLReader {
  // MARK: Parts

  mutating func beginPart(_ part: HTMLTree.Part) {
    endBlock()
    heading = nil
    tree.begin(part, styles)
  }

  mutating func endPart(_ name: HTMLTree.Name, within limits: Set<HTMLTree.Name> = []) {
    endBlock()
    heading = nil
    guard var restored = tree.end(name, within: limits) else { return }
    if styles.address == nil { restored.address = nil }
    styles = restored
  }

  mutating func beginItem(value: Int?) {
    endPart(.item, within: [.cell, .list])
    if !tree.isInList { tree.begin(.list(nil), styles, isImplied: true) }
    beginPart(.item(value: value))
  }

  mutating func beginRow() {
    endPart(.row, within: [.table])
    if tree.innermost == .table { beginPart(.row) }
  }

  mutating func beginRowGroup() {
    endPart(.row, within: [.table])
    tree.beginRowGroup()
  }

  mutating func beginCell(isHeader: Bool, _ span: CellSpan) {
    endPart(.cell, within: [.table])
    if tree.innermost == .table { beginPart(.row) }
    guard tree.innermost == .row else { return }
    beginPart(.cell(isHeader: isHeader, span: span))
  }

  // MARK: Headings and preformatted text

  mutating func beginHeading(_ name: String) {
    endBlock()
    heading = name.last?.wholeNumberValue
  }

  mutating func endHeading() {
    endParagraph()
    heading = nil
  }

  /// Thunderbird and its relatives keep the lines of plain texts so.
  mutating func beginPreformatted(_ attributes: HTMLAttributes) {
    endBlock()
    if attributes["class"]?.hasPrefix("moz-") == true { plainLines += 1 } else { preformatted = "" }
    if preformatted != nil { endLeading() }
  }

  mutating func endPreformatted() {
    guard let text = preformatted?.cleanText.trimmingBlankEnds else { return }
    preformatted = nil
    if !text.isEmpty { tree.add(.preformatted(text)) }
  }

  // MARK: Word's lists

  mutating func beginWordItem(_ attributes: HTMLAttributes) {
    guard let level = WordList.level(attributes) else { return }
    endParagraph()
    wordList.begin(level: level)
  }

  mutating func endWordItem() {
    guard wordList.isOpen else { return }
    endParagraph()
    wordList.end()
  }
}
