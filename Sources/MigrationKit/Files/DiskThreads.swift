import Dispatch

/// Carries out work that waits for a disk, on a thread of its own: the few threads that tasks share must not stand
/// still meanwhile, and many that wait for one disk at once are served by it together.
package func awaitingDisk<Value: Sendable>(
  _ work: @Sendable @escaping () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
  }
}
