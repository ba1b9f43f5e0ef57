/// What is to be done at some time, soonest first: a binary heap.
struct WebTimers {
  typealias Action = () -> Void

  private struct Timer {
    let instant: ContinuousClock.Instant
    /// Of two of one instant the one that was set first comes first.
    let ordinal: Int
    let action: Action

    func isBefore(_ other: Timer) -> Bool { (instant, ordinal) < (other.instant, other.ordinal) }
  }

  private var heap: [Timer] = []
  private var count = 0

  var isEmpty: Bool { heap.isEmpty }
  var next: ContinuousClock.Instant? { heap.first?.instant }

  mutating func add(at instant: ContinuousClock.Instant, _ action: @escaping Action) {
    count += 1
    heap.append(Timer(instant: instant, ordinal: count, action: action))
    var child = heap.count - 1
    while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// The first whose time has come.
  mutating func popDue(_ now: ContinuousClock.Instant) -> Action? {
    guard let first = heap.first, first.instant <= now else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    sink()
    return first.action
  }

  private mutating func sink() {
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
      guard let child = children.min(by: { heap[$0].isBefore(heap[$1]) }), heap[child].isBefore(heap[parent])
      else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
