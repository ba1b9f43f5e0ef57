import Foundation
import MigrationKit

extension RequestTracker.Search {
  func matches(_ record: any RequestTracker.Record, in archive: RequestTracker.Archive) -> Bool {
    switch self {
    case .condition(let condition): condition.matches(record, in: archive)
    case .all(let parts): parts.allSatisfy { $0.matches(record, in: archive) }
    case .any(let parts): parts.contains { $0.matches(record, in: archive) }
    }
  }

  /// True when a condition on this field stands anywhere in it.
  func mentions(_ field: String) -> Bool {
    switch self {
    case .condition(let condition): condition.field == field
    case .all(let parts), .any(let parts): parts.contains { $0.mentions(field) }
    }
  }
}

extension RequestTracker.Search {
  /// Reads the JSON form: conditions on one field are joined by OR (or by the `entry_aggregator` of the later one),
  /// those on different fields by AND; a condition on an unknown field is left out.
  ///
  /// - Returns: Nil when nothing is left to search by, which finds nothing.
  init?(json: JSONNode, isSearchable: (String) -> Bool) {
    var groups: [(field: String, search: RequestTracker.Search)] = []
    for element in json.elements {
      guard let condition = RequestTracker.SearchCondition(json: element), isSearchable(condition.field)
      else {
        continue
      }
      let isAll = element["entry_aggregator"]?.string?.uppercased() == "AND"
      if let index = groups.firstIndex(where: { $0.field == condition.field }) {
        let both = [groups[index].search, .condition(condition)]
        groups[index].search = isAll ? .all(both) : .any(both)
      } else {
        groups.append((condition.field, .condition(condition)))
      }
    }
    guard !groups.isEmpty else { return nil }
    self = .all(groups.map(\.search))
  }
}

extension RequestTracker.SearchCondition {
  fileprivate init?(json: JSONNode) {
    guard let field = json["field"]?.string, let value = json["value"], !value.isNull else { return nil }
    let nodes = value.isArray ? value.elements : [value]
    self.init(
      field: field, operation: json["operator"]?.string?.uppercased() ?? "=",
      values: nodes.compactMap { $0.string ?? $0.numberText })
  }

  fileprivate func matches(_ record: any RequestTracker.Record, in archive: RequestTracker.Archive) -> Bool {
    guard let column = record.searchColumn(field, in: archive) else { return false }
    if case .instant(let seconds) = column { return matches(seconds) }
    if case .number(let number) = column, let fits = matches(number: number) { return fits }
    return matches(column.keys)
  }

  /// Nil where words are to be compared.
  private func matches(number: Int) -> Bool? {
    guard let numbers else { return nil }
    switch operation {
    case "=", "IN": return numbers.contains(number)
    case "!=": return !numbers.contains(number)
    case "<", "<=", ">", ">=": return numbers.contains { isOrdered(number, $0) }
    default: return nil
    }
  }

  private func matches(_ keys: [String]) -> Bool {
    let wanted = values.map { $0.lowercased() }
    func has(_ test: (String, String) -> Bool) -> Bool {
      keys.contains { key in wanted.contains { test(key.lowercased(), $0) } }
    }
    switch operation {
    case "=", "IN": return has { $0 == $1 }
    case "!=": return !has { $0 == $1 }
    case "IS": return keys.isEmpty
    case "IS NOT": return !keys.isEmpty
    case "LIKE": return has { $0.contains($1) }
    case "NOT LIKE": return !has { $0.contains($1) }
    case "STARTSWITH": return has { $0.hasPrefix($1) }
    case "ENDSWITH": return has { $0.hasSuffix($1) }
    default: return has(isOrdered(text:_:))
    }
  }

  private func matches(_ seconds: Int) -> Bool {
    guard let text = values.first else { return false }
    let wanted = searchedInstant(text)
    if operation == "=", !text.contains(":") { return (wanted..<(wanted + 86_400)).contains(seconds) }
    return isOrdered(seconds, wanted)
  }

  /// Numbers by size, anything else as text.
  private func isOrdered(text left: String, _ right: String) -> Bool {
    if let left = Int(left), let right = Int(right) { return isOrdered(left, right) }
    return isOrdered(left, right)
  }

  private func isOrdered<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch operation {
    case "=": left == right
    case "!=": left != right
    case "<": left < right
    case "<=": left <= right
    case ">": left > right
    case ">=": left >= right
    default: false
    }
  }
}

extension RequestTracker.Column {
  /// What a search compares with; none for what was never set.
  var keys: [String] {
    switch self {
    case .null, .noInstant, .json, .group, .fatal: []
    case .text(let text): [text]
    case .number(let number): [String(number)]
    case .instant(let seconds): [String(seconds)]
    case .record(let record): record.searchNames
    case .records(let records): records.flatMap(\.searchNames)
    }
  }
}

extension RequestTracker.Column {
  /// Numbers by size, anything else as text.
  enum SortKey: Comparable {
    case number(Int)
    case text(String)
  }

  var sortKey: SortKey {
    if case .number(let number) = self { return .number(number) }
    let key = keys.first ?? ""
    return Int(key).map { .number($0) } ?? .text(key)
  }
}

/// A moment as searches read it: "2021-01-05 12:27:22" or a day; RT's own form with T and Z is cut to its day, and
/// whatever cannot be read counts as 1970 (measured).
private func searchedInstant(_ text: String) -> Int {
  let day = text.prefix(10)
  guard let midnight = try? Date("\(day)T00:00:00Z", strategy: .iso8601) else { return 0 }
  let seconds = Int(midnight.timeIntervalSince1970)
  let time = text.dropFirst(10)
  guard time.first == " " else { return seconds }
  let parts = time.dropFirst().prefix(8).split(separator: ":").compactMap { Int($0) }
  guard parts.count == 3 else { return seconds }
  return seconds + parts[0] * 3600 + parts[1] * 60 + parts[2]
}
