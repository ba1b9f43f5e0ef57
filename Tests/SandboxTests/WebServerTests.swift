import MigrationKit
import Testing

@testable import Sandbox

@Suite struct WebServerTests {
  /// Answers with what it was asked.
  private struct Echo: WebApplication {
    func respond(to request: WebRequest) -> WebResponse {
      let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
      let head = "\(request.method) \(request.path) \(query) "
      let chunked = [(name: "Transfer-Encoding", value: "chunked")]
      return WebResponse(
        status: 200, headers: request.path == "/chunked" ? chunked : [], body: Array(head.utf8) + request.body
      )
    }
  }

  @Test func `a request arrives decoded and its body whole`() async throws {
    let server = try WebServer(application: Echo())
    defer { server.stop() }
    let client = try HTTPClient(base: "http://127.0.0.1:\(server.port)")
    let body = patternBytes(count: 1 << 20, seed: 1)
    let request = HTTPRequest(.post, "/a%2Fb", query: [("q ä", "1&2=3")], body: .bytes(body))
    #expect(try await client.send(request).body == Array("POST /a%2Fb q ä=1&2=3 ".utf8) + body)
  }

  @Test func `a chunked answer arrives whole`() async throws {
    let server = try WebServer(application: Echo())
    defer { server.stop() }
    let client = try HTTPClient(base: "http://127.0.0.1:\(server.port)")
    let body = patternBytes(count: 200_000, seed: 2)
    let response = try await client.send(HTTPRequest(.put, "/chunked", body: .bytes(body)))
    #expect(response.body == Array("PUT /chunked  ".utf8) + body)
    #expect(response.header("Content-Length") == nil)
  }

  @Test func `many clients are served at once`() async throws {
    let server = try WebServer(application: Echo())
    defer { server.stop() }
    let client = try HTTPClient(base: "http://127.0.0.1:\(server.port)")
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...200 {
        group.addTask { try await client.send(HTTPRequest(.get, "/\(number)")).status }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 200))
  }

  @Test func `one connection serves several requests, one after the other`() throws {
    let server = try WebServer(application: Echo())
    defer { server.stop() }
    let heard = try RawVisitor(port: server.port).say(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(heard.contains("GET /1 "))
    #expect(heard.hasSuffix("GET /2  "))
  }

  @Test func `a chunked request is put together`() throws {
    let server = try WebServer(application: Echo())
    defer { server.stop() }
    let heard = try RawVisitor(port: server.port).say(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + "3\r\nabc\r\n0A;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n")
    #expect(heard.hasSuffix("POST /  abc0123456789"))
  }

  @Test(arguments: [
    ("nonsense\r\n\r\n", 400), ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n", 413),
    ("GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 70_000))", 431),
  ])
  func `what is no request, or too long, is refused and the connection closed`(text: String, status: Int)
    throws
  {
    let server = try WebServer(application: Echo())
    defer { server.stop() }
    #expect(try RawVisitor(port: server.port).say(text).hasPrefix("HTTP/1.1 \(status) "))
  }

  @Test(arguments: ["/", "/chunked"])
  func `an answer that no socket takes at once arrives whole`(path: String) async throws {
    struct Generous: WebApplication {
      func respond(to request: WebRequest) -> WebResponse {
        let pattern = RequestTracker.Pattern(byteCount: 9_000_001, seed: 3)
        var response = WebResponse(status: 200, body: Array("head ".utf8))
        if request.path == "/chunked" { response.headers = [("Transfer-Encoding", "chunked")] }
        response.stream = pattern.stream
        return response
      }
    }
    let server = try WebServer(application: Generous())
    defer { server.stop() }
    let client = try HTTPClient(base: "http://127.0.0.1:\(server.port)")
    let whole =
      Array("head ".utf8) + RequestTracker.Pattern(byteCount: 9_000_001, seed: 3).bytes(0..<9_000_001)
    #expect(try await client.send(HTTPRequest(.get, path)).body == whole)
  }

  @Test func `a body too long for memory is kept in a file, with its digest`() async throws {
    struct Keeper: WebApplication {
      func respond(to request: WebRequest) -> WebResponse {
        guard let spool = request.spool else { return WebResponse(status: 500) }
        var response = WebResponse(status: 200, headers: [("X-Digest", spool.digest)], body: request.body)
        response.stream = spool.bytes.stream
        return response
      }
    }
    let server = try WebServer(application: Keeper())
    defer { server.stop() }
    let client = try HTTPClient(base: "http://127.0.0.1:\(server.port)")
    let body = patternBytes(count: WebBody.memoryLimit + 1, seed: 5)
    let response = try await client.send(HTTPRequest(.post, "/", body: .bytes(body)))
    #expect(response.body == body)
    #expect(response.header("X-Digest") == sha256Hexadecimal(body))
  }

  @Test func `an answer that is to wait keeps no other waiting`() async throws {
    struct Sluggish: WebApplication {
      func respond(to request: WebRequest) -> WebResponse { answer(to: request).response }
      func answer(to request: WebRequest) -> WebAnswer {
        let answer = WebAnswer.now(WebResponse(status: 200, body: Array(request.path.utf8)))
        return request.path == "/" ? answer : .later(.seconds(3600)) { answer }
      }
    }
    // Not stopped: that would wait for the answer.
    let server = try WebServer(application: Sluggish())
    let client = try HTTPClient(base: "http://127.0.0.1:\(server.port)")
    let waiting = Task { try await client.send(HTTPRequest(.get, "/late")) }
    while server.statistics.atOnce == 0 { await Task.yield() }
    #expect(try await client.send(HTTPRequest(.get, "/")).body == Array("/".utf8))
    #expect(server.statistics.requestCount == 1)
    #expect(server.statistics.peak == 2)
    waiting.cancel()
  }

  @Test func `no answer leaves before its latency has passed`() async throws {
    let server = try WebServer(application: Echo(), latency: .milliseconds(50))
    defer { server.stop() }
    let client = try HTTPClient(base: "http://127.0.0.1:\(server.port)")
    let start = ContinuousClock.now
    _ = try await client.send(HTTPRequest(.get, "/"))
    #expect(start.duration(to: .now) >= .milliseconds(50))
  }

  /// An answer after the stop is one of a server to which the system has since given the port.
  @Test func `a stopped server answers nobody, and stopping twice is stopping`() async throws {
    let server = try WebServer(application: Echo())
    let client = try HTTPClient(
      base: "http://127.0.0.1:\(server.port)", settings: HTTPSettings(waiting: PatientClock().waiting))
    #expect(try await client.send(HTTPRequest(.get, "/")).status == 200)
    server.stop()
    server.stop()
    _ = try? await client.send(HTTPRequest(.get, "/"))
    #expect(server.statistics.requestCount == 1)
  }

  @Test func `a port that is taken is an error`() throws {
    let server = try WebServer(application: Echo())
    defer { server.stop() }
    #expect(throws: WebServerError.self) { try WebServer(application: Echo(), port: server.port) }
  }

  @Test(arguments: [
    ("a=b&c=", ["a=b", "c="]), ("x%20y=%C3%A4+b", ["x y=ä b"]), ("flag", ["flag="]), ("p=%zz", ["p=%zz"]),
  ])
  func `a form is decoded`(text: String, pairs: [String]) {
    #expect(formPairs(text).map { "\($0.name)=\($0.value)" } == pairs)
  }
}
