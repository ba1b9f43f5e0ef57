import MigrationKit

extension HTMLMarkup {
  mutating func write(_ rows: [HTMLRow]) {
    page.add(block: language == .textile ? textile(rows) : markdown(rows))
  }

  private func textile(_ rows: [HTMLRow]) -> String {
    rows.map { row in
      row.filter { !$0.isCovered }.map { cell in
        let attributes = (cell.isHeader ? "_" : "") + Self.textile(cell.span)
        let text = lines(of: cell).joined(separator: "\n")
        return "|\(attributes.isEmpty ? " " : attributes + ". ")\(text)\(text.isEmpty ? "" : " ")"
      }.joined() + "|"
    }.joined(separator: "\n")
  }

  private static func textile(_ span: CellSpan) -> String {
    (span.columns > 1 ? "\\\(span.columns)" : "") + (span.rows > 1 ? "/\(span.rows)" : "")
  }

  /// Markdown's tables have no cells that reach over columns or rows: those it would cover are empty. They have one head, the first row; it must be as wide as the widest.
  private func markdown(_ rows: [HTMLRow]) -> String {
    let width = rows.map { $0.reduce(0) { $0 + $1.span.columns } }.max() ?? 0
    var lines: [String] = []
    for (index, row) in rows.enumerated() {
      var cells = row.flatMap { [text(of: $0)] + Array(repeating: "", count: $0.span.columns - 1) }
      if index == 0 { cells += Array(repeating: "", count: width - cells.count) }
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    lines.insert("|" + String(repeating: "---|", count: width), at: 1)
    return lines.joined(separator: "\n")
  }

  /// Redcarpet has no line ends in cells.
  private func text(of cell: HTMLCell) -> String {
    lines(of: cell).joined(separator: language == .commonMark ? "<br>" : " / ")
  }

  private func lines(of cell: HTMLCell) -> [String] {
    cellLines(cell.blocks, cell.blocks.count > 1 ? [.cell, .alone] : .cell)
  }

  private func cellLines(_ blocks: [HTMLBlock], _ place: TextPlace) -> [String] {
    var cell: [String] = []
    for block in blocks {
      switch block {
      case .paragraph(let inlines), .heading(_, let inlines):
        let text = self.lines(inlines, language == .textile ? place : place.union(.insideLine))
        cell += text.filledLines.map { String($0) }
      case .list(let list): cell += cellLines(list)
      case .preformatted(let text):
        let lines = text.filledLines.map { String($0.withVisibleSpaces) }
        cell += lines.map { language.escaped($0, in: [.cell, .alone]) }
      case .quote, .table, .rule: break
      }
    }
    return cell
  }

  /// Cells have no lists.
  private func cellLines(_ list: HTMLList) -> [String] {
    list.items.enumerated().flatMap { index, item in
      let lines = cellLines(item, [.cell, .alone])
      guard let start = list.start else { return lines.map { "• " + $0 } }
      return lines.enumerated().map { ($0 == 0 ? HTMLNumbering().mark(start + index) + " " : "• ") + $1 }
    }
  }
}
