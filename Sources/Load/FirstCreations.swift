import MigrationKit

/// Lets tickets be created in parallel only after one of their kind has been, and kept its marker. A target may drop the
/// marker of some and not of others (by their project, type or author), and each ticket without one is a ticket that a
/// later run would create again: so the first of each kind is created alone, after those that an earlier run has left
/// unfinished were looked at.
actor FirstCreations {
  private var proven: Set<String> = []
  private var isProving = false
  /// Unfinished tickets of an earlier run that are still to be looked at.
  private var unfinished = 0
  /// Why nothing may be created any more.
  private var stop: StageError?
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameter kind: tickets of one kind are treated alike by the target when they are created.
  nonisolated func perform<Value: Sendable>(
    kind: String, _ creation: () async throws -> Value
  ) async throws -> Value {
    guard try await mustProve(kind) else { return try await creation() }
    do {
      let value = try await creation()
      await end(proving: kind)
      return value
    } catch {
      await end(proving: nil, error)
      throw error
    }
  }

  /// Must be said of each ticket before a later one is handed out, and be followed by `resume`.
  func expectUnfinished() { unfinished += 1 }

  nonisolated func resume<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
    do {
      let value = try await work()
      await endUnfinished()
      return value
    } catch {
      await endUnfinished(error)
      throw error
    }
  }

  /// Waits while another kind is being proven.
  private func mustProve(_ kind: String) async throws -> Bool {
    while !proven.contains(kind) {
      if let stop { throw stop }
      if !isProving, unfinished == 0 {
        isProving = true
        return true
      }
      await withCheckedContinuation { waiting.append($0) }
    }
    return false
  }

  private func end(proving kind: String?, _ error: (any Error)? = nil) {
    if let kind { proven.insert(kind) }
    isProving = false
    letOthersGo(error)
  }

  private func endUnfinished(_ error: (any Error)? = nil) {
    unfinished -= 1
    letOthersGo(error)
  }

  /// They end with the same error where it ends the load, before they have sent anything.
  private func letOthersGo(_ error: (any Error)?) {
    if let error = error as? StageError { stop = error }
    let free = waiting
    waiting = []
    for continuation in free { continuation.resume() }
  }
}
