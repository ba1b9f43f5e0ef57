import Foundation

/// One request as the sandbox's servers see it.
package struct WebRequest: Sendable {
  package var method: String
  /// Percent-encoded, without the query.
  package var path: String
  /// Decoded; in the order sent.
  package var query: [(name: String, value: String)]
  /// In the order sent; names as sent.
  package var headers: [(name: String, value: String)]
  /// Empty when it is too long for memory and stands in `spool`.
  package var body: [UInt8]
  package var spool: WebSpool?
  /// Its place among the requests of its connection, from 1.
  package var ordinal = 1

  package init(
    method: String, path: String, query: [(name: String, value: String)],
    headers: [(name: String, value: String)], body: [UInt8]
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  package func header(_ name: String) -> String? {
    headers.first { isSameHeader($0.name, name) }?.value
  }

  /// The first query value of this name.
  package subscript(name: String) -> String? { query.first { $0.name == name }?.value }

  /// What HTTP Basic (RFC 7617) gives for a user and a password.
  var basicCredentials: (user: String, password: String)? {
    let words = header("Authorization")?.split(separator: " ") ?? []
    guard words.count == 2, words[0].lowercased() == "basic", let data = Data(base64Encoded: String(words[1]))
    else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return nil }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }
}

package struct WebResponse: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  /// What follows the body, made while it leaves.
  package var stream: WebStream?
  package var delivery = WebDelivery.whole
  /// Called when the answer has left.
  package var departed: (@Sendable () -> Void)?

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// A long body that is made piece by piece while it leaves.
package struct WebStream: Sendable {
  let byteCount: Int
  /// The bytes of a range of it.
  let bytes: @Sendable (Range<Int>) -> [UInt8]
}

/// ASCII letters count as the same in both cases.
private func isSameHeader(_ left: String, _ right: String) -> Bool {
  left.utf8.count == right.utf8.count
    && zip(left.utf8, right.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 | 0x20 && $0 | 0x20 >= 0x61 }
}
