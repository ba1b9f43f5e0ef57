/// Words by which a 403 or 429 means "slower" though no header says so, and how long to wait then. GitHub's, for its
/// secondary limits: "secondary rate limit", at least a minute (docs.github.com, best practices for using the REST API).
package struct Slowdown: Sendable {
  let words: String
  let wait: Duration

  package init(words: String, wait: Duration) {
    self.words = words
    self.wait = wait
  }
}

extension HTTPResponse {
  /// The same answer with the header that says what its words say.
  func translating(_ slowdowns: [Slowdown]) -> HTTPResponse {
    guard [403, 429].contains(status), !slowdowns.isEmpty, header("Retry-After") == nil else { return self }
    let text = String(decoding: body, as: UTF8.self).lowercased()
    guard let slowdown = slowdowns.first(where: { text.contains($0.words.lowercased()) }) else { return self }
    let wait = HTTPHeader("Retry-After", String(Int(slowdown.wait / .seconds(1))))
    return HTTPResponse(status: status, headers: headers + [wait], body: body, byteCount: byteCount)
  }
}
