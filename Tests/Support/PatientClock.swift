import Foundation
import Synchronization

@testable import MigrationKit

/// A clock that jumps ahead instead of waiting, and remembers how far.
final class PatientClock: Sendable {
  private let state = Mutex((now: Date(timeIntervalSince1970: 1_700_000_000), sleeps: [Duration]()))

  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  var waiting: Waiting {
    Waiting(
      now: { [self] in state.withLock { $0.now } },
      sleep: { [self] duration in
        try Task.checkCancellation()
        state.withLock { state in
          state.sleeps.append(duration)
          state.now += duration / .seconds(1)
        }
      },
      random: { 0.5 })
  }
}
