/// One request in the form libcurl is given it: a full address and every header, secrets included.
struct TransferRequest: Sendable {
  let kind: RequestKind
  let method: HTTPRequest.Method
  let url: String
  var headers: [HTTPHeader]
  let body: HTTPRequest.Body?
  let destination: HTTPRequest.Destination
  /// What is here already of the file that is asked for; set by `continuing`.
  private(set) var half: HalfFile?

  /// The same request for the rest of the file.
  func continuing(_ half: HalfFile?) -> TransferRequest {
    guard let half else { return self }
    var request = self
    request.half = half
    request.headers += half.headers
    return request
  }

  var hasBody: Bool {
    switch body {
    case nil: false
    case .bytes(let bytes): !bytes.isEmpty
    case .file(_, let byteCount): byteCount > 0
    }
  }
}

/// Why one attempt brought no answer.
enum TransferFault: Error, Equatable {
  /// No byte of the request left this machine. `isLasting`: trying again cannot help (a wrong certificate).
  case notSent(String, isLasting: Bool)
  /// At least a part of the request went out.
  case lost(String)
  /// A local file could not be read or written.
  case storage(String)
  case tooLarge(limit: Int)
  /// The server sent a part of a file that was not asked for, or not the rest of what is here.
  case misfit
  case cancelled
}

typealias TransferResult = Result<HTTPResponse, TransferFault>

/// A request on its way to the engine's thread, with the caller who waits for it.
struct TransferJob: Sendable {
  let id: Int
  let request: TransferRequest
  let caller: CheckedContinuation<TransferResult, Never>
}
