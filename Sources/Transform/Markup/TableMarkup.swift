import MigrationKit

extension HTMLMarkup {
  mutating func write(_ rows: [HTMLRow]) {
    page.add(block: language == .textile ? textile(rows) : markdown(rows))
  }

  private func textile(_ rows: [HTMLRow]) -> String {
    rows.map { row in
      row.map { cell in
        let attributes = (cell.isHeader ? "_" : "") + (cell.span > 1 ? "\\\(cell.span)" : "")
        let text = lines(of: cell).joined(separator: "\n")
        return "|\(attributes.isEmpty ? " " : attributes + ". ")\(text)\(text.isEmpty ? "" : " ")"
      }.joined() + "|"
    }.joined(separator: "\n")
  }

  /// Markdown's tables have one head, the first row.
  private func markdown(_ rows: [HTMLRow]) -> String {
    let width = rows.map { $0.reduce(0) { $0 + $1.span } }.max() ?? 0
    var lines = rows.map { row in
      let cells = row.flatMap { [text(of: $0)] + Array(repeating: "", count: $0.span - 1) }
      let padding = Array(repeating: "", count: width - cells.count)
      return "| " + (cells + padding).joined(separator: " | ") + " |"
    }
    lines.insert("|" + String(repeating: "---|", count: width), at: 1)
    return lines.joined(separator: "\n")
  }

  /// Redcarpet has no line ends in cells.
  private func text(of cell: HTMLCell) -> String {
    lines(of: cell).joined(separator: language == .commonMark ? "<br>" : " / ")
  }

  private func lines(of cell: HTMLCell) -> [String] {
    cell.blocks.flatMap(lines).flatMap { $0.split(separator: "\n").map(String.init) }
  }

  private func lines(_ block: HTMLBlock) -> [String] {
    switch block {
    case .paragraph(let inlines), .heading(_, let inlines):
      [lines(inlines, language == .textile ? .cell : [.cell, .insideLine])]
    case .list(let list): list.items.flatMap { $0.flatMap(lines).map { "• " + $0 } }
    case .quote(let blocks): blocks.flatMap(lines)
    case .preformatted(let text): [language.escaped(text, in: .cell)]
    case .table, .rule: []
    }
  }
}
