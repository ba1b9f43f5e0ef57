/// What is asked of one server.
///
/// A request names a path, and the client puts its own server's address in front; or it names an origin, and the client
/// sends it only where that is its own server's or a declared one. So no link found in a ticket can send credentials
/// anywhere else.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package enum Destination: Sendable, Equatable {
    /// Kept in memory; a longer body is an error.
    case memory(limit: Int)
    /// Written to this file, which is made or emptied. Only the body of a 2xx answer goes there. After an error
    /// there may be a part of it in the file, and beside it `<path>.validator`: while both are there, the next request
    /// for the same address and path brings only the rest, where the server can.
    case file(path: String)
  }

  package var method: Method
  /// Nil for the client's own server.
  package var origin: Origin?
  /// Percent-encoded, beginning with "/", below the server's base address or, with an origin, below that.
  package var path: String
  package var query: [(name: String, value: String)]
  package var headers: [HTTPHeader]
  package var body: Body?
  package var destination = Destination.memory(limit: 256 << 20)
  /// A success without JSON in it (a page, half an answer) is a fault of the server, and asked for again. For answers
  /// that are small, since they are read twice.
  package var expectsJSON = false
  /// It only asks, though it is posted: a search that is too long for an address.
  package var isSearch = false
  /// Its answer is a file, though a small one that is kept in memory.
  package var isDownload = false
  /// A download may lie elsewhere: one redirect is followed, and another server is not shown the credential. Off where a
  /// system redirects to its log-in page, which would be taken for the file.
  package var followsRedirect = false
  /// Sending it twice leaves the server as sending it once does, so it may be sent again without looking.
  package var isRepeatable: Bool

  package init(
    _ method: Method, _ path: String, query: [(name: String, value: String)] = [], headers: [HTTPHeader] = [],
    body: Body? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    isRepeatable = method != .post && method != .patch
  }

  /// For an address as a server writes it into its answers; nil when it is no whole http or https address.
  package init?(_ method: Method, at address: String) {
    guard let address = HTTPAddress(address) else { return nil }
    self.init(method, address.target)
    origin = address.origin
  }

  /// A request whose body is one JSON value.
  package static func json(_ method: Method, _ path: String, _ value: JSONValue) -> HTTPRequest {
    HTTPRequest(
      method, path, headers: [HTTPHeader("Content-Type", "application/json")], body: .bytes(value.bytes))
  }

  /// "GET /path", as messages name it. The query of an address that a server has given out may be as good as a password.
  var subject: String { "\(method.rawValue) \(path.prefix { $0 != "?" })" }

  /// Path and encoded query, as they stand in the request line.
  package var target: String {
    guard !query.isEmpty else { return path }
    return path + "?"
      + query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
  }
}

package struct HTTPHeader: Sendable, Equatable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Names are compared without regard to case; only ASCII letters can be in them.
  package func isNamed(_ other: String) -> Bool {
    name.utf8.elementsEqual(other.utf8) {
      $0 == $1 || $0 ^ $1 == 0x20 && UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
    }
  }
}

/// Everything but RFC 3986's unreserved characters becomes %XX: safe as one path segment or query value.
package func percentEncoded(_ text: String) -> String {
  if text.utf8.allSatisfy(isUnreserved) { return text }
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    if isUnreserved(byte) {
      encoded.append(byte)
    } else {
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

private func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "-._~".utf8.contains(byte)
  }
}
