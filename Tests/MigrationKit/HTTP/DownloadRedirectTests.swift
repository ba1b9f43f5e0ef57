import Foundation
import Testing

@testable import MigrationKit

/// A download may be redirected once, and where it lies nobody learns who asked.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct DownloadRedirectTests {
  private let clock = PatientClock()
  private let folder = TemporaryFolder.current
  private let token = "k3y-very-secret"

  private func request(_ headers: [HTTPHeader] = []) -> HTTPRequest {
    var request = HTTPRequest(.get, "/attachments/1", headers: headers)
    request.destination = .file(path: folder.file("file"))
    request.followsRedirect = true
    return request
  }

  private func client(_ server: FaultServer) throws -> HTTPClient {
    try HTTPClient(
      base: server.base, credential: .header(name: "Authorization", prefix: "Bearer ", Secret(token)),
      settings: HTTPSettings(waiting: clock.waiting))
  }

  /// A server that redirects to `/<number>` of a store, and the store.
  private func withStore(
    _ respond: @escaping @Sendable (FaultServer.Arrival) -> FaultServer.Action,
    _ test: (FaultServer, _ store: FaultServer) async throws -> Void
  ) async throws {
    let store = try FaultServer(respond)
    let server = try FaultServer {
      .reply(302, headers: ["Location: \(store.base)/\($0.number)?signature=s1gnature-\($0.number)"])
    }
    defer {
      server.stop()
      store.stop()
    }
    try await test(server, store)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect is followed without the credential`(status: Int) async throws {
    let store = try FaultServer { _ in .ok("content") }
    let server = try FaultServer { _ in .reply(status, headers: ["Location: \(store.base)/1?s=%2F#x"]) }
    defer {
      server.stop()
      store.stop()
    }
    let headers = [
      HTTPHeader("Cookie", "s=\(token)"), HTTPHeader("X-Api-Key", token), HTTPHeader("PRIVATE-TOKEN", token),
      HTTPHeader("Accept", "*/*"),
    ]
    let response = try await client(server).send(request(headers))
    #expect(response.status == 200 && response.byteCount == 7)
    #expect(try folder.text("file") == "content")
    let arrival = try #require(store.arrivals.first)
    #expect(arrival.target == "/1?s=%2F" && arrival.header("Accept") == "*/*")
    #expect(!arrival.head.contains(token) && arrival.header("Authorization") == nil)
    #expect(server.arrivals.first?.header("Authorization") == "Bearer \(token)")
    #expect(server.arrivals.count == 1 && store.arrivals.count == 1)
  }

  @Test(arguments: ["/there", "there", "BASE/attachments/there", "?there"])
  func `on the same server the credential stays`(location: String) async throws {
    let server = try FaultServer { arrival in
      arrival.number > 0
        ? .ok("content")
        : .reply(
          302,
          headers: ["Location: " + location.replacing("BASE", with: "http://\(arrival.header("Host") ?? "")")]
        )
    }
    defer { server.stop() }
    _ = try await client(server).send(request())
    #expect(server.arrivals.last?.target.hasSuffix("there") == true)
    #expect(server.arrivals.map { $0.header("Authorization") } == ["Bearer \(token)", "Bearer \(token)"])
  }

  @Test func `a second redirect is an error`() async throws {
    try await withStore { _ in
      .reply(302, headers: ["Location: /again?signature=s1gnature"])
    } _: { server, store in
      let client = try client(server)
      await #expect(throws: RequestError.redirected(to: "/again")) { try await client.send(request()) }
      #expect(server.arrivals.count == 1 && store.arrivals.count == 1)
    }
  }

  @Test(arguments: 0..<4)
  func `only a download that may lie elsewhere is redirected`(number: Int) async throws {
    try await withStore { _ in
      .ok()
    } _: { server, store in
      var request = request()
      switch number {
      case 0: request.followsRedirect = false
      case 1: request.destination = .memory(limit: 1000)
      case 2: request.method = .post
      default: request = HTTPRequest(.get, "/x")
      }
      let (client, sent) = (try client(server), request)
      let error = await #expect(throws: RequestError.self) { try await client.send(sent) }
      guard case .redirected = error else { throw UnexpectedError(error: error) }
      #expect(store.connectionCount == 0)
    }
  }

  @Test(arguments: [
    ("https://a/x", "https://b/y", "https://b/y"), ("http://a/x", "https://b/y", "https://b/y"),
    ("https://a/x", "//b:8443/y", "https://b:8443/y"), ("https://a/x/z", "../y", "https://a/y"),
    ("https://a/x", "https://a:443/y", "https://a/y"),
    ("http://a/x", "http://127.0.0.1:81/y", "http://127.0.0.1:81/y"),
    ("http://a/x", "http://a/y", "http://a/y"), ("http://a/x", "http://a:81/y", nil),
    ("http://a/x", "http://b/y", nil), ("https://a/x", "http://b/y", nil), ("https://a/x", "http://a/y", nil),
    ("https://a/x", "http://127.0.0.1/y", nil), ("http://a/x", "http://127.evil.example/y", nil),
    ("https://a/x", "https://u:p@b/y", nil), ("https://a/x", "ftp://b/y", nil),
    ("https://a/x", "file:///etc", nil),
  ])
  func `nothing goes on in the clear that came by https`(from: String, location: String, to: String?) {
    let transfer = TransferRequest(
      kind: .download, method: .get, url: from, headers: [HTTPHeader("Authorization", "x")], body: nil,
      destination: .file(path: "/file"))
    let answer = HTTPResponse(status: 302, headers: [HTTPHeader("Location", location)])
    let next = transfer.redirected(by: answer)?.0
    #expect(next?.url == to)
    if let next { #expect(next.headers.isEmpty == (Origin(from) != Origin(next.url))) }
  }

  @Test(arguments: [400, 401, 403, 500])
  func `a new address is asked for when one has expired`(status: Int) async throws {
    try await withStore {
      $0.target.hasPrefix("/0?") ? .reply(status) : .ok("content")
    } _: { server, store in
      _ = try await client(server).send(request())
      #expect(try folder.text("file") == "content")
      #expect(server.arrivals.count == 2)
      #expect(store.arrivals.map(\.target) == ["/0?signature=s1gnature-0", "/1?signature=s1gnature-1"])
    }
  }

  @Test(arguments: [401, 403])
  func `a store that refuses each time says nothing of the login, and the signature is not shown`(
    status: Int
  ) async throws {
    try await withStore {
      .reply(status, "no \($0.target)")
    } _: { server, store in
      let client = try client(server)
      let error = await #expect(throws: RequestError.self) { try await client.send(request()) }
      guard case .failed(let words) = error else { throw UnexpectedError(error: error) }
      #expect(words.contains("answered \(status) (no /4?") && !words.contains("s1gnature"))
      #expect(store.arrivals.count == 5)
      #expect(client.statistics.words.values.allSatisfy { !$0.contains("s1gnature") })
    }
  }

  @Test func `what a store does not have is an answer`() async throws {
    try await withStore { _ in
      .reply(404)
    } _: { server, _ in
      let response = try await client(server).send(request())
      #expect(response.status == 404)
    }
  }

  @Test func `a file that broke off goes on with the next address`() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nAccept-Ranges: bytes\r\nETag: \"v1\"\r\n\r\n"
    try await withStore {
      $0.number == 0
        ? .sendAndClose(head + "01234") : .reply(206, "56789", headers: ["Content-Range: bytes 5-9/10"])
    } _: { server, store in
      let response = try await client(server).send(request())
      #expect(response.status == 200 && response.byteCount == 10)
      #expect(try folder.text("file") == "0123456789" && folder.text("file.validator") == nil)
      #expect(server.arrivals.count == 2)
      #expect(store.arrivals.map { $0.header("Range") } == [nil, "bytes=5-"])
      #expect(store.arrivals.last?.target == "/1?signature=s1gnature-1")
    }
  }

  @Test func `what is kept beside a half file is the first address`() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nAccept-Ranges: bytes\r\nETag: \"v1\"\r\n\r\n"
    try await withStore { _ in
      .sendAndClose(head + "01234")
    } _: { server, _ in
      let client = try client(server)
      await #expect(throws: RequestError.self) { try await client.send(request()) }
      #expect(try folder.text("file.validator")?.hasPrefix("\(server.base)/attachments/1\n") == true)
    }
  }

  @Test func `a store that asks for a pause is given it before its next address is asked for`() async throws {
    try await withStore {
      $0.number == 0 ? .reply(503, headers: ["Retry-After: 60"]) : .ok("content")
    } _: {
      server, store in
      _ = try await client(server).send(request())
      #expect(clock.sleeps.first == .seconds(60))
      #expect(store.arrivals.map { $0.target.prefix(2) } == ["/0", "/1"])
    }
  }
}
