/// Tells tables of data from those that only place things beside each other, and puts each cell into its columns.
struct HTMLTable {
  private let rows: [HTMLRow]
  private let width: Int

  /// Rows and columns in which nothing stands are left out.
  /// - Parameter groups: the places of rows with which a head, a body or a foot begins.
  init(rows: [HTMLRow], groups: Set<Int> = []) {
    let filled = Self.placed(rows, groups).filter { row in row.contains { $0.isFilled } }
    let kept = Set(filled.flatMap { $0.filter(\.isFilled).map(\.columns.lowerBound) }).sorted()
    var heights: [Int: Int] = [:]
    for cell in filled.joined() where cell.isCovered { heights[cell.number, default: 1] += 1 }
    self.rows = filled.map { Self.row($0, keeping: kept, heights) }
    width = kept.count
  }

  /// The table, or what is in it where it is no table of data: a single column, a row that holds more than lines of
  /// text, or a table around tables.
  var blocks: [HTMLBlock] {
    isData ? [.table(rows)] : rows.flatMap { $0.flatMap(\.blocks) }
  }

  private var isData: Bool {
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

  // MARK: Columns

  /// A cell in its columns, or the part of one from above that reaches into this row.
  private struct Placed {
    var cell = HTMLCell()
    let columns: Range<Int>
    let number: Int
    var isCovered = false

    var isFilled: Bool { !cell.blocks.isEmpty }
  }

  private static func placed(_ rows: [HTMLRow], _ groups: Set<Int>) -> [[Placed]] {
    var columns = TableColumns()
    return rows.enumerated().map { index, row in
      if groups.contains(index) { columns.beginGroup() }
      columns.beginRow()
      let cells = row.map { cell in
        let place = columns.place(cell.span)
        return Placed(cell: cell, columns: place.columns, number: place.cell)
      }
      let covered = columns.covers.map { Placed(columns: $0.columns, number: $0.cell, isCovered: true) }
      return covered.isEmpty
        ? cells : (cells + covered).sorted { $0.columns.lowerBound < $1.columns.lowerBound }
    }
  }

  /// From its first column on without a gap.
  private static func row(_ row: [Placed], keeping kept: [Int], _ heights: [Int: Int]) -> HTMLRow {
    var cells: HTMLRow = []
    var end = 0
    for placed in row {
      let columns = kept.place(of: placed.columns.lowerBound)..<kept.place(of: placed.columns.upperBound)
      guard !columns.isEmpty else { continue }
      cells += repeatElement(HTMLCell(), count: columns.lowerBound - end)
      end = columns.upperBound
      var cell = placed.cell
      cell.isCovered = placed.isCovered
      cell.span = CellSpan(columns: columns.count, rows: placed.isCovered ? 1 : heights[placed.number] ?? 1)
      cells.append(cell)
    }
    return cells
  }
}

extension [Int] {
  /// How many of these sorted numbers are less.
  fileprivate func place(of number: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
