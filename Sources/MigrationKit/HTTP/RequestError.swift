/// Why a request has no answer that can be used. Statuses from 400 up that are about the one thing asked for
/// (400, 404, 409, 413, 422) are answers, not errors: the connector reads them.
package enum RequestError: Error, Equatable {
  /// Nothing reached the server: no address, no connection, no agreement on TLS.
  case notSent(String)
  /// The request went out and no trustworthy answer came back: it may or may not have been carried out.
  case unknown(String)
  /// A repeatable request failed each time it was tried.
  case failed(String)
  /// 401: the server does not know this login.
  case unauthorized
  /// 403 without signs of a rate limit: the login lacks a right.
  case forbidden(String)
  /// Any 3xx. Both systems redirect to their log-in page; none is followed.
  case redirected(to: String)
  /// The answer is not JSON, whatever its status says.
  case notJSON(status: Int, beginning: String)
  /// The body is longer than the limit for bodies in memory.
  case tooLarge(limit: Int)
}

extension RequestError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notSent(let reason): "could not reach the server: \(reason)"
    case .unknown(let reason): "no trustworthy answer: \(reason)"
    case .failed(let reason): reason
    case .unauthorized: "the server refused the login (401)"
    case .forbidden(let detail): "the login lacks a right (403)\(detail.isEmpty ? "" : ": \(detail)")"
    case .redirected(let location): "the server redirects to \(location), most likely to its log-in page"
    case .notJSON(let status, let beginning): "the answer (\(status)) is not JSON, it begins: \(beginning)"
    case .tooLarge(let limit): "the answer is longer than \(limit) bytes"
    }
  }
}
