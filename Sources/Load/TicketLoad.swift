import MigrationKit

/// Brings one ticket over: sends the steps that are not done, in order, then reads the ticket back.
struct TicketLoad: Sendable {
  let ticket: Ticket
  let run: LoadRun
  let sending: StepSending

  init(ticket: Ticket, run: LoadRun, patience: Patience) {
    var run = run
    run.connection.target = run.connection.target.preparing(ticket)
    (self.ticket, self.run) = (ticket, run)
    sending = StepSending(ticket: ticket, run: run, patience: patience)
  }

  var journal: Journal { run.journal }
  var target: any TicketTarget { run.connection.target }
  private var readBack: TicketReadBack { TicketReadBack(sending: sending) }

  /// - Parameter found: tickets of the target that already carry this one's marker.
  func bringOver(found: [TargetID<Ticket>]) async throws -> TicketResult {
    do {
      return try await bringSteps(found)
    } catch let refusal as Reject {
      return try await leave(TicketResult(rejects: [refusal]))
    } catch RequestError.failed(let words) {
      return try await leave(TicketResult(rejects: [unreadable(words)]))
    } catch is Unsettled {
      return try await leave(TicketResult(isUnsettled: true))
    }
  }

  private func bringSteps(_ found: [TargetID<Ticket>]) async throws -> TicketResult {
    if let first = found.first { try await adopt(first, all: found) } else { try await resume() }
    var result = TicketResult()
    let before = await journal.progress(of: ticket.id)
    for step in sending.steps where !step.waitsForOthers && !before.isDone(step) {
      try await sending.perform(step)
      result.stepsSent += 1
    }
    result.rejects = try await readBack.confirm()
    return result
  }

  /// Nothing internal stays public, however the ticket ends.
  private func leave(_ result: TicketResult) async throws -> TicketResult {
    var result = result
    do {
      try await readBack.hideExposed()
    } catch let refusal as Reject {
      result.add(refusal)
    } catch RequestError.failed(let words) {
      result.add(unreadable(words))
    } catch is Unsettled {
      result.isUnsettled = true
    }
    return result
  }

  /// The links of a ticket that exists; each is one step of its own, and one that is refused does not hinder others.
  func bringLinks(_ turns: LinkTurns) async throws -> TicketResult {
    var result = TicketResult()
    do {
      try await noteLinks()
    } catch RequestError.failed(let words) {
      return TicketResult(rejects: [unreadable(words)])
    } catch let refusal as Reject {
      return TicketResult(rejects: [refusal])
    }
    for link in ticket.links where await !journal.progress(of: ticket.id).isDone(.link(link)) {
      do {
        try await turns.holding([ticket.id, link.ticket]) { try await sending.perform(.link(link)) }
        result.stepsSent += 1
      } catch let refusal as Reject {
        result.rejects.append(refusal)
      }
    }
    return result
  }

  /// The links of a ticket that was taken over are known to the target alone.
  private func noteLinks() async throws {
    let progress = await journal.progress(of: ticket.id)
    let hasMore = ticket.links.contains { !progress.isDone(.link($0)) }
    guard hasMore, progress.creations == 0, let id = progress.id else { return }
    let shown = try await sending.outcome.state(of: id).links
    for link in ticket.links {
      guard let other = await journal.progress(of: link.ticket).id,
        shown.contains(LoadedLink(kind: link.kind, other: other))
      else { continue }
      try await journal.finish(.link(link), of: ticket.id, result: nil)
    }
  }

  /// Takes over a ticket that the target has and the journal does not know: what is there need not be sent.
  private func adopt(_ id: TargetID<Ticket>, all found: [TargetID<Ticket>]) async throws {
    guard found.count == 1 else { throw sending.outcome.several(found) }
    try await journal.finish(.create, of: ticket.id, result: id.text)
    try await noteWhatIsDone(id)
  }

  /// What an earlier run has left unfinished is looked at before anything is sent: a journal put back from an older
  /// copy does not know the last steps at all.
  private func resume() async throws {
    let progress = await journal.progress(of: ticket.id)
    if let id = progress.id, !progress.isConfirmed { try await noteWhatIsDone(id) }
  }

  /// What waits for others is looked at after all of them: while they are being made, a text without their numbers
  /// would be taken for one that has them.
  private func noteWhatIsDone(_ id: TargetID<Ticket>) async throws {
    let progress = await journal.progress(of: ticket.id)
    let state = try await sending.outcome.state(of: id)
    for step in sending.steps where state.done.contains(step) && !step.waitsForOthers {
      if !progress.isDone(step) { try await journal.finish(step, of: ticket.id, result: nil) }
    }
  }

  func unreadable(_ words: String) -> Reject {
    Reject(
      ticket: ticket.id, rule: "\(ticket.id)/read", reason: words,
      hint: "look at the target's log; then load again")
  }
}

/// What became of one ticket.
struct TicketResult: Sendable {
  var stepsSent = 0
  var rejects: [Reject] = []
  /// The outcome of a step is unknown; the ticket is to be taken up again.
  var isUnsettled = false

  var isComplete: Bool { rejects.isEmpty && !isUnsettled }

  /// The same thing refused twice is one line.
  mutating func add(_ reject: Reject) {
    if !rejects.contains(reject) { rejects.append(reject) }
  }
}
