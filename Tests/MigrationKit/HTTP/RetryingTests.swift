import Foundation
import Synchronization
import Testing

@testable import MigrationKit

@Suite(.timeLimit(.minutes(5))) struct RetryingTests {
  private let clock = PatientClock()

  @Test(arguments: [
    (HTTPRequest.Method.get, 503, 5), (.post, 503, 1), (.put, 500, 5), (.post, 500, 1),
    (.post, 404, 1), (.patch, 503, 1), (.patch, 500, 1), (.patch, 408, 5), (.get, 401, 1), (.get, 302, 1),
    (.post, 408, 5),
  ])
  func `a request is sent again only where that is safe`(
    method: HTTPRequest.Method, status: Int, sent: Int
  ) async throws {
    let server = try FaultServer { _ in .reply(status) }
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: HTTPSettings(waiting: clock.waiting))
    _ = try? await client.send(HTTPRequest(method, "/x", body: method == .get ? nil : .bytes([0x7B, 0x7D])))
    #expect(server.arrivals.count == sent)
    #expect(client.statistics.requests == sent)
    #expect(client.statistics.retries == sent - 1)
    #expect(client.statistics.writes == (method == .get ? 0 : sent))
  }

  @Test func `a PATCH that may be carried out twice is sent again`() async throws {
    let server = try FaultServer { $0.number == 0 ? .reply(503) : .ok() }
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: HTTPSettings(waiting: clock.waiting))
    var request = HTTPRequest.json(.patch, "/tickets/1", ["state": "closed"])
    request.isRepeatable = true
    _ = try await client.send(request)
    #expect(server.arrivals.map(\.method) == ["PATCH", "PATCH"])
    #expect(server.arrivals.last?.body == Array(#"{"state":"closed"}"#.utf8))
  }

  @Test(arguments: ["<html>Maintenance</html>", #"{"issues":[{"id":"#, ""], [1, 4, 5])
  func `what is no JSON where JSON was expected is asked for again`(body: String, times: Int) async throws {
    let server = try FaultServer { $0.number < times ? .ok(body) : .ok(#"{"id":1}"#) }
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: HTTPSettings(waiting: clock.waiting))
    var request = HTTPRequest(.get, "/issues.json")
    request.expectsJSON = true
    guard times < 5 else {
      await #expect(throws: RequestError.notJSON(status: 200, beginning: body)) {
        try await client.send(request)
      }
      return
    }
    #expect(try await client.send(request).json().int("id") == 1)
    #expect(server.arrivals.count == times + 1)
  }

  @Test func `a server that only throttles is asked for a quarter of an hour, then the run ends`()
    async throws
  {
    let server = try FaultServer { _ in .reply(429, "slow down") }
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: HTTPSettings(waiting: clock.waiting))
    let error = await #expect(throws: RequestError.self) {
      try await client.send(HTTPRequest(.post, "/x", body: .bytes([1])))
    }
    guard case .throttled = error else { throw UnexpectedError(error: error) }
    #expect(error?.description.contains("answered 429 (slow down); try again later") == true)
    #expect((Duration.seconds(900)..<(.seconds(930))).contains(clock.elapsed))
    #expect(clock.sleeps.max() == .seconds(15), "half of the longest pause, by the clock's dice")
  }

  @Test func `after a pause the request is answered, and the pause is told once`() async throws {
    let server = try FaultServer { $0.number < 3 ? .reply(429, headers: ["Retry-After: 60"]) : .ok() }
    defer { server.stop() }
    let notes = Mutex<[String]>([])
    let settings = HTTPSettings(
      connections: 1, note: { note in notes.withLock { $0.append(note) } }, waiting: clock.waiting)
    let client = try HTTPClient(base: server.base, settings: settings)
    let response = try await client.send(HTTPRequest(.post, "/tickets", body: .bytes([1])))
    #expect(response.status == 200)
    #expect(clock.sleeps == [.seconds(60), .seconds(60), .seconds(60)])
    #expect(notes.withLock { $0.count } == 3)
    #expect(
      notes.withLock { $0.first } == "\(server.base) asked for a pause; continuing at 2023-11-14T22:14:20Z")
  }

  @Test func `a refused connection was tried again and then told as not sent`() async throws {
    let (socket, port) = try LoopbackSocket.refusing()
    defer { LoopbackSocket.close(socket) }
    let client = try HTTPClient(
      base: "http://127.0.0.1:\(port)", settings: HTTPSettings(waiting: clock.waiting))
    let error = await #expect(throws: RequestError.self) {
      try await client.send(HTTPRequest(.post, "/x", body: .bytes([1])))
    }
    guard case .notSent(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("check that the server is running"))
    #expect(clock.sleeps.count == 4)
    #expect(client.statistics.requests == 0)
  }
}
