import MigrationKit

/// Finds out in the target whether a step was carried out that had no good answer. It is never sent again before.
struct OutcomeSearch: Sendable {
  /// What happened to the request.
  enum Fault {
    /// No trustworthy answer: the target may still be at work on it.
    case lost
    /// The target has ended it with a fault of its own; its books are as they will be.
    case faulted
  }

  let ticket: Ticket
  let run: LoadRun
  let patience: Patience

  /// Between two looks, in milliseconds, for each try there was. Writes that met in the target, and failed for that, would
  /// meet again if all were sent again after the same time; and a target that is busy is left alone longer each time.
  private static let pause = 300.0...1200

  /// True when the step was carried out; the journal knows it then. False when that is certain not to be so.
  /// Throws `Unsettled` when nothing is certain and the ticket can wait.
  /// - Parameter attempt: 1 after the first try.
  func wasCarriedOut(_ step: Step, after fault: Fault, _ attempt: Int) async throws -> Bool {
    let lostAt = ContinuousClock.now
    // After a fault it rarely was, and the look after the pause is the one that decides.
    if fault == .lost, try await isThere(step) { return true }
    let pause = Duration.milliseconds(Double(attempt) * .random(in: Self.pause))
    try await Task.sleep(for: fault == .lost ? run.settle / 20 : pause)
    if try await isThere(step) { return true }
    if fault == .faulted, await isShownAtOnce(step) { return false }
    return try await settle(step, from: lostAt)
  }

  /// The same for a step that an earlier run, or an earlier turn of this one, has left open.
  func wasCarriedOutBefore(_ step: Step) async throws -> Bool {
    if try await isThere(step) { return true }
    switch patience {
    case .later: throw Unsettled()
    case .settled: return false
    case .here(let openSince): return try await settle(step, from: openSince)
    }
  }

  /// One look; what it finds is written into the journal.
  func isThere(_ step: Step) async throws -> Bool {
    guard step == .create else { return try await isVisible(step) }
    let found = try await run.connection.target.find([ticket.id])[ticket.id] ?? []
    guard let id = found.first else { return false }
    guard found.count == 1 else { throw several(found) }
    try await run.journal.finish(.create, of: ticket.id, result: id.text)
    return true
  }

  private func isVisible(_ step: Step) async throws -> Bool {
    guard let id = await run.journal.progress(of: ticket.id).id else { return false }
    guard try await state(of: id).done.contains(step) else { return false }
    try await run.journal.finish(step, of: ticket.id, result: nil)
    return true
  }

  /// The ticket as the target shows it; refused when it is gone.
  func state(of id: TargetID<Ticket>) async throws -> LoadedState {
    do {
      return try await run.connection.target.state(
        of: ticket, as: id, numbers: await run.journal.ids(of: ticket.mentioned))
    } catch is TicketGone {
      throw gone(id)
    }
  }

  private func settle(_ step: Step, from start: ContinuousClock.Instant) async throws -> Bool {
    guard case .here = patience else { throw Unsettled() }
    do {
      try await run.interruption.sleep(for: start + run.settle - .now)
    } catch is Interrupted {
      throw Unsettled()
    }
    return try await isThere(step)
  }

  /// Whether a fault of the target's own is worth another try in this run: not where each try is a long wait.
  func mayTryAgain(_ step: Step) async -> Bool {
    if case .later = patience { return true }
    return await isShownAtOnce(step)
  }

  /// Only a creation is found by a search; all else is read from the ticket itself.
  func isShownAtOnce(_ step: Step) async -> Bool {
    if step == .create { await run.lag.isNone } else { true }
  }

  private func gone(_ id: TargetID<Ticket>) -> Reject {
    Reject(
      ticket: ticket.id, rule: "\(ticket.id)/read",
      reason: "\(run.connection.target.url(of: id)) is no longer in the target",
      hint:
        "restore it there; or move the folder loaded away and load again: existing tickets are found, this one is created again"
    )
  }

  /// More tickets of the target carry the marker than there may be.
  func several(_ found: [TargetID<Ticket>]) -> Reject {
    let places = found.map { run.connection.target.url(of: $0) }.joined(separator: ", ")
    return Reject(
      ticket: ticket.id, rule: "\(ticket.id)/\(Step.create.name)",
      reason: "the target has it \(found.count) times: \(places)",
      hint: "keep one of them, delete the others")
  }
}
