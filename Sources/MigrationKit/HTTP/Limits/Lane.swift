/// The requests of one kind: how many are under way, and the others in line, in the order they came.
struct Lane {
  struct Waiter {
    let number: Int
    let continuation: CheckedContinuation<Bool, Never>
  }

  private(set) var underWay = 0
  private var line: [Waiter] = []
  /// Those before it have left the line; they are thrown away now and then, not one by one.
  private var first = 0

  var hasLine: Bool { first < line.count }

  mutating func take() { underWay += 1 }
  mutating func release() { underWay -= 1 }

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
