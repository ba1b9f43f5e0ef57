/// The requests of one kind: so many under way, the others in line, in the order they came.
struct Lane {
  struct Waiter {
    let number: Int
    let continuation: CheckedContinuation<Bool, Never>
  }

  var limit: ConcurrencyLimit
  private(set) var underWay = 0
  private(set) var answered = 0
  /// Somebody had to wait because as many were under way as may be.
  private var wasFull = false
  private var spacing = Spacing()
  private var line: [Waiter] = []
  /// Those before it have left the line; they are thrown away now and then, not one by one.
  private var first = 0

  init(limit: ConcurrencyLimit) {
    self.limit = limit
  }

  var isFree: Bool { underWay < limit.count }
  var hasLine: Bool { first < line.count }

  mutating func take() { underWay += 1 }
  mutating func release() { underWay -= 1 }

  mutating func noteFull() { wasFull = true }

  mutating func noteAnswer(latency: Duration, answeredBefore: Int) {
    answered += 1
    limit.note(latency: latency, answers: answered - answeredBefore, wasFull: wasFull)
    wasFull = hasLine
  }

  /// - Parameter share: of what the server can do, the rest is left to others.
  mutating func restForOthers(share: Double, at now: Duration) -> Duration {
    guard share < 1, !limit.isYoung, let best = limit.bestRate else { return .zero }
    return spacing.reserve(at: now, perSecond: best * share)
  }

  mutating func queueUp(_ waiter: Waiter) { line.append(waiter) }

  mutating func nextInLine() -> Waiter? {
    guard hasLine else { return nil }
    defer {
      first += 1
      if first > 64, first * 2 > line.count {
        line.removeFirst(first)
        first = 0
      }
    }
    return line[first]
  }

  /// Nil when that one has left already.
  mutating func leaveLine(_ number: Int) -> Waiter? {
    guard let place = line[first...].firstIndex(where: { $0.number == number }) else { return nil }
    return line.remove(at: place)
  }
}
