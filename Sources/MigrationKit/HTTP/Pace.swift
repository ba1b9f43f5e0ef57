/// How fast one server is asked: so many requests at a time, in the order they come, and none while it rests.
actor Pace {
  private var freeSlots: Int
  private var line: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var lastNumber = 0
  /// By the clock that never goes back: one set back by an hour must not make a pause of an hour.
  private var pausedUntil = Duration.zero
  private let waiting: Waiting

  init(slots: Int, waiting: Waiting) {
    freeSlots = slots
    self.waiting = waiting
  }

  /// Returns when a request may be sent; `leave` must follow. False, without a slot, when the task is
  /// cancelled.
  func enter(_ place: RequestBoard.Place? = nil) async -> Bool {
    place?.waits(for: .freeConnection)
    guard await takeSlot() else { return false }
    do {
      while case let rest = pausedUntil - waiting.elapsed(), rest > .zero {
        place?.waits(for: .pause(until: waiting.time(in: rest)))
        try await waiting.sleep(rest)
      }
    } catch {
      leave()
      return false
    }
    return true
  }

  func leave() {
    guard !line.isEmpty else { return freeSlots += 1 }
    line.removeFirst().continuation.resume(returning: true)
  }

  /// True when this begins a pause; false when one was already running, which is made longer where necessary.
  func pause(for rest: Duration) -> Bool {
    let begins = pausedUntil <= waiting.elapsed()
    pausedUntil = max(pausedUntil, waiting.elapsed() + rest)
    return begins
  }

  private func takeSlot() async -> Bool {
    if Task.isCancelled { return false }
    if freeSlots > 0 {
      freeSlots -= 1
      return true
    }
    lastNumber += 1
    let number = lastNumber
    return await withTaskCancellationHandler {
      await withCheckedContinuation { line.append((number, $0)) }
    } onCancel: {
      // It runs after this function has queued up, since the actor does one thing at a time.
      Task { await self.giveUpPlace(number) }
    }
  }

  private func giveUpPlace(_ number: Int) {
    guard let place = line.firstIndex(where: { $0.number == number }) else { return }
    line.remove(at: place).continuation.resume(returning: false)
  }
}
