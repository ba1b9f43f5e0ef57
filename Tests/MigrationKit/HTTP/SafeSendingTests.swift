import Testing

@testable import MigrationKit

/// What must not reach the server twice, does not; what may, gets its answer.
@Suite(.timeLimit(.minutes(5))) struct SafeSendingTests {
  /// Answers the first request on each connection and hangs up on the second after having read it.
  private func staleServer() throws -> FaultServer {
    try FaultServer { $0.position == 0 ? .ok() : .close }
  }

  /// Uses a connection again however slow the machine is.
  private var patient: HTTPSettings {
    var settings = HTTPSettings()
    settings.longestIdleConnection = .seconds(60)
    return settings
  }

  @Test(arguments: [HTTPRequest.Method.post, .put, .patch])
  func `a write with a body that meets a dying connection arrives once`(method: HTTPRequest.Method)
    async throws
  {
    let server = try staleServer()
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: patient)
    _ = try await client.send(HTTPRequest(.get, "/warm"))
    var request = HTTPRequest(method, "/tickets", body: .bytes(Array("hello".utf8)))
    request.isRepeatable = false
    let error = await #expect(throws: RequestError.self) { try await client.send(request) }
    guard case .unknown = error else { throw UnexpectedError(error: error) }
    #expect(server.arrivals.filter { $0.method == method.rawValue }.count == 1)
    #expect(server.arrivals.last?.position == 1, "the connection was not used again, so nothing was proved")
  }

  @Test func `a POST without a body never meets a used connection`() async throws {
    let server = try staleServer()
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: patient)
    _ = try await client.send(HTTPRequest(.get, "/warm"))
    for _ in 0..<3 { _ = try await client.send(HTTPRequest(.post, "/tickets")) }
    #expect(server.arrivals.filter { $0.method == "POST" }.map(\.position) == [0, 0, 0])
  }

  @Test func `a GET survives a dying connection`() async throws {
    let server = try staleServer()
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: patient)
    _ = try await client.send(HTTPRequest(.get, "/one"))
    let response = try await client.send(HTTPRequest(.get, "/two"))
    #expect(response.body == Array("ok".utf8))
    #expect(server.arrivals.contains { $0.position == 1 }, "the connection was not used again")
  }
}

struct UnexpectedError: Error {
  let error: (any Error)?
}
