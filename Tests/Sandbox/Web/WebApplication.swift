import Foundation

/// One request as the sandbox's servers see it.
struct WebRequest: Sendable {
  var method: String
  /// Percent-encoded, without the query.
  var path: String
  /// Decoded; in the order sent.
  var query: [(name: String, value: String)]
  /// In the order sent; names as sent.
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The first query value of this name.
  subscript(name: String) -> String? { query.first { $0.name == name }?.value }

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

struct WebResponse: Sendable {
  var status: Int
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []
}

/// What answers requests: an imitation of one ticketing system. Called from many threads at once.
protocol WebApplication: Sendable {
  func respond(to request: WebRequest) -> WebResponse
}
