import Testing

@testable import MigrationKit

@Suite(.timeLimit(.minutes(5))) struct RequestBoardTests {
  private let clock = PatientClock()

  @Test(arguments: [
    (RequestBoard.Wait.freeConnection, "waiting for a free connection for 100 s"),
    (.answer, "waiting for the answer for 30 s"),
    (.pause(until: "14:05:10"), "pausing until 14:05:10 because the server asked"),
    (.anotherTry(end: .seconds(112), after: "503"), "trying again in 12 s after: 503"),
  ])
  func `a request's line says what it waits for`(wait: RequestBoard.Wait, line: String) async throws {
    let board = RequestBoard(elapsed: clock.waiting.elapsed)
    let place = board.begin("GET /x")
    try await clock.waiting.sleep(.seconds(70))
    place.waits(for: wait)
    try await clock.waiting.sleep(.seconds(30))
    place.waits(for: wait)
    #expect(board.lines == ["GET /x: \(line)"])
    place.end()
    #expect(board.lines.isEmpty && board.endedCount == 1)
  }

  @Test func `a client tells who has the connection and who stands in line`() async throws {
    let server = try FaultServer { _ in .stall(after: "") }
    defer { server.stop() }
    let settings = HTTPSettings(connections: 1, waiting: clock.waiting)
    let client = try HTTPClient(base: server.base, settings: settings)
    let first = Task { try await client.send(HTTPRequest(.get, "/first")) }
    while server.arrivals.isEmpty { await Task.yield() }
    let second = Task { try await client.send(HTTPRequest(.get, "/second")) }
    while client.waits.count < 2 { await Task.yield() }
    #expect(
      client.waits == [
        "GET /first: waiting for the answer for 0 s", "GET /second: waiting for a free connection for 0 s",
      ])
    first.cancel()
    second.cancel()
    await #expect(throws: RequestError.cancelled) { try await first.value }
    await #expect(throws: RequestError.cancelled) { try await second.value }
    #expect(client.waits.isEmpty && client.endedCount == 2)
  }

  @Test(arguments: [
    (429, ["Retry-After: 60"], "GET /x: pausing until 2023-11-14T22:14:20Z because the server asked"),
    (503, [], "GET /x: trying again in 0 s after: the server answered 503"),
  ])
  func `a client tells what it waits for before it tries again`(
    status: Int, headers: [String], line: String
  ) async throws {
    let server = try FaultServer { _ in .reply(status, headers: headers) }
    defer { server.stop() }
    let (sleeping, sleep) = AsyncStream<Void>.makeStream()
    var waiting = clock.waiting
    waiting.sleep = { _ in
      sleep.yield()
      try await Task.sleep(for: .seconds(3600))
    }
    let client = try HTTPClient(base: server.base, settings: HTTPSettings(waiting: waiting))
    let task = Task { try await client.send(HTTPRequest(.get, "/x")) }
    for await _ in sleeping { break }
    #expect(client.waits == [line])
    task.cancel()
    await #expect(throws: RequestError.cancelled) { try await task.value }
  }
}
