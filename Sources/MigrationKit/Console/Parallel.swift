/// Carries out `work` for what `next` hands out, at most `limit` at once, and hands each result to `consume` as soon as
/// it is there. Never holds more than `limit` results, so memory does not grow with the work.
///
/// Ends when `next` returns nil, or with the first error; what is in flight is then cancelled and awaited.
///
/// - Parameter hasRoom: whether another may be begun beside those at work.
package func asTheyCome<Input: Sendable, Output: Sendable>(
  limit: Int,
  hasRoom: () -> Bool = { true },
  next: () async throws -> Input?,
  work: @Sendable @escaping (Input) async throws -> Output,
  consume: (Output) async throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: Output.self) { group in
    var atWork = 0
    var isAtEnd = false
    while true {
      while !isAtEnd, atWork < limit, atWork == 0 || hasRoom() {
        guard let input = try await next() else {
          isAtEnd = true
          break
        }
        group.addTask { try await work(input) }
        atWork += 1
      }
      guard let output = try await group.next() else { return }
      atWork -= 1
      try await consume(output)
    }
  }
}

/// The same, with the results in the order they were asked for.
///
/// - Parameter ahead: how many may be asked for and not consumed, at work or waiting for a slow one before them;
///   `limit` when nil. Bounds the memory, so it may be large where results are small.
package func inOrder<Input: Sendable, Output: Sendable>(
  limit: Int, ahead: Int? = nil,
  hasRoom: () -> Bool = { true },
  next: () async throws -> Input?,
  work: @Sendable @escaping (Input) async throws -> Output,
  consume: (Output) async throws -> Void
) async throws {
  let ahead = max(limit, ahead ?? limit)
  var (asked, consumed) = (0, 0)
  var waiting: [Int: Output] = [:]
  try await asTheyCome(limit: limit) {
    asked - consumed < ahead && hasRoom()
  } next: { () -> (Int, Input)? in
    guard let input = try await next() else { return nil }
    defer { asked += 1 }
    return (asked, input)
  } work: { number, input in
    (number, try await work(input))
  } consume: { number, output in
    waiting[number] = output
    while let ready = waiting.removeValue(forKey: consumed) {
      try await consume(ready)
      consumed += 1
    }
  }
}

/// Carries out `work` for each element, at most `limit` at once, in no particular order.
package func forEach<Element: Sendable>(
  _ elements: some Sequence<Element>, limit: Int, work: @Sendable @escaping (Element) async throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    var iterator = elements.makeIterator()
    for _ in 0..<limit {
      guard let element = iterator.next() else { break }
      group.addTask { try await work(element) }
    }
    while try await group.next() != nil {
      guard let element = iterator.next() else { continue }
      group.addTask { try await work(element) }
    }
  }
}

/// What `work` makes of each element, in their order; all are worked on at once, so they must be few.
package func inParallel<Element: Sendable, Value: Sendable>(
  _ elements: [Element], work: @Sendable @escaping (Element) async throws -> Value
) async throws -> [Value] {
  var values: [Value] = []
  values.reserveCapacity(elements.count)
  var rest = elements.makeIterator()
  try await inOrder(limit: max(elements.count, 1)) {
    rest.next()
  } work: {
    try await work($0)
  } consume: {
    values.append($0)
  }
  return values
}
