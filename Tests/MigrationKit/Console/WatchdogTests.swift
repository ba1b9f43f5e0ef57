import Synchronization
import Testing

@testable import MigrationKit

@Suite(.timeLimit(.minutes(5))) struct WatchdogTests {
  private let clock = PatientClock()

  /// What is said until so many seconds are over, by the second.
  private func said(
    until end: Int, waits: [String], movements: @escaping @Sendable (Duration) -> Int = { _ in 0 }
  ) async throws -> [Int: [String]] {
    let said = Mutex<[Int: [String]]>([:])
    var waiting = clock.waiting
    waiting.sleep = { [clock] duration in
      if clock.elapsed >= .seconds(end) { throw CancellationError() }
      try await clock.waiting.sleep(duration)
    }
    let watchdog = Watchdog(
      waiting: waiting, movements: { [clock] in movements(clock.elapsed) }, waits: { waits },
      note: { [clock] line in
        said.withLock { $0[Int(clock.elapsed / .seconds(1)), default: []].append(line) }
      })
    await #expect(throws: CancellationError.self) { try await watchdog.watch() }
    return said.withLock { $0 }
  }

  @Test func `what everybody waits for is said every two minutes`() async throws {
    let said = try await said(until: 250, waits: ["GET /a: waits", "GET /b: waits"])
    #expect(
      said == [
        120: ["no progress for 120 s; under way:", "  GET /a: waits", "  GET /b: waits"],
        240: ["no progress for 240 s; under way:", "  GET /a: waits", "  GET /b: waits"],
      ])
  }

  @Test func `while something moves now and then nothing is said`() async throws {
    let said = try await said(until: 1000, waits: ["GET /a: waits"]) { Int($0 / .seconds(110)) }
    #expect(said.isEmpty)
  }

  @Test func `after a movement the two minutes begin again`() async throws {
    let said = try await said(until: 300, waits: []) { $0 < .seconds(130) ? 0 : 1 }
    #expect(said.keys.sorted() == [120, 250])
    #expect(said[250] == ["no progress for 120 s, and no request is under way"])
  }

  @Test func `not more than twenty are listed`() async throws {
    let said = try await said(until: 120, waits: (1...25).map { "GET /\($0)" })
    #expect(said[120]?.count == 22)
    #expect(said[120]?[20] == "  GET /20" && said[120]?[21] == "  and 5 more")
  }

  @Test func `it ends with the work, and hands on what came of it`() async throws {
    let watchdog = Watchdog(movements: { 0 }, waits: { [] }, note: { _ in })
    #expect(try await watchdog.guarding { 5 } == 5)
    await #expect(throws: RequestError.unauthorized) {
      try await watchdog.guarding { throw RequestError.unauthorized }
    }
  }

  @Test func `progress is a movement`() {
    let console = Console(name: "test")
    let progress = Progress("tickets", total: 5, console: console)
    let before = console.movements
    progress.advance()
    #expect(console.movements == before + 1)
  }
}
