extension RequestTracker {
  /// Whole numbers, as ranges in order that do not touch.
  struct NumberSet: Sendable, Equatable {
    private(set) var ranges: [ClosedRange<Int>] = []

    init() {}
    init(_ range: ClosedRange<Int>) { ranges = [range] }

    init(unordered: [ClosedRange<Int>]) {
      for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
          ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        } else {
          ranges.append(range)
        }
      }
    }

    var count: Int { ranges.reduce(0) { $0 + $1.count } }

    func union(_ other: NumberSet) -> NumberSet { NumberSet(unordered: ranges + other.ranges) }

    func intersection(_ other: NumberSet) -> NumberSet {
      var (left, right) = (ranges[...], other.ranges[...])
      var common: [ClosedRange<Int>] = []
      while let one = left.first, let two = right.first {
        if one.overlaps(two) { common.append(one.clamped(to: two)) }
        if one.upperBound < two.upperBound { left.removeFirst() } else { right.removeFirst() }
      }
      return NumberSet(unordered: common)
    }
  }
}
