/// One server, as the connectors see it: they ask, the client waits, retries and answers.
package struct HTTPClient: Sendable {
  /// Scheme, host, port and path prefix, without a slash at the end: "https://rt.example.com/rt".
  package let base: String

  package func send(_ request: HTTPRequest) async throws(RequestError) -> HTTPResponse {
    throw .notSent("not built yet")
  }
}
