import Synchronization

/// How many slices may be at work: as many as fit into memory, and as many as the source gets done soon, by what became
/// of the ones before them. Those that are begun too early wait for each other's files, and none comes to its end.
///
/// A class, because the tasks that read slices report to it when they have.
final class SlicesAtWork: Sendable {
  private struct State {
    /// Begun and not yet written.
    var count = 0
    /// Of those that ended lately.
    var ends: [ContinuousClock.Instant] = []
    /// Bytes of memory, of all that are begun.
    var held = 0
    /// What is held for each that is still read, by its first id.
    var reserved: [Int: Int] = [:]
    /// Of what is written, the mean of the slices that were read lately.
    var bytesPerTicket = 15_000
  }

  private static let mostBytes = 72 << 20
  /// What a slice takes while it is read, for each byte that is written of it. Then it takes no more than those.
  private static let overhead = 4
  /// Of a deleted ticket's history.
  private static let bytesPerRow = 1000
  /// About as many as the next one may have; it is not known yet.
  private static let ticketsPerSlice = 100
  /// The time in which slices that have ended say how fast it goes.
  private static let late = Duration.seconds(10)

  /// As many as keep all requests busy from the start: a slice asks for some things at once, then for many files.
  private let fewest: Int
  private let state = Mutex(State())

  /// - Parameter jobs: how many requests there are at once.
  init(jobs: Int) { fewest = max(2, jobs / 4) }

  var hasRoom: Bool {
    state.withLock { state in
      let next = Self.overhead * Self.ticketsPerSlice * state.bytesPerTicket
      return state.count < max(fewest, 2 * state.ends.count) && state.held + next <= Self.mostBytes
    }
  }

  func begin(_ slice: Slice) {
    state.withLock { state in
      state.count += 1
      let bytes =
        Self.overhead * slice.tickets.count * state.bytesPerTicket + (slice.rowCount ?? 0) * Self.bytesPerRow
      state.reserved[slice.first] = bytes
      state.held += bytes
    }
  }

  func noteRead(_ slice: ExtractedSlice) {
    let bytes = slice.byteCount
    state.withLock { state in
      state.held += bytes - (state.reserved.removeValue(forKey: slice.slice.first) ?? 0)
      guard !slice.slice.tickets.isEmpty else { return }
      let perTicket = bytes / slice.slice.tickets.count
      state.bytesPerTicket = (3 * state.bytesPerTicket + perTicket) / 4
    }
  }

  func end(_ slice: ExtractedSlice, at now: ContinuousClock.Instant = .now) {
    let bytes = slice.byteCount
    state.withLock { state in
      state.count -= 1
      state.ends = state.ends.filter { now - $0 < Self.late } + [now]
      state.held -= bytes
    }
  }
}
