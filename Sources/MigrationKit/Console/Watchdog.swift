/// Says what a stage waits for when nothing has moved for a while: no request has ended and no progress was made.
/// A person who sees nothing happen then knows whether to wait, to fix something or to stop.
package struct Watchdog: Sendable {
  private static let mostLines = 20

  /// How long nothing may move before it speaks, and between two times that it does.
  private let limit: Duration
  private let waiting: Waiting
  private let movements: @Sendable () -> Int
  private let waits: @Sendable () -> [String]
  private let note: @Sendable (String) -> Void

  /// Watches what this client asks and what this console counts.
  package init(_ client: HTTPClient, _ console: Console) {
    self.init(
      movements: { client.endedCount + console.movements }, waits: { client.waits },
      note: { console.note($0) })
  }

  /// - Parameter movements: a number that is another one when something has moved.
  /// - Parameter waits: a line for everything that is under way, the oldest first.
  init(
    limit: Duration = .seconds(120), waiting: Waiting = .real, movements: @escaping @Sendable () -> Int,
    waits: @escaping @Sendable () -> [String], note: @escaping @Sendable (String) -> Void
  ) {
    self.limit = limit
    self.waiting = waiting
    self.movements = movements
    self.waits = waits
    self.note = note
  }

  /// Runs beside the work, and ends with it.
  package func guarding<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await watch() }
      defer { group.cancelAll() }
      return try await work()
    }
  }

  /// Throws when the task is cancelled, and ends in no other way.
  func watch() async throws {
    var seen = movements()
    var lastMovement = waiting.elapsed()
    var lastReport = lastMovement
    while true {
      try await waiting.sleep(limit / 12)
      let now = waiting.elapsed()
      if case let count = movements(), count != seen {
        (seen, lastMovement, lastReport) = (count, now, now)
      } else if now - lastReport >= limit {
        report(stillFor: now - lastMovement)
        lastReport = now
      }
    }
  }

  private func report(stillFor duration: Duration) {
    let lines = waits()
    let seconds = Int(duration / .seconds(1))
    guard !lines.isEmpty else {
      return note("no progress for \(seconds) s, and no request is under way")
    }
    note("no progress for \(seconds) s; under way:")
    for line in lines.prefix(Self.mostLines) { note("  \(line)") }
    if lines.count > Self.mostLines { note("  and \(lines.count - Self.mostLines) more") }
  }
}
