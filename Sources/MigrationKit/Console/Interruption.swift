import Foundation
import Synchronization

/// Whether somebody pressed Ctrl-C (or sent SIGTERM). A stage then takes no new work, finishes what is in flight and
/// says how to go on. A second time ends the process at once; what is acknowledged is on disk by then.
package struct Interruption: Sendable {
  private let hasArrived: @Sendable () -> Bool

  /// - Parameter hasArrived: what tells of an interruption; tests give their own.
  package init(hasArrived: @escaping @Sendable () -> Bool = { false }) {
    self.hasArrived = hasArrived
  }

  package var isRequested: Bool { hasArrived() }

  /// Begins to listen. The handler touches only an atomic number and calls only what POSIX allows in a handler.
  package static func listen() -> Interruption {
    arrivals.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        if arrivals.wrappingAdd(1, ordering: .relaxed).newValue > 1 { _exit(ExitCode.interrupted.rawValue) }
        let notice: StaticString = "\nstopping: finishing what is in flight (once more ends at once)\n"
        _ = write(STDERR_FILENO, notice.utf8Start, notice.utf8CodeUnitCount)
      }
    }
    return Interruption { wasRequested }
  }

  /// That of the whole process, once somebody listens.
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
