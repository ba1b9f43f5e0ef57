import MigrationKit

@testable import Sandbox

/// Puts the sandbox's requests to a server at this address.
func network(_ address: String) throws -> @Sendable (WebRequest) async throws -> WebResponse {
  let client = try HTTPClient(base: address)
  return { request in
    // On SQLite others' writes make some of ours fail with 500, at once and for as long as they take; such a failure
    // leaves nothing behind.
    for _ in 1...20 {
      if let answer = try await answer(to: request, from: client) { return answer }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw RequestError.failed("\(request.method) \(request.path) failed on the server twenty times")
  }
}

/// The client's errors are statuses again, for these tests are about them; nil for a fault of the server.
private func answer(to request: WebRequest, from client: HTTPClient) async throws -> WebResponse? {
  var message = HTTPRequest(
    HTTPRequest.Method(rawValue: request.method) ?? .get, request.path, query: request.query,
    headers: request.headers.map { HTTPHeader($0.name, $0.value) })
  if !request.body.isEmpty || request.method == "POST" { message.body = .bytes(request.body) }
  do {
    let response = try await client.send(message)
    return WebResponse(status: response.status, body: response.body)
  } catch {
    return try response(to: error)
  }
}

private func response(to error: RequestError) throws -> WebResponse? {
  switch error {
  case .unauthorized: WebResponse(status: 401)
  case .forbidden(let detail): WebResponse(status: 403, body: Array(detail.utf8))
  case .redirected: WebResponse(status: 302)
  case .unknown, .faulted: nil
  default: throw error
  }
}
