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
  private(set) var counts: [Misfit: [String: Int]] = [:]

  private static let mostShown = 10

  mutating func count(_ misfit: Misfit, _ values: [String]) {
    for value in values { counts[misfit, default: [:]][value, default: 0] += 1 }
  }

  /// The most frequent values first, of each kind.
  var kinds: [(misfit: Misfit, values: [(value: String, count: Int)])] {
    counts.sorted { $0.key < $1.key }.map { misfit, values in
      (misfit, values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) })
    }
  }

  /// '12 values of "Category" are not in its list: Foo (7), Bar (5)'.
  var lines: [String] {
    kinds.map { misfit, values in
      let total = values.reduce(0) { $0 + $1.count }
      let shown = values.prefix(Self.mostShown).map { "\(Self.line($0.value)) (\(grouped($0.count)))" }
      let more = values.count > shown.count ? ", and \(grouped(values.count - shown.count)) others" : ""
      let head =
        total == 1
        ? "1 value of \"\(misfit.field)\" is" : "\(grouped(total)) values of \"\(misfit.field)\" are"
      return "\(head) \(misfit.flaw): \(shown.joined(separator: ", "))\(more)"
    }
  }

  private static func line(_ value: String) -> String {
    let line = value.split(whereSeparator: \.isNewline).first.map(String.init) ?? "\"\""
    return line.count > 40 ? "\(line.prefix(40))…" : line
  }
}
