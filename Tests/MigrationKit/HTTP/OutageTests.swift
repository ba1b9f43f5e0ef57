import Synchronization
import Testing

@testable import MigrationKit

/// A server that goes away for a while does not stop a migration; one ill request does not look like an outage.
@Suite(.timeLimit(.minutes(5))) struct OutageTests {
  private let clock = PatientClock()
  private let notes = Notes()

  /// A class, because the client's closure and the test share it.
  private final class Notes: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private func client(_ base: String) throws -> HTTPClient {
    try HTTPClient(
      base: base, settings: HTTPSettings(note: { [notes] in notes.add($0) }, waiting: clock.waiting))
  }

  @Test(arguments: [502, 503, 504])
  func `a restart of several minutes is waited out, and told once`(status: Int) async throws {
    let server = try FaultServer { [clock] _ in
      (Duration.seconds(1)..<(.seconds(300))).contains(clock.elapsed) ? .reply(status, "starting") : .ok()
    }
    defer { server.stop() }
    let client = try client(server.base)
    _ = try await client.send(HTTPRequest(.get, "/first"))
    try await clock.waiting.sleep(.seconds(1))
    #expect(try await client.send(HTTPRequest(.get, "/second")).status == 200)
    #expect(clock.elapsed >= .seconds(300))
    #expect(
      notes.all == [
        "\(server.base) does not answer; trying again until 2023-11-14T22:23:21Z",
        "\(server.base) answers again",
      ])
  }

  @Test func `a server that stays away stops the run after ten minutes`() async throws {
    let server = try FaultServer { [clock] _ in clock.elapsed > .zero ? .close : .ok() }
    defer { server.stop() }
    let client = try client(server.base)
    _ = try await client.send(HTTPRequest(.get, "/first"))
    try await clock.waiting.sleep(.seconds(1))
    let error = await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, "/x")) }
    guard case .outage = error else { throw UnexpectedError(error: error) }
    #expect((Duration.seconds(601)..<(.seconds(640))).contains(clock.elapsed))
    #expect(notes.all.count == 1)
  }

  @Test func `one ill request fails soon while the start page is answered`() async throws {
    let server = try FaultServer { $0.head.hasPrefix("GET /ill ") ? .close : .ok() }
    defer { server.stop() }
    let client = try client(server.base)
    _ = try await client.send(HTTPRequest(.get, "/first"))
    let error = await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, "/ill")) }
    guard case .failed = error else { throw UnexpectedError(error: error) }
    #expect(clock.elapsed < .seconds(60))
    #expect(notes.all.isEmpty)
  }

  @Test func `a look for life shows nobody the credential`() async throws {
    let server = try FaultServer { $0.head.hasPrefix("GET /ill ") ? .reply(502) : .ok() }
    defer { server.stop() }
    let client = try HTTPClient(
      base: server.base, credential: .header(name: "X-Key", prefix: "", Secret("s3cret-key")),
      settings: HTTPSettings(waiting: clock.waiting))
    _ = try await client.send(HTTPRequest(.get, "/first"))
    await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, "/ill")) }
    let looks = server.arrivals.filter { $0.head.hasPrefix("GET / ") }
    #expect(!looks.isEmpty && !looks.contains { $0.head.contains("s3cret") })
  }

  @Test func `a wrong certificate is not waited for`() {
    var setbacks = Setbacks()
    let rule = RetryRule(
      subject: "GET /x", isRepeatable: true, random: 0.5, now: clock.waiting.now(), elapsed: .seconds(5),
      lastAnswer: .seconds(1))
    #expect(rule.verdict(on: .notSent("wrong", isLasting: true), &setbacks) == .giveUp(.notSent("wrong")))
  }
}
