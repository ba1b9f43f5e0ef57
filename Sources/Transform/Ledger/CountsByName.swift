/// How often each of a few names was counted. Mostly it is one name, and the same text each time, so looking through
/// them costs less than hashing.
struct CountsByName: Equatable, Sendable {
  private var rows: [(name: String, count: Int)] = []

  var isEmpty: Bool { rows.isEmpty }
  var sum: Int { rows.reduce(0) { $0 + $1.count } }
  /// By name.
  var sorted: [(name: String, count: Int)] { rows.sorted { $0.name < $1.name } }

  mutating func add(_ count: Int = 1, to name: String) {
    if let index = rows.firstIndex(where: { $0.name == name }) {
      rows[index].count += count
    } else {
      rows.append((name, count))
    }
  }

  mutating func merge(_ other: CountsByName) {
    for (name, count) in other.rows { add(count, to: name) }
  }

  static func == (left: CountsByName, right: CountsByName) -> Bool {
    left.sorted.elementsEqual(right.sorted, by: ==)
  }
}

extension CountsByName: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, Int)...) {
    for (name, count) in elements { add(count, to: name) }
  }
}
