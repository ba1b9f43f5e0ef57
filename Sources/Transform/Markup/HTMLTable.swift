/// Tells tables of data from those that only place things beside each other.
struct HTMLTable {
  private let rows: [HTMLRow]

  /// Rows and columns in which nothing stands are left out.
  init(rows: [HTMLRow]) {
    let filled = rows.filter { row in row.contains { !$0.blocks.isEmpty } }
    let columns = Self.filledColumns(filled)
    self.rows = columns.isEmpty ? filled : filled.map { Self.row($0, keeping: columns) }
  }

  /// The table, or what is in it where it is no table of data: a single column, a row that holds more than lines of
  /// text, or a table around tables.
  var blocks: [HTMLBlock] {
    isData ? [.table(rows)] : rows.flatMap { $0.flatMap(\.blocks) }
  }

  private var isData: Bool {
    let width = rows.map { $0.count }.max() ?? 0
    guard width > 1, !rows.contains(where: { $0.contains { Self.holdsParts($0.blocks) } }) else {
      return false
    }
    return rows.count > 1 || rows[0].allSatisfy { $0.blocks.count < 2 && !Self.isLong($0) }
  }

  /// Whether it holds what a cell of Redmine's tables cannot.
  private static func holdsParts(_ blocks: [HTMLBlock]) -> Bool {
    blocks.contains { block in
      switch block {
      case .paragraph, .heading, .preformatted: false
      case .list(let list): list.items.contains(where: holdsParts)
      case .quote, .table, .rule: true
      }
    }
  }

  private static func isLong(_ cell: HTMLCell) -> Bool {
    guard case .paragraph(let inlines) = cell.blocks.first else { return !cell.blocks.isEmpty }
    return inlines.contains(.lineBreak)
  }

  /// Which columns hold something; empty where cells cover several columns.
  private static func filledColumns(_ rows: [HTMLRow]) -> Set<Int> {
    var columns: Set<Int> = []
    for row in rows {
      if row.contains(where: { $0.span > 1 }) { return [] }
      for (index, cell) in row.enumerated() where !cell.blocks.isEmpty { columns.insert(index) }
    }
    return columns
  }

  private static func row(_ row: HTMLRow, keeping columns: Set<Int>) -> HTMLRow {
    row.indices.filter(columns.contains).map { row[$0] }
  }
}
