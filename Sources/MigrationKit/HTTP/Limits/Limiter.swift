import Synchronization

/// How fast one server is asked, for all of a stage: so many requests at once as serve it best, no faster than it allows, and none while it wants to be left alone. All tickets, slices and files draw on it.
///
/// A class, because all copies of a client share it. A lock and not an actor: most requests may begin at once, and are
/// not to wait for another thread to learn that.
final class Limiter: Sendable {
  /// The permission to send one request; `leave` must follow.
  struct Pass: Sendable {
    let kind: RequestKind
    let begun: Duration
    let beginning: ConcurrencyLimit.Beginning
  }

  /// How a request ended, as far as it says something about the server's limits.
  enum Ending {
    case answered(Quota?)
    /// Asked too often.
    case refused(Quota?)
    /// A fault of the server, or silence.
    case troubled
    /// It says nothing.
    case unsent
  }

  private let state: Mutex<LimiterState>
  private let waiting: Waiting

  /// - Parameter most: how many requests may be under way, of all kinds together.
  /// - Parameter share: of what the server can do; the rest is left to the people who work with it.
  init(most: Int, share: Double = 1, learned: LearnedLimits? = nil, waiting: Waiting) {
    self.waiting = waiting
    state = Mutex(LimiterState(most: most, share: share, learned: learned, at: waiting.elapsed()))
  }

  /// Returns when a request may be sent. Nil when the task is cancelled.
  func enter(_ kind: RequestKind, _ place: RequestBoard.Place? = nil) async -> Pass? {
    do {
      while true {
        try await sitOutPause(place)
        guard await takePlace(kind, place) else { return nil }
        if let pass = try await begin(kind) { return pass }
      }
    } catch {
      return nil
    }
  }

  /// Returns how long everybody has to wait now, when the answer begins such a pause.
  func leave(_ pass: Pass, _ ending: Ending) -> Duration? {
    let now = waiting.elapsed()
    let (pause, next) = state.withLock { state in
      let pause = state.note(ending, of: pass, at: now)
      return (pause, state.release(pass.kind))
    }
    for waiter in next { waiter.continuation.resume(returning: true) }
    return pause
  }

  /// True when this begins a pause; false when one was already running, which is made longer where necessary.
  func pause(for rest: Duration) -> Bool {
    let now = waiting.elapsed()
    return state.withLock { $0.pause(until: now + rest, at: now) }
  }

  /// How many requests may be under way now, of all kinds together.
  var atOnce: Int { state.withLock { $0.atOnce } }

  var learned: LearnedLimits { state.withLock { $0.learned } }

  /// What keeps the stage from being faster, for people: "server: 43/s at 6 at once"; nil when nothing of the
  /// server's does.
  var bottleneck: String? {
    let now = waiting.elapsed()
    return state.withLock { $0.bottleneck(at: now) { waiting.time(in: $0) } }
  }

  /// Holds no place meanwhile: it may take hours.
  private func sitOutPause(_ place: RequestBoard.Place?) async throws {
    while case let rest = state.withLock({ $0.pausedUntil }) - waiting.elapsed(), rest > .zero {
      place?.waits(for: .pause(until: waiting.time(in: rest)))
      try await waiting.sleep(rest)
    }
  }

  /// Nil, and the place given back, when a pause has begun meanwhile.
  private func begin(_ kind: RequestKind) async throws -> Pass? {
    do {
      let rest = state.withLock { $0.rest(of: kind, at: waiting.elapsed()) }
      if rest > .zero { try await waiting.sleep(rest) }
    } catch {
      giveBack(kind)
      throw error
    }
    let now = waiting.elapsed()
    let pass = state.withLock { state in
      state.pausedUntil > now ? nil : state.begin(kind, at: now)
    }
    if pass == nil { giveBack(kind) }
    return pass
  }

  private func giveBack(_ kind: RequestKind) {
    for waiter in state.withLock({ $0.release(kind) }) { waiter.continuation.resume(returning: true) }
  }

  /// False, and without a place, when the task is cancelled.
  private func takePlace(_ kind: RequestKind, _ place: RequestBoard.Place?) async -> Bool {
    if Task.isCancelled { return false }
    guard let number = state.withLock({ $0.takePlace(kind) }) else { return true }
    place?.waits(for: .freeConnection)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        queueUp(Lane.Waiter(number: number, continuation: continuation), kind)
      }
    } onCancel: {
      let waiter = state.withLock { $0.leaveLine(number, kind) }
      waiter?.continuation.resume(returning: false)
    }
  }

  private func queueUp(_ waiter: Lane.Waiter, _ kind: RequestKind) {
    let answer = state.withLock { $0.queueUp(waiter, kind) }
    if let answer { waiter.continuation.resume(returning: answer) }
  }
}
