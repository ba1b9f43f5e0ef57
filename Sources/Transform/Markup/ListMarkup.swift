extension HTMLMarkup {
  mutating func write(_ list: HTMLList) {
    if language == .textile { return writeTextile(list) }
    for (index, item) in list.items.enumerated() {
      page.begin(.item(list.start.map { "\($0 &+ index)." } ?? "-"))
      // A paragraph is only ended by a list that begins with 1.
      if index > 0 || !page.isOutermost && (list.start ?? 1) == 1 { page.isTight = true }
      write(item)
      page.end()
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
