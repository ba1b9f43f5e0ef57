extension HTMLMarkup {
  mutating func write(_ list: HTMLList) {
    let list = list.numbered(by: language)
    if language == .textile { return writeTextile(list) }
    for (index, item) in list.items.enumerated() {
      if case .list(let nested) = item.first, item.count == 1 {
        write(nested)
      } else {
        write(
          item, mark: list.start.map { "\($0 &+ index)." } ?? "-", isFirst: index == 0, start: list.start ?? 1
        )
      }
    }
  }

  private mutating func write(_ item: [HTMLBlock], mark: String, isFirst: Bool, start: Int) {
    // A paragraph is only ended by a list that begins with 1.
    page.isTight = !isFirst || page.isInItem && start == 1
    page.begin(.item(mark))
    if !Self.beginsWithText(item) { page.add(block: "&nbsp;") }
    for block in item {
      if case .heading(_, let inlines) = block { add(lines: lines(inlines)) } else { write([block]) }
    }
    page.end()
  }

  /// Redcarpet sees no other block directly behind an item's mark, and no heading in items.
  private static func beginsWithText(_ item: [HTMLBlock]) -> Bool {
    switch item.first {
    case .paragraph, .heading: true
    default: false
    }
  }

  /// Textile's items are lines; what is none stands between two lists.
  private mutating func writeTextile(_ list: HTMLList) {
    var lines: [String] = []
    collect(list, marks: "", &lines)
    endList(&lines)
  }

  private static let deepestList = 6

  private mutating func collect(_ list: HTMLList, marks: String, _ lines: inout [String]) {
    let list = list.numbered(by: language)
    let marks = marks.count < Self.deepestList ? marks + (list.start == nil ? "*" : "#") : marks
    for item in list.items {
      var text: [String] = []
      for block in item {
        switch block {
        case .paragraph(let inlines), .heading(_, let inlines):
          text.append(self.lines(inlines, item.count > 1 ? .alone : []))
        case .list(let nested):
          add(&text, marks, to: &lines)
          collect(nested, marks: marks, &lines)
        case .quote, .preformatted, .table, .rule:
          add(&text, marks, to: &lines)
          endList(&lines)
          write([block])
        }
      }
      add(&text, marks, to: &lines)
    }
  }

  private func add(_ text: inout [String], _ marks: String, to lines: inout [String]) {
    let words = text.filter { !$0.isEmpty }.joined(separator: "\n")
    if !words.isEmpty { lines.append("\(marks) \(words)") }
    text = []
  }

  private mutating func endList(_ lines: inout [String]) {
    if !lines.isEmpty { page.add(block: lines.joined(separator: "\n")) }
    lines = []
  }
}
