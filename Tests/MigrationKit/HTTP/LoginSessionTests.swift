import Foundation
import Synchronization
import Testing

@testable import MigrationKit

/// A session is begun once for all, and once more when the server no longer knows it.
@Suite(.timeLimit(.minutes(5))) struct LoginSessionTests {
  private let clock = PatientClock()
  private static let password = "pa55-word"

  /// Gives out a session at `/login` and knows only the last one; `expire` makes it forget that.
  final class Site: Sendable {
    private struct State {
      var valid: String?
      var logins = 0
      var refusals = 0
    }

    private let state = Mutex(State())

    var logins: Int { state.withLock { $0.logins } }
    var refusals: Int { state.withLock { $0.refusals } }
    func expire() { state.withLock { ($0.valid, $0.refusals) = (nil, 0) } }

    func answer(_ arrival: FaultServer.Arrival) -> FaultServer.Action {
      state.withLock { state in
        if arrival.target == "/login" {
          state.logins += 1
          state.valid = "s3ss10n-number-\(state.logins)"
          return .ok(#"{"token":"\#(state.valid ?? "")"}"#)
        }
        if let valid = state.valid, arrival.header("Authorization") == "Bearer \(valid)" { return .ok() }
        state.refusals += 1
        return .reply(401)
      }
    }
  }

  private func session() -> LoginSession {
    LoginSession(passwords: [Secret(Self.password)]) { send in
      let answer = try await send(.json(.post, "/login", ["password": .string(Self.password)]))
      return [HTTPHeader("Authorization", "Bearer \(try answer.json().string("token"))")]
    }
  }

  private func client(_ server: FaultServer, _ session: LoginSession? = nil) throws -> HTTPClient {
    try HTTPClient(
      base: server.base, credential: .session(session ?? self.session()),
      settings: HTTPSettings(waiting: clock.waiting))
  }

  private func write(_ path: String) -> HTTPRequest { HTTPRequest(.post, path, body: .bytes([1])) }

  @Test func `a session is begun before the first request and used for all`() async throws {
    let site = Site()
    let server = try FaultServer { site.answer($0) }
    defer { server.stop() }
    let client = try client(server)
    for number in 0..<3 { _ = try await client.send(write("/\(number)")) }
    #expect(server.arrivals.map(\.target) == ["/login", "/0", "/1", "/2"])
    #expect(server.arrivals.first?.header("Authorization") == nil)
  }

  @Test func `an expired session is renewed once for twenty requests at once, and each is carried out once`()
    async throws
  {
    let site = Site()
    let server = try FaultServer { arrival in
      // Not before all of them have been refused: each would log in if it did not wait for the one who does.
      while arrival.target == "/login", site.logins == 1, site.refusals < 20 {
        Thread.sleep(forTimeInterval: 0.001)
      }
      return site.answer(arrival)
    }
    defer { server.stop() }
    let client = try client(server)
    _ = try await client.send(write("/first"))
    site.expire()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<20 { group.addTask { try await client.send(write("/\(number)")).status } }
      for try await status in group { #expect(status == 200) }
    }
    #expect(site.logins == 2 && site.refusals == 20)
    let accepted = server.arrivals.filter { $0.header("Authorization") == "Bearer s3ss10n-number-2" }
    #expect(accepted.map(\.target).sorted() == (0..<20).map { "/\($0)" }.sorted())
  }

  @Test func `a request that is refused with a fresh session is an error`() async throws {
    let server = try FaultServer { $0.target == "/login" ? .ok(#"{"token":"t0ken"}"#) : .reply(401) }
    defer { server.stop() }
    let client = try client(server)
    await #expect(throws: RequestError.unauthorized) { try await client.send(write("/x")) }
    #expect(server.arrivals.map(\.target) == ["/login", "/x", "/login", "/x"])
  }

  @Test func `a login that is refused is not tried again and again`() async throws {
    let server = try FaultServer { _ in .reply(401) }
    defer { server.stop() }
    let client = try client(server)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          await #expect(throws: RequestError.unauthorized) { try await client.send(write("/\(number)")) }
        }
      }
    }
    #expect(server.arrivals.map(\.target) == ["/login"])
  }

  @Test func `who waits for a log-in that is cancelled logs in itself`() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try FaultServer {
      guard $0.number == 0 else { return $0.target == "/login" ? .ok(#"{"token":"t0ken"}"#) : .ok() }
      arrival.yield()
      return .stall(after: "")
    }
    defer { server.stop() }
    let client = try client(server)
    let first = Task { try await client.send(write("/first")) }
    for await _ in arrived { break }
    let others = (0..<3).map { number in Task { try await client.send(write("/\(number)")) } }
    for _ in 0..<100 { await Task.yield() }
    others[0].cancel()
    await #expect(throws: RequestError.cancelled) { try await others[0].value }
    first.cancel()
    await #expect(throws: RequestError.cancelled) { try await first.value }
    for other in others.dropFirst() { #expect(try await other.value.status == 200) }
    #expect(server.arrivals.filter { $0.target == "/login" }.count == 2)
  }

  @Test(arguments: [400, 403, 500, 302])
  func `what a log-in has brought is in no message`(status: Int) async throws {
    let token = "s3ss10n-abcdef"
    let words = "no: \(token) \(Self.password)"
    let server = try FaultServer {
      $0.target == "/login"
        ? .ok(#"{"token":"\#(token)"}"#) : .reply(status, words, headers: ["Location: /?x=\(words)"])
    }
    defer { server.stop() }
    let client = try client(server)
    var text = "\(client) \(String(reflecting: client)) "
    do { dump(try await client.send(write("/x")), to: &text) } catch {
      text += "\(error) \(String(reflecting: error))"
    }
    dump(client, to: &text)
    #expect(!text.contains("s3ss10n") && !text.contains(Self.password))
    #expect(
      client.statistics.words.values.allSatisfy { !$0.contains("s3ss10n") && !$0.contains(Self.password) })
    #expect(text.contains("••••"))
  }

  @Test(arguments: ["{\"token\":\"s3ss10n-abc", "<html>s3ss10n-abc", "{\"t0ken\":\"s3ss10n-abc\"}"])
  func `a log-in that is answered otherwise is told without the answer`(answer: String) async throws {
    let server = try FaultServer { _ in .ok(answer) }
    defer { server.stop() }
    let client = try client(server)
    let error = try #require(await #expect(throws: RequestError.self) { try await client.send(write("/x")) })
    #expect(!error.description.contains("s3ss10n"))
    #expect(error.description.contains("check that the url is the ticketing system's own"))
    #expect(server.arrivals.count == 1)
  }
}
