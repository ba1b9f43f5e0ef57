import Foundation
import Synchronization

@testable import MigrationKit

/// A clock that jumps ahead instead of waiting, and remembers how far.
final class PatientClock: Sendable {
  private struct State {
    var now = Date(timeIntervalSince1970: 1_700_000_000)
    var elapsed = Duration.zero
    var sleeps: [Duration] = []
  }

  private let state = Mutex(State())

  var sleeps: [Duration] { state.withLock { $0.sleeps } }
  var elapsed: Duration { state.withLock { $0.elapsed } }

  /// Sets the time of day, as someone might on a machine; what has elapsed stays as it is.
  func setTimeOfDay(back seconds: Double) {
    state.withLock { $0.now -= seconds }
  }

  var waiting: Waiting {
    Waiting(
      now: { [self] in state.withLock { $0.now } },
      elapsed: { [self] in elapsed },
      sleep: { [self] duration in
        try Task.checkCancellation()
        state.withLock { state in
          state.sleeps.append(duration)
          state.elapsed += duration
          state.now += duration / .seconds(1)
        }
      },
      random: { 0.5 })
  }
}
