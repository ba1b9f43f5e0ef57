import Testing

@testable import MigrationKit

/// A 403 that means "slower" is waited for; any other is a refusal.
@Suite(.timeLimit(.minutes(5))) struct SlowerTests {
  private let clock = PatientClock()
  private static let words = "You have exceeded a secondary rate limit."

  private func client(_ server: FaultServer) throws -> HTTPClient {
    var settings = HTTPSettings(waiting: clock.waiting)
    settings.slowdowns = [Slowdown(words: "Secondary rate limit", wait: .seconds(60))]
    return try HTTPClient(base: server.base, settings: settings)
  }

  @Test(
    arguments: [
      (403, ["Retry-After: 7"], "", 7),
      (403, ["x-ratelimit-remaining: 0", "x-ratelimit-reset: 1700000012"], "", 12),
      (
        403,
        [
          "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1700000112", "Date: Tue, 14 Nov 2023 22:15:00 GMT",
        ], "", 12
      ),
      (403, ["x-ratelimit-remaining: 4000"], words, 60), (429, [], words, 60),
      (403, ["Retry-After: 90"], words, 90),
    ] as [(Int, [String], String, Int)])
  func `a throttled request is sent again when the time has come, whatever it is`(
    status: Int, headers: [String], body: String, seconds: Int
  ) async throws {
    let server = try FaultServer { $0.number == 0 ? .reply(status, body, headers: headers) : .ok() }
    defer { server.stop() }
    let client = try client(server)
    #expect(try await client.send(HTTPRequest(.post, "/tickets", body: .bytes([1]))).status == 200)
    #expect(clock.sleeps == [.seconds(seconds)])
    #expect(server.arrivals.count == 2)
  }

  @Test(arguments: [
    ([], ""), (["X-RateLimit-Remaining: 7", "X-RateLimit-Reset: 1700000012"], "no rate limit"),
    ([], "Resource not accessible by integration"),
  ])
  func `a 403 without such a sign is a refusal`(headers: [String], body: String) async throws {
    let server = try FaultServer { _ in .reply(403, body, headers: headers) }
    defer { server.stop() }
    let client = try client(server)
    await #expect(throws: RequestError.forbidden(body)) {
      try await client.send(HTTPRequest(.post, "/tickets", body: .bytes([1])))
    }
    #expect(server.arrivals.count == 1 && clock.sleeps.isEmpty)
  }

  @Test func `a 403 that goes on meaning "slower" ends as throttled, not as a missing right`() async throws {
    let server = try FaultServer { _ in .reply(403, Self.words) }
    defer { server.stop() }
    let client = try client(server)
    let error = await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, "/x")) }
    guard case .throttled(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("answered 403") && server.arrivals.count == 30)
  }
}
