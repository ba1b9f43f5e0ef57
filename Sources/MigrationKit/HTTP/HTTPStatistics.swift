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
  /// The answers by their status.
  package var answers: [Int: Int] = [:]
  /// What the first answer of a status said that means trouble.
  package var words: [Int: String] = [:]
  /// Attempts that were answered by nothing, or by half of something.
  package var unanswered: Int { requests - answers.values.reduce(0, +) }
  package var traffic = Traffic()
  package var waits = RequestBoard.Times()
}

/// The counters of one client; a class, because all copies of the client count together.
final class HTTPCounters: Sendable {
  private let counts = Mutex(HTTPStatistics())

  var snapshot: HTTPStatistics { counts.withLock { $0 } }

  /// - Parameter secrets: what is not to be kept of an answer.
  func count(_ request: TransferRequest, _ result: TransferResult, _ secrets: RequestSecrets, isRetry: Bool) {
    if case .failure(.notSent) = result { return }
    counts.withLock { counts in
      counts.byKind[request.kind, default: 0] += 1
      counts.retries += isRetry ? 1 : 0
      guard let (status, response) = result.answer else { return }
      counts.answers[status, default: 0] += 1
      if let response, response.isTrouble, counts.words[status] == nil {
        counts.words[status] = response.hiding(secrets).gist
      }
    }
  }
}

extension TransferResult {
  /// One that was too long to be read is an answer as well.
  fileprivate var answer: (status: Int, HTTPResponse?)? {
    switch self {
    case .success(let response): (response.status, response)
    case .failure(.tooLarge): (200, nil)
    case .failure: nil
    }
  }
}
