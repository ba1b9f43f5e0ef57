import Testing

@testable import MigrationKit

@Suite(.timeLimit(.minutes(5))) struct StatisticsTests {
  private let clock = PatientClock()

  @Test func `a client counts its requests by kind, its connections and its setbacks`() async throws {
    let server = try FaultServer { arrival in
      arrival.number == 1 ? .reply(429, headers: ["Retry-After: 5"]) : .ok("0123456789")
    }
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: HTTPSettings(waiting: clock.waiting))
    _ = try await client.send(HTTPRequest(.get, "/x"))
    _ = try await client.send(HTTPRequest(.post, "/x", body: .bytes([UInt8](repeating: 0, count: 5000))))
    let statistics = client.statistics
    #expect(statistics.byKind == [.read: 1, .write: 2])
    #expect(statistics.requests == 3 && statistics.writes == 2)
    #expect(statistics.retries == 1 && statistics.unanswered == 0)
    #expect(statistics.answers == [200: 2, 429: 1])
    #expect(statistics.traffic.connectionsOpened == server.connectionCount)
    #expect(statistics.traffic.connectionsOpened + statistics.traffic.reuses == 3)
    #expect((10_000..<12_000).contains(statistics.traffic.bytesSent))
    #expect((20..<1000).contains(statistics.traffic.bytesReceived))
    #expect(statistics.waits.pausing >= .seconds(5))
  }

  @Test func `an empty writing request has a connection of its own, and others keep theirs`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    var settings = HTTPSettings(waiting: clock.waiting)
    settings.longestIdleConnection = .seconds(600)
    let client = try HTTPClient(base: server.base, settings: settings)
    for method in [HTTPRequest.Method.get, .delete, .get, .patch, .get] {
      _ = try await client.send(HTTPRequest(method, "/x"))
    }
    #expect(server.arrivals.map(\.connection) == [0, 1, 0, 2, 0])
    #expect(client.statistics.traffic.connectionsOpened == 3 && client.statistics.traffic.reuses == 2)
  }

  @Test func `the times of all requests are added up by what they waited for`() async throws {
    let board = RequestBoard(elapsed: clock.waiting.elapsed)
    for wait in [
      RequestBoard.Wait.answer, .pause(until: "14:00"), .anotherTry(end: .seconds(9), after: "503"),
    ] {
      let place = board.begin("GET /x")
      try await clock.waiting.sleep(.seconds(1))
      place.waits(for: wait)
      try await clock.waiting.sleep(.seconds(2))
      place.waits(for: .answer)
      try await clock.waiting.sleep(.seconds(3))
      place.end()
    }
    #expect(board.times.inLine == .seconds(3))
    #expect(board.times.pausing == .seconds(2) && board.times.betweenTries == .seconds(2))
    #expect(board.times.forAnswers == .seconds(11))
  }
}
