/// In which columns the cells of a table stand: one can cover several, also in the rows below it.
struct TableColumns {
  /// A cell that reaches into further rows.
  struct Cover {
    let columns: Range<Int>
    /// The number of its cell, as they came.
    let cell: Int
    fileprivate var rowsLeft: Int
  }

  /// No cell covers more columns, and no more of a row are covered from above: a few bytes must not become a wide table.
  private static let most = 64

  /// Of cells in rows above, from left to right.
  private(set) var covers: [Cover] = []
  /// Of cells in this row.
  private var begun: [Cover] = []
  private var column = 0
  private var cellCount = 0

  mutating func beginRow() {
    let left = covers.map { Cover(columns: $0.columns, cell: $0.cell, rowsLeft: $0.rowsLeft - 1) }
    covers = (left.filter { $0.rowsLeft > 0 } + begun).sorted {
      $0.columns.lowerBound < $1.columns.lowerBound
    }
    begun = []
    column = 0
  }

  /// No cell reaches from a table's head into its body.
  mutating func beginGroup() { (covers, begun) = ([], []) }

  /// The columns of the row's next cell, as far as they are free, and its number.
  mutating func place(_ span: CellSpan) -> (columns: Range<Int>, cell: Int) {
    for cover in covers where cover.columns.contains(column) { column = cover.columns.upperBound }
    let next = covers.first { $0.columns.lowerBound > column }?.columns.lowerBound ?? .max
    let columns = column..<min(column + min(span.columns, Self.most), next)
    if span.rows > 1, coveredCount + columns.count <= Self.most {
      begun.append(Cover(columns: columns, cell: cellCount, rowsLeft: span.rows - 1))
    }
    column = columns.upperBound
    cellCount += 1
    return (columns, cellCount - 1)
  }

  private var coveredCount: Int { (covers + begun).reduce(0) { $0 + $1.columns.count } }
}

/// How many columns and rows a cell covers.
struct CellSpan: Equatable {
  var columns = 1
  var rows = 1

  init(columns: Int = 1, rows: Int = 1) {
    self.columns = columns
    self.rows = rows
  }

  /// What a tag says: 0 rows are all that follow.
  init(_ attributes: HTMLAttributes) {
    columns = max(Self.number(attributes["colspan"]) ?? 1, 1)
    let rows = Self.number(attributes["rowspan"]) ?? 1
    self.rows = rows == 0 ? .max : max(rows, 1)
  }

  /// The digits in front of anything else, as browsers read them.
  private static func number(_ text: String?) -> Int? {
    text.map { $0.drop(while: \.isWhitespace).prefix { $0.isASCII && $0.isNumber } }.flatMap { digits in
      digits.isEmpty ? nil : Int(digits) ?? .max
    }
  }
}
