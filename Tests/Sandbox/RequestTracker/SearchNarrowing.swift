// Finding rows without looking at each: which numbers can be among them at all, and whether all of a range are.

extension RequestTracker {
  /// What is true of every row of a range, or of every row of one kind in it.
  struct SearchOutline: Sendable {
    /// Columns whose values run from the one number to the other.
    var numbers: [String: ClosedRange<Int>] = [:]
    /// Columns that are the same in all, by what searches know them by, in small letters.
    var words: [String: Set<String>] = [:]
  }
}

extension RequestTracker.Search {
  typealias NumberSet = RequestTracker.NumberSet

  /// The numbers that rows can have which fit.
  ///
  /// - Parameter place: Where rows are whose column has a value of this range; nil for a column that tells nothing.
  func narrowed(in all: NumberSet, _ place: (String, ClosedRange<Int>) -> NumberSet?) -> NumberSet {
    switch self {
    case .condition(let condition): condition.narrowed(in: all, place)
    case .all(let parts): parts.reduce(all) { $0.intersection($1.narrowed(in: all, place)) }
    case .any(let parts):
      NumberSet(unordered: parts.flatMap { $0.narrowed(in: all, place).ranges })
    }
  }

  /// Whether all rows fit or none does; nil when it takes a look at each.
  func decides(_ outline: RequestTracker.SearchOutline) -> Bool? {
    switch self {
    case .condition(let condition): return condition.decides(outline)
    case .all(let parts):
      var isCertain = true
      for part in parts {
        guard let fits = part.decides(outline) else {
          isCertain = false
          continue
        }
        if !fits { return false }
      }
      return isCertain ? true : nil
    case .any(let parts):
      var isCertain = true
      for part in parts {
        guard let fits = part.decides(outline) else {
          isCertain = false
          continue
        }
        if fits { return true }
      }
      return isCertain ? false : nil
    }
  }
}

extension RequestTracker.SearchCondition {
  fileprivate func narrowed(
    in all: RequestTracker.NumberSet, _ place: (String, ClosedRange<Int>) -> RequestTracker.NumberSet?
  ) -> RequestTracker.NumberSet {
    let places = valueRanges.map { $0.map { place(field, $0) } } ?? [nil]
    guard places.allSatisfy({ $0 != nil }) else { return all }
    return RequestTracker.NumberSet(unordered: places.flatMap { $0?.ranges ?? [] }).intersection(all)
  }

  /// The numbers that fit; nil when it does not ask for numbers, or for all but some.
  private var valueRanges: [ClosedRange<Int>]? {
    guard let numbers else { return nil }
    let last = Int.max / 2
    switch operation {
    case "=", "IN": return RequestTracker.NumberSet(unordered: numbers.map { $0...$0 }).ranges
    case ">": return numbers.map { ($0 + 1)...last }
    case ">=": return numbers.map { $0...last }
    case "<": return numbers.filter { $0 > 0 }.map { 0...($0 - 1) }
    case "<=": return numbers.filter { $0 >= 0 }.map { 0...$0 }
    default: return nil
    }
  }

  fileprivate func decides(_ outline: RequestTracker.SearchOutline) -> Bool? {
    if let range = outline.numbers[field], let wanted = valueRanges {
      if wanted.contains(where: { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }) {
        return true
      }
      return wanted.contains { $0.overlaps(range) } ? nil : false
    }
    guard operation == "=" || operation == "!=", let words = outline.words[field] else { return nil }
    return words.isDisjoint(with: values.map { $0.lowercased() }) == (operation == "!=")
  }
}
