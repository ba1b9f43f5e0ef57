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

  mutating func beginItem() {
    endPart(.item, within: [.cell, .list])
    if !tree.isInList { beginPart(.list(start: nil)) }
    beginPart(.item)
  }

  mutating func beginRow() {
    endPart(.row, within: [.table])
    if tree.innermost == .table { beginPart(.row) }
  }

  mutating func beginCell(isHeader: Bool, _ span: String?) {
    endPart(.cell, within: [.table])
    if tree.innermost == .table { beginPart(.row) }
    guard tree.innermost == .row else { return }
    beginPart(.cell(isHeader: isHeader, span: min(max(Int(span ?? "") ?? 1, 1), 20)))
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
  mutating func beginPreformatted(_ attributes: [String: String]) {
    endBlock()
    if attributes["class"]?.hasPrefix("moz-") == true { plainLines += 1 } else { preformatted = "" }
  }

  mutating func endPreformatted() {
    guard let text = preformatted?.cleanText.trimmingBlankEnds else { return }
    preformatted = nil
    if !text.isEmpty { tree.add(.preformatted(text)) }
  }

  // MARK: Links and pictures

  mutating func beginLink(_ address: String?) {
    endLink()
    guard let address = address.map({ Placeholder.disarmed($0.cleanLine) }), !address.isEmpty,
      !address.hasPrefix("#"),
      !["javascript:", "cid:", "data:"].contains(where: address.lowercased().hasPrefix)
    else { return }
    styles.address = address
    isLinkShown = false
  }

  /// A link that shows nothing shows its address.
  mutating func endLink() {
    if let address = styles.address, !isLinkShown { writeWords(address) }
    styles.address = nil
  }

  /// A picture without words that did not come with the message only counts readers.
  mutating func image(_ attributes: [String: String]) {
    let words = Placeholder.disarmed(attributes["alt"]?.cleanLine ?? "")
    let source = attributes["src"]?.cleanLine ?? ""
    guard !words.isEmpty || source.lowercased().hasPrefix("cid:") else { return }
    if paragraph.isComplete { endParagraph() }
    isLinkShown = true
    paragraph.add(HTMLImage(source: source, words: words, address: styles.address))
  }

  // MARK: Word's lists

  mutating func beginWordItem(_ attributes: [String: String]) {
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
