/// A row of one of Redmine's tables.
protocol RedmineRow {
  var id: Int { get }
  /// What it is looked for by, beside its number.
  var keys: [RedmineKey] { get }
}

enum RedmineKey: Hashable {
  /// What hangs on this issue.
  case issue(Int)
  /// The children of this one.
  case parent(Int)
  /// What has this value in a custom field.
  case value(field: Int, String)
}

/// Rows by number and by key: however many there are, one is found at once.
struct RedmineTable<Row: RedmineRow> {
  private var rows: [Int: Row] = [:]
  private var numbers: [RedmineKey: [Int]] = [:]
  /// Of all rows in order, also of those that are gone.
  private var order: [Int] = []

  var count: Int { rows.count }
  var isEmpty: Bool { rows.isEmpty }

  /// By number, in order.
  var all: some Collection<Row> { order.lazy.compactMap { rows[$0] } }

  subscript(id: Int) -> Row? {
    get { rows[id] }
    set {
      let before = rows[id]?.keys ?? []
      let after = newValue?.keys ?? []
      if before != after {
        for key in before where !after.contains(key) { numbers[key]?.removeAll { $0 == id } }
        for key in after where !before.contains(key) { numbers[key, default: []].append(id) }
      }
      if newValue != nil, rows[id] == nil { order.append(id) }
      rows[id] = newValue
    }
  }

  mutating func add(_ row: Row) { self[row.id] = row }

  /// By number.
  func rows(_ key: RedmineKey) -> [Row] { (numbers[key] ?? []).sorted().compactMap { rows[$0] } }

  func has(_ key: RedmineKey) -> Bool { numbers[key]?.isEmpty == false }

  mutating func remove(_ key: RedmineKey) {
    for id in numbers[key] ?? [] { self[id] = nil }
  }

  /// Some of them by number, from either end, without a look at the others; nil when some are gone.
  func page(_ range: Range<Int>, isDescending: Bool) -> [Row]? {
    guard order.count == rows.count else { return nil }
    let places = range.clamped(to: 0..<order.count)
    return places.compactMap { rows[order[isDescending ? order.count - 1 - $0 : $0]] }
  }
}
