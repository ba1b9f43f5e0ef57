import Testing

@testable import MigrationKit

/// Requests go to the client's own server and to declared ones, the credential only where that was said.
@Suite(.timeLimit(.minutes(5))) struct DeclaredHostTests {
  private let clock = PatientClock()
  private let token = "k3y-very-secret"
  private let headers = [
    HTTPHeader("Cookie", "s=k3y-very-secret"), HTTPHeader("X-Api-Key", "k3y-very-secret"),
    HTTPHeader("Accept", "*/*"), HTTPHeader("Content-Type", "text/plain"),
  ]

  private func client(_ server: FaultServer, _ hosts: [DeclaredHost] = []) throws -> HTTPClient {
    try HTTPClient(
      base: server.base + "/prefix", credential: .header(name: "PRIVATE-TOKEN", prefix: "", Secret(token)),
      hosts: hosts, settings: HTTPSettings(waiting: clock.waiting))
  }

  private func origin(_ server: FaultServer) throws -> Origin { try #require(Origin(server.base)) }

  @Test(arguments: [true, false])
  func `a declared host gets the credential only where that was said`(takesCredential: Bool) async throws {
    let (server, files) = (try FaultServer { _ in .ok() }, try FaultServer { _ in .ok("file") })
    defer {
      server.stop()
      files.stop()
    }
    let host = DeclaredHost(try origin(files), takesCredential: takesCredential)
    var request = HTTPRequest(.put, "/a/b", query: [("c", "d e")], headers: headers, body: .bytes([1]))
    request.origin = host.origin
    #expect(try await client(server, [host]).send(request).body == Array("file".utf8))
    let arrival = try #require(files.arrivals.first)
    #expect(arrival.target == "/a/b?c=d%20e" && server.arrivals.isEmpty)
    #expect(arrival.head.contains(token) == takesCredential)
    #expect((arrival.header("PRIVATE-TOKEN") != nil) == takesCredential)
    #expect(arrival.header("Accept") == "*/*" && arrival.header("Content-Type") == "text/plain")
  }

  @Test func `an address of the own server is not below its prefix a second time`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let request = try #require(HTTPRequest(.get, at: "\(server.base)/prefix/a?b=c%2Fd#e"))
    _ = try await client(server).send(request)
    #expect(server.arrivals.map(\.target) == ["/prefix/a?b=c%2Fd"])
    #expect(server.arrivals.first?.header("private-token") == token)
  }

  @Test(arguments: [
    "http://127.0.0.1:1", "https://127.0.0.1:PORT", "http://localhost:PORT", "http://127.0.0.1",
  ])
  func `a host that is not declared is refused before anything is sent`(other: String) async throws {
    let (server, files) = (try FaultServer { _ in .ok() }, try FaultServer { _ in .ok() })
    defer {
      server.stop()
      files.stop()
    }
    let client = try client(server, [DeclaredHost(try origin(files), takesCredential: false)])
    let name = other.replacing("PORT", with: "\(files.port)")
    let request = try #require(HTTPRequest(.get, at: "\(name)/file?signature=s1gnature"))
    let error = try #require(await #expect(throws: RequestError.self) { try await client.send(request) })
    #expect(
      error.description
        == "GET /file: \(name) is not declared as a host of \(server.base)/prefix, so nothing "
        + "was sent there; declare it if it belongs to the ticketing system")
    #expect(server.connectionCount + files.connectionCount == 0)
  }

  @Test(arguments: [401, 403])
  func `a refusal by a host that was not shown the login says nothing of it`(status: Int) async throws {
    let server = try FaultServer { _ in .ok() }
    let files = try FaultServer { _ in .reply(status, "expired: s1gnature-of-it") }
    defer {
      server.stop()
      files.stop()
    }
    let client = try client(server, [DeclaredHost(try origin(files), takesCredential: false)])
    let request = try #require(HTTPRequest(.get, at: "\(files.base)/file?signature=s1gnature-of-it"))
    let error = await #expect(throws: RequestError.self) { try await client.send(request) }
    #expect(error == .failed("GET /file: the server answered \(status) (expired: ••••)"))
    #expect(files.arrivals.count == 1)
  }

  @Test func `a host that asks for a pause holds up nobody else`() async throws {
    let server = try FaultServer { _ in .ok() }
    let files = try FaultServer { $0.number == 0 ? .reply(429, headers: ["Retry-After: 3000"]) : .ok() }
    defer {
      server.stop()
      files.stop()
    }
    let (sleeping, sleep) = AsyncStream<Void>.makeStream()
    var settings = HTTPSettings(waiting: clock.waiting)
    settings.waiting.sleep = { _ in
      sleep.yield()
      try await Task.sleep(for: .seconds(3600))
    }
    let client = try HTTPClient(
      base: server.base, hosts: [DeclaredHost(try origin(files), takesCredential: false)], settings: settings)
    let request = try #require(HTTPRequest(.get, at: "\(files.base)/file"))
    let held = Task { try await client.send(request) }
    for await _ in sleeping { break }
    #expect(try await client.send(HTTPRequest(.get, "/x")).status == 200)
    held.cancel()
    await #expect(throws: RequestError.cancelled) { try await held.value }
  }

  @Test(arguments: [
    ("https://Files.Example.com/a", "https://files.example.com"), ("HTTPS://h:443", "https://h"),
    ("http://h:8080?x", "http://h:8080"), ("http://[::1]:80/", "http://[::1]"),
    ("https://h:80/x", "https://h:80"),
    ("ftp://h/", nil), ("/path", nil), ("//h/path", nil), ("https://u:p@h/", nil), ("https://h@evil/", nil),
    ("https://h/a b", nil), ("https:///x", nil), ("", nil), ("https://h/é", nil),
  ])
  func `an origin is scheme, host and port`(address: String, written: String?) {
    #expect(Origin(address)?.description == written)
  }
}
