import Foundation
import Synchronization

/// Whether someone pressed Ctrl-C (or sent SIGTERM, or closed the terminal: SIGHUP). A stage then takes no new work,
/// finishes what is under way and says how to continue. A second time ends the process immediately; what is acknowledged
/// is on disk by then.
package struct Interruption: Sendable {
  private let hasArrived: @Sendable () -> Bool

  /// - Parameter hasArrived: what reports an interruption; tests give their own.
  package init(hasArrived: @escaping @Sendable () -> Bool = { false }) {
    self.hasArrived = hasArrived
  }

  package var isRequested: Bool { hasArrived() }

  /// Begins to listen. The handler touches only atomic numbers and calls only what POSIX allows in a handler.
  package static func listen() -> Interruption {
    arrivals.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] { signal(number, stop) }
    // nohup makes a program ignore it, and it must stay so.
    let former = signal(SIGHUP, stop)
    if isIgnoring(former) { signal(SIGHUP, SIG_IGN) }
    return Interruption { wasRequested }
  }

  /// A terminal that is closed may send several signals, so SIGHUP is never the second time.
  private static let stop: @convention(c) (Int32) -> Void = { number in
    let earlier = arrivals.wrappingAdd(1, ordering: .relaxed).oldValue
    if earlier > 0 {
      if number != SIGHUP { _exit(ExitCode.interrupted.rawValue) }
      return
    }
    let notice: StaticString =
      "\nStopping after what is under way. Press Ctrl-C again to stop immediately.\n"
    _ = write(STDERR_FILENO, notice.utf8Start, notice.utf8CodeUnitCount)
  }

  private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// That of the whole process, once someone listens.
  package static let ofProcess = Interruption { wasRequested }

  /// The process was asked to stop.
  package static var wasRequested: Bool { arrivals.load(ordering: .relaxed) > 0 }

  /// Sleeps. A long sleep ends with `Interrupted` when the process is asked to stop: who presses Ctrl-C does not mean
  /// to wait ten minutes for a server that is gone.
  package func sleep(for duration: Duration) async throws {
    guard duration >= Self.longSleep else { return try await Task.sleep(for: duration) }
    let end = ContinuousClock.now + duration
    while case let rest = end - .now, rest > .zero {
      if isRequested { throw Interrupted() }
      try await Task.sleep(for: min(rest, .milliseconds(500)))
    }
  }

  private static let longSleep = Duration.seconds(2)
}

/// A wait that was cut short because the process is to stop.
package struct Interrupted: Error, CustomStringConvertible {
  package let description = "interrupted while waiting"

  package init() {}
}

private let arrivals = Atomic(0)
