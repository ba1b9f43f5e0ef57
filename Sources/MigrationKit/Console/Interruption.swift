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
    return Interruption { arrivals.load(ordering: .relaxed) > 0 }
  }
}

private let arrivals = Atomic(0)
