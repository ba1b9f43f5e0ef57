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
