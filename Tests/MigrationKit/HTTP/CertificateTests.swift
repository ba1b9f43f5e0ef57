import Testing

@testable import MigrationKit

@Suite(.enabled(if: TLSServer.openssl != nil), .timeLimit(.minutes(5))) struct CertificateTests {
  /// Waits for openssl to listen by trying again, which the client does by itself.
  private func send(to server: TLSServer, authority: String?) async throws -> HTTPResponse {
    let client = try HTTPClient(
      base: "https://127.0.0.1:\(server.port)", settings: HTTPSettings(certificateAuthority: authority))
    return try await client.send(HTTPRequest(.get, "/"))
  }

  @Test func `a server with an authority of its own is trusted when that is configured`() async throws {
    let server = try TLSServer(for: "IP:127.0.0.1")
    #expect(try await send(to: server, authority: server.certificate).status == 200)
  }

  @Test func `an unknown authority is told with what to configure`() async throws {
    let server = try TLSServer(for: "IP:127.0.0.1")
    let error = await #expect(throws: RequestError.self) { try await send(to: server, authority: nil) }
    guard case .notSent(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("unknown authority; set ca:"))
  }

  @Test func `a certificate for another name is told as such`() async throws {
    let server = try TLSServer(for: "DNS:other.example")
    let error = await #expect(throws: RequestError.self) {
      try await send(to: server, authority: server.certificate)
    }
    guard case .notSent(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("for another host name"))
  }

  @Test func `a missing authority file is told as such`() async throws {
    let server = try TLSServer(for: "IP:127.0.0.1")
    let error = await #expect(throws: RequestError.self) {
      try await send(to: server, authority: "/nowhere.pem")
    }
    guard case .notSent(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("correct ca:"))
  }

  @Test func `a server that does not answer in TLS got nothing`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let client = try HTTPClient(
      base: "https://127.0.0.1:\(server.port)",
      settings: HTTPSettings(connectTimeout: .milliseconds(200), waiting: PatientClock().waiting))
    let error = await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, "/")) }
    guard case .notSent = error else { throw UnexpectedError(error: error) }
  }
}
