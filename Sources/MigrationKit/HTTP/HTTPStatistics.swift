import Synchronization

/// What a client has sent and received so far, and how long that took.
package struct HTTPStatistics: Sendable, Equatable {
  /// Every attempt that reached the server, repetitions included.
  package var byKind: [RequestKind: Int] = [:]
  package var requests: Int { byKind.values.reduce(0, +) }
  /// Those of them that may change something.
  package var writes: Int { (byKind[.write] ?? 0) + (byKind[.upload] ?? 0) }
  /// Attempts that were made because an earlier one brought no answer.
  package var retries = 0
  /// Answers that said it was one request too many.
  package var refusals = 0
  package var traffic = Traffic()
  package var waits = RequestBoard.Times()
}

/// The counters of one client; a class, because all copies of the client count together.
final class HTTPCounters: Sendable {
  private let counts = Mutex(HTTPStatistics())

  var snapshot: HTTPStatistics { counts.withLock { $0 } }

  func count(_ request: TransferRequest, _ result: TransferResult, isRetry: Bool) {
    if case .failure(.notSent) = result { return }
    counts.withLock { counts in
      counts.byKind[request.kind, default: 0] += 1
      counts.retries += isRetry ? 1 : 0
      if case .success(let response) = result, response.status == 429 { counts.refusals += 1 }
    }
  }
}
