/// One request in the form libcurl is given it: a full address and every header, secrets included.
struct TransferRequest: Sendable {
  let kind: RequestKind
  let method: HTTPRequest.Method
  var url: String
  var headers: [HTTPHeader]
  let body: HTTPRequest.Body?
  let destination: HTTPRequest.Destination
  /// What is here already of the file that is asked for; set by `continuing`.
  private(set) var half: HalfFile?
  /// It goes to a server that is not to know who asks.
  var isAnonymous = false
  /// The address it was sent to at first, when a redirect has led elsewhere.
  private(set) var firstURL: String?

  /// The same request for the rest of the file.
  func continuing(_ half: HalfFile?) -> TransferRequest {
    guard let half else { return self }
    var request = self
    request.half = half
    request.headers += half.headers
    return request
  }

  /// The same request for the address that a server named instead.
  func redirected(to address: String, isAnonymous: Bool) -> TransferRequest {
    var request = self
    (request.firstURL, request.url) = (url, address)
    request.isAnonymous = isAnonymous
    if isAnonymous { request.headers = headers.filter(\.isForAnybody) }
    return request
  }

  /// By which a half file is known again: an address that was redirected to may hold for minutes only.
  var fileAddress: String { firstURL ?? url }
  var hasBody: Bool { (body?.byteCount ?? 0) > 0 }
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
