/// Carries out `work` for what `next` hands out, at most `limit` at once, and hands the results to `consume` in
/// the order they were asked for. Never holds more than `limit` results, so memory does not grow with the work.
///
/// Ends when `next` returns nil, or with the first error; what is in flight is then cancelled and awaited.
package func inOrder<Input: Sendable, Output: Sendable>(
  limit: Int,
  next: () async throws -> Input?,
  work: @Sendable @escaping (Input) async throws -> Output,
  consume: (Output) async throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: (Int, Output).self) { group in
    var asked = 0
    var consumed = 0
    var waiting: [Int: Output] = [:]
    var isAtEnd = false
    while true {
      while !isAtEnd, asked - consumed < limit {
        guard let input = try await next() else {
          isAtEnd = true
          break
        }
        group.addTask { [asked] in (asked, try await work(input)) }
        asked += 1
      }
      guard let (number, output) = try await group.next() else { return }
      waiting[number] = output
      while let ready = waiting.removeValue(forKey: consumed) {
        try await consume(ready)
        consumed += 1
      }
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
