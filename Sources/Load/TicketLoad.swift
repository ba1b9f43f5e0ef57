import MigrationKit

/// Brings one ticket over: sends the steps that are not done, in order, then reads the ticket back.
struct TicketLoad: Sendable {
  let ticket: Ticket
  let connection: TargetConnection
  let journal: Journal

  private var target: any TicketTarget { connection.target }
  private var sending: StepSending { StepSending(ticket: ticket, connection: connection, journal: journal) }

  /// - Parameter found: tickets of the target that already carry this one's marker.
  func run(found: [TargetID<Ticket>]) async throws -> TicketResult {
    do {
      if let first = found.first { try await adopt(first, all: found) } else { try await resume() }
      var result = TicketResult()
      for step in target.steps(for: ticket) where await !isDoneOrLater(step) {
        try await sending.perform(step)
        result.stepsSent += 1
      }
      result.rejects = try await confirm()
      return result
    } catch let refusal as Reject {
      _ = try await hideExposed()
      return TicketResult(rejects: [refusal])
    }
  }

  /// The links of a ticket that exists; each is one step of its own, and one that is refused does not hinder others.
  func runLinks() async throws -> TicketResult {
    var result = TicketResult()
    for link in ticket.links where await !journal.progress(of: ticket.id).isDone(.link(link)) {
      do {
        try await sending.perform(.link(link))
        result.stepsSent += 1
      } catch let refusal as Reject {
        result.rejects.append(refusal)
      }
    }
    return result
  }

  /// Links wait until every ticket exists.
  private func isDoneOrLater(_ step: Step) async -> Bool {
    if case .link = step { return true }
    return await journal.progress(of: ticket.id).isDone(step)
  }

  /// Takes over a ticket that the target has and the journal does not know: what is there need not be sent.
  private func adopt(_ id: TargetID<Ticket>, all found: [TargetID<Ticket>]) async throws {
    guard found.count == 1 else { throw sending.foundSeveral(found) }
    try await journal.finish(.create, of: ticket.id, result: id.text)
    try await noteWhatIsDone(id)
  }

  /// What an earlier run has left unfinished is looked at before anything is sent: a journal put back from an older
  /// copy does not know the last steps at all.
  private func resume() async throws {
    let progress = await journal.progress(of: ticket.id)
    if let id = progress.id, !progress.isConfirmed { try await noteWhatIsDone(id) }
  }

  private func noteWhatIsDone(_ id: TargetID<Ticket>) async throws {
    let progress = await journal.progress(of: ticket.id)
    let state = try await target.state(of: ticket, as: id)
    for step in target.steps(for: ticket) where state.done.contains(step) && !progress.isDone(step) {
      try await journal.finish(step, of: ticket.id, result: nil)
    }
  }

  /// Reads the ticket back and tells what the target has silently not kept.
  private func confirm() async throws -> [Reject] {
    guard await !journal.progress(of: ticket.id).isConfirmed, let state = try await hideExposed() else {
      return []
    }
    if state.shortcomings.isEmpty { try await journal.confirm(ticket.id) }
    return state.shortcomings.map {
      sending.reject(.state, $0, "mend it in the target by hand, or mend the mapping")
    }
  }

  /// Hides what is public and must not be, also when the ticket stays incomplete; where that is impossible nothing
  /// more is loaded. Returns what the ticket looks like then; nil when it does not exist.
  private func hideExposed() async throws -> LoadedState? {
    guard let id = await journal.progress(of: ticket.id).id else { return nil }
    let state = try await target.state(of: ticket, as: id)
    guard !state.exposed.isEmpty else { return state }
    for journalID in state.exposed {
      do {
        try await sending.perform(.hide(journal: journalID))
      } catch let refusal as Reject {
        throw exposure(id, because: refusal.reason)
      }
    }
    let hidden = try await target.state(of: ticket, as: id)
    guard hidden.exposed.isEmpty else { throw exposure(id, because: "they are public still") }
    return hidden
  }

  private func exposure(_ id: TargetID<Ticket>, because reason: String) -> StageError {
    StageError(
      """
      ticket \(ticket.id): internal comments are public in \(target.url(of: id)) and cannot be hidden (\(reason)); \
      hide them by hand, and give the login the right to set notes private before loading on
      """)
  }
}

/// What became of one ticket.
struct TicketResult: Sendable {
  var stepsSent = 0
  var rejects: [Reject] = []

  var isComplete: Bool { rejects.isEmpty }
}
