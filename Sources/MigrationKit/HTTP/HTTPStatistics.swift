import Synchronization

/// What a client has sent and received so far.
package struct HTTPStatistics: Sendable, Equatable {
  /// Every attempt that reached the server, repetitions included.
  package var requests = 0
  /// Those of them with POST, PUT or DELETE.
  package var writes = 0
  /// Attempts that were made because an earlier one brought no answer.
  package var retries = 0
  /// Of bodies, after decompression.
  package var bytesReceived = 0
}

/// The counters of one client; a class, because all copies of the client count together.
final class HTTPCounters: Sendable {
  private let counts = Mutex(HTTPStatistics())

  var snapshot: HTTPStatistics { counts.withLock { $0 } }

  func count(_ request: TransferRequest, _ result: TransferResult, isRetry: Bool) {
    if case .failure(.notSent) = result { return }
    counts.withLock { counts in
      counts.requests += 1
      counts.writes += request.writes ? 1 : 0
      counts.retries += isRetry ? 1 : 0
      if case .success(let response) = result { counts.bytesReceived += response.byteCount }
    }
  }
}
