/// Why a request has no answer that can be used. Statuses from 400 up that are about the one thing asked for
/// (400, 404, 409, 413, 422) are answers, not errors: the connector reads them.
package enum RequestError: Error, Equatable {
  /// Nothing reached the server: no address, no connection, no agreement on TLS.
  case notSent(String)
  /// The request went out and no trustworthy answer came back: it may or may not have been carried out.
  case unknown(String)
  /// The server ended the request with a fault of its own (500). It may have been carried out or not, but nothing of
  /// it is still under way.
  case faulted(String)
  /// This one request was tried as often as is reasonable and answered with a fault, or lost, each time, while the
  /// server is otherwise well. One that is not repeatable was refused each time, so it was not carried out.
  case failed(String)
  /// The server answers nobody, for as long as is reasonable to wait. A request that is not repeatable was not sent.
  case outage(String)
  /// The server refused it as one request too many, for as long as is reasonable. It was not carried out.
  case throttled(String)
  /// 401: the server does not know this login.
  case unauthorized
  /// 403 without signs of a rate limit: the login lacks a right.
  case forbidden(String)
  /// Any 3xx but the first of a download with `followsRedirect`: systems redirect to their log-in page.
  case redirected(to: String)
  /// The answer is not JSON, whatever its status says.
  case notJSON(status: Int, beginning: String)
  /// The body is longer than the limit for bodies in memory. The request itself may have been carried out.
  case tooLarge(limit: Int)
  /// A file on this machine could not be read or written, for instance because the disk is full.
  case storage(String)
  /// The task was cancelled, at whatever point the request had reached: it may or may not have been carried
  /// out.
  case cancelled
}

extension RequestError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notSent(let reason): "could not reach the server: \(reason)"
    case .unknown(let reason): "no trustworthy answer: \(reason)"
    case .failed(let reason), .faulted(let reason): reason
    case .outage(let reason):
      "the server does not answer any more: \(reason); check that it is running, then run the same command again"
    case .throttled(let reason): "\(reason); try again later, or with fewer --jobs"
    case .unauthorized:
      "the server refused the login (401); check that the token or password is right and still valid"
    case .forbidden(let detail): "the login lacks a right (403)\(detail.isEmpty ? "" : ": \(detail)")"
    case .redirected(let location): "the server redirects to \(location), most likely to its log-in page"
    case .notJSON(let status, let beginning):
      "the answer (\(status)) is not JSON; check that the url is the ticketing system's own, with its path; "
        + "the answer begins: \(beginning)"
    case .tooLarge(let limit): "the answer is longer than \(limit) bytes"
    case .storage(let reason): reason
    case .cancelled: "the request was cancelled"
    }
  }

  /// The same error with the secrets made unreadable: servers sometimes repeat what they were sent.
  func redacting(_ redactor: Redactor) -> RequestError {
    func clean(_ text: String) -> String { redactor.redacted(text) }
    return switch self {
    case .notSent(let reason): .notSent(clean(reason))
    case .unknown(let reason): .unknown(clean(reason))
    case .faulted(let reason): .faulted(clean(reason))
    case .failed(let reason): .failed(clean(reason))
    case .outage(let reason): .outage(clean(reason))
    case .throttled(let reason): .throttled(clean(reason))
    case .forbidden(let detail): .forbidden(clean(detail))
    case .redirected(let location): .redirected(to: clean(location))
    case .notJSON(let status, let beginning): .notJSON(status: status, beginning: clean(beginning))
    case .storage(let reason): .storage(clean(reason))
    case .unauthorized, .tooLarge, .cancelled: self
    }
  }
}
