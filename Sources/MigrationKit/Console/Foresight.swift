/// Answers that are asked for before they are needed, in order: while one is used, this many more are on their way.
///
/// A class, because its end cancels what nobody will ask for any more.
package final class Foresight<Answer: Sendable> {
  package typealias Question = @Sendable () async throws -> Answer

  private let depth: Int
  private var line: [Task<Answer, any Error>] = []

  /// - Parameter depth: how many are on their way at most.
  package init(depth: Int) {
    self.depth = max(1, depth)
  }

  deinit { for task in line { task.cancel() } }

  /// The next answer; nil at the end.
  /// - Parameter question: the next question; nil at the end.
  package func next(_ question: () throws -> Question?) async throws -> Answer? {
    while line.count < depth, let ask = try question() { line.append(Task { try await ask() }) }
    guard !line.isEmpty else { return nil }
    return try await line.removeFirst().value
  }
}
