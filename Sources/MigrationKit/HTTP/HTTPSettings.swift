import Foundation

/// How a client connects, waits and introduces itself.
package struct HTTPSettings: Sendable {
  /// A PEM file with the authority that signed the server's certificate; nil trusts the system's. It is the only one for
  /// declared hosts and redirects too, so theirs must be in it as well.
  package var certificateAuthority: String?
  package var connectTimeout: Duration
  /// How long nothing or next to nothing may arrive or leave, waiting for the answer included. Whole seconds, rounded
  /// up.
  package var idleTimeout: Duration
  /// A connection idle for longer is not used again: most servers close theirs after five seconds or more, and a
  /// request sent into a connection that is just being closed has no known outcome. Whole seconds.
  package var longestIdleConnection = Duration.seconds(2)
  /// How many requests run at once at most; the others stand in line. Fewer, where the server does no better with more.
  package var connections: Int
  /// Of what the server can do, how much is taken, above 0 and up to 1: the rest is left to the people who work with it.
  package var share = 1.0
  /// What an earlier run has found out about the server's limits.
  package var learned: LearnedLimits?
  /// What this server says instead of the usual headers when it is asked too often.
  package var slowdowns: [Slowdown] = []
  package var userAgent: String
  /// Called with one line when a wait begins that the server asked for: who throttles, and until when.
  package var note: @Sendable (String) -> Void
  package var waiting: Waiting

  package init(
    certificateAuthority: String? = nil, connectTimeout: Duration = .seconds(15),
    idleTimeout: Duration = .seconds(120), connections: Int = 8, userAgent: String = "ticketferry/0.1",
    note: @escaping @Sendable (String) -> Void = { _ in }, waiting: Waiting = .real
  ) {
    self.certificateAuthority = certificateAuthority
    self.connectTimeout = connectTimeout
    self.idleTimeout = idleTimeout
    self.connections = max(1, connections)
    self.userAgent = userAgent
    self.note = note
    self.waiting = waiting
  }
}

/// The clocks, the sleep and the dice of a client, so that a test can bring its own.
package struct Waiting: Sendable {
  /// The time of day: only to understand dates that a server writes, and to show people a time. It may jump.
  package var now: @Sendable () -> Date
  /// The time since some fixed point. It never goes back, so every wait and every limit is measured by it.
  package var elapsed: @Sendable () -> Duration
  /// Throws only when the task is cancelled, or the process is to stop.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// From 0 up to 1.
  package var random: @Sendable () -> Double
  /// The process is to stop, and nobody wants to wait for a server that is gone.
  package var isOver: @Sendable () -> Bool

  package init(
    now: @escaping @Sendable () -> Date, elapsed: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double,
    isOver: @escaping @Sendable () -> Bool = { false }
  ) {
    self.now = now
    self.elapsed = elapsed
    self.sleep = sleep
    self.random = random
    self.isOver = isOver
  }

  /// What the time of day will be, for messages.
  func time(in delay: Duration) -> String {
    now().addingTimeInterval(delay / .seconds(1)).formatted(.iso8601)
  }

  private static let start = ContinuousClock.now

  package static let real = Waiting(
    now: { Date() }, elapsed: { ContinuousClock.now - start },
    sleep: { try await Interruption.ofProcess.sleep(for: $0) },
    random: { Double.random(in: 0..<1) }, isOver: { Interruption.wasRequested })
}
