import MigrationKit

/// A kind of values that a field of the target would not take.
struct Misfit: Sendable, Hashable, Comparable {
  let field: String
  /// Behind "are": "not in its list".
  let flaw: String

  static func < (left: Misfit, right: Misfit) -> Bool { (left.field, left.flaw) < (right.field, right.flaw) }
}

/// Counts the values that do not fit, so that one wrong value of a thousand tickets is one line.
struct MisfitTally: Sendable {
  struct Row: Sendable {
    let misfit: Misfit
    /// Of all values.
    let count: Int
    /// The most frequent first.
    let values: [(value: String, count: Int)]
  }

  private var counts: [Misfit: [String: Int]] = [:]

  private static let longestValue = 60
  private static let mostInLine = 10

  /// Long texts are counted by how they begin.
  mutating func count(_ misfit: Misfit, _ values: [String]) {
    for value in values { counts[misfit, default: [:]][Self.beginning(of: value), default: 0] += 1 }
  }

  var rows: [Row] {
    counts.sorted { $0.key < $1.key }.map { misfit, values in
      Row(
        misfit: misfit, count: values.values.reduce(0, +),
        values: values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) })
    }
  }

  /// '12 values of "Category" are not in its list: Foo (7), Bar (5)'.
  var lines: [String] {
    rows.map { row in
      let shown = row.values.prefix(Self.mostInLine).map { "\($0.value) (\(grouped($0.count)))" }
      let rest = row.values.count - shown.count
      let field = row.misfit.field
      let head = counted(row.count, "value of \"\(field)\" is", "values of \"\(field)\" are")
      return "\(head) \(row.misfit.flaw): \(shown.joined(separator: ", "))"
        + (rest > 0 ? ", and \(counted(rest, "other"))" : "")
    }
  }

  private static func beginning(of value: String) -> String {
    let line = value.split(whereSeparator: \.isNewline).first.map(String.init) ?? "\"\""
    return line.count > longestValue || line.count < value.count ? "\(line.prefix(longestValue))…" : line
  }
}
