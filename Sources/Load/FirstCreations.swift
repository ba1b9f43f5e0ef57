import MigrationKit

/// Lets tickets be created at once only after one of their kind has been, and kept its marker. A target may drop the
/// marker of some and not of others (by their project, type or author), and each ticket without one is a ticket that a
/// later run would create again: so the first of each kind is created alone.
actor FirstCreations {
  private var proven: Set<String> = []
  private var isProving = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameter kind: tickets of one kind are treated alike by the target when they are created.
  nonisolated func perform<Value: Sendable>(
    kind: String, _ creation: () async throws -> Value
  ) async throws -> Value {
    guard await mustProve(kind) else { return try await creation() }
    do {
      let value = try await creation()
      await end(proving: kind)
      return value
    } catch {
      await end(proving: nil)
      throw error
    }
  }

  /// Waits while another kind is being proven.
  private func mustProve(_ kind: String) async -> Bool {
    while !proven.contains(kind) {
      if !isProving {
        isProving = true
        return true
      }
      await withCheckedContinuation { waiting.append($0) }
    }
    return false
  }

  private func end(proving kind: String?) {
    if let kind { proven.insert(kind) }
    isProving = false
    let free = waiting
    waiting = []
    for continuation in free { continuation.resume() }
  }
}
