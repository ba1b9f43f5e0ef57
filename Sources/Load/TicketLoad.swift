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
    var result = TicketResult()
    do {
      try await bringSteps(found, &result)
      return result
    } catch let refusal as Reject {
      result.add(refusal)
    } catch RequestError.failed(let words) {
      result.add(unreadable(words))
    } catch let forbidden as Forbidden {
      result.addForbidden(forbidden.reject)
    } catch is Unsettled {
      result.isUnsettled = true
    }
    return try await leave(result)
  }

  /// - Parameter result: what has become of it so far, also where this throws.
  private func bringSteps(_ found: [TargetID<Ticket>], _ result: inout TicketResult) async throws {
    if let first = found.first { try await adopt(first, all: found) } else { try await resume(&result) }
    let before = await journal.progress(of: ticket.id)
    for step in sending.steps where !step.waitsForOthers && !before.isDone(step) {
      try await carryOut(step, &result)
      result.stepsSent += 1
    }
    for shortcoming in try await readBack.confirm() {
      result.add(
        shortcoming, sending.reject(shortcoming.remedy ?? .state, shortcoming.fact, shortcoming.advice))
    }
  }

  /// What an answer shows otherwise than it was sent is said of that ticket; of a creation it is sent once more.
  private func carryOut(_ step: Step, _ result: inout TicketResult) async throws {
    do {
      if step == .create { return try await create(&result) }
      for shortcoming in try await sending.perform(step) ?? [] {
        result.add(shortcoming, sending.reject(step, shortcoming.fact, shortcoming.advice))
      }
    } catch RequestError.forbidden(let words) {
      throw Forbidden(reject: await sending.forbidden(step, words))
    }
  }

  /// What the answer shows otherwise than it was sent is sent once more, before a later state forbids it.
  private func create(_ result: inout TicketResult) async throws {
    let found = try await run.firstCreations.perform(kind: target.creationKind(of: ticket)) {
      let answered = try await sending.perform(.create)
      let found = if let answered { answered } else { try await shownOtherwise() }
      if let marker = found.first(where: \.isMarker) { throw try await unmarked(marker) }
      return found
    }
    try await sendAgain(found, &result)
  }

  private func shownOtherwise() async throws -> [Shortcoming] {
    guard let id = await journal.progress(of: ticket.id).id else { return [] }
    return try await noteWhatIsDone(id).shortcomings
  }

  /// Each remedy once, but for those that are still to come. Where one is refused the ticket continues, and lacks what its
  /// reading back will show.
  private func sendAgain(_ shortcomings: [Shortcoming], _ result: inout TicketResult) async throws {
    let progress = await journal.progress(of: ticket.id)
    let isToCome = { step in sending.steps.contains(step) && !progress.isDone(step) }
    for remedy in shortcomings.compactMap(\.remedy).distinct where !isToCome(remedy) {
      do {
        try await sending.perform(remedy)
        result.stepsSent += 1
      } catch let refusal as Reject {
        result.add(refusal)
      }
    }
  }

  /// Without the marker every ticket that follows would be created again by a run that has no journal.
  private func unmarked(_ marker: Shortcoming) async throws -> StageError {
    let place = await journal.progress(of: ticket.id).id.map { target.url(of: $0) } ?? "?"
    return StageError(
      """
      ticket \(ticket.id) is now \(place), but \(marker.fact). No further ticket was created. \(marker.advice), \
      then run the same command again: it continues with this ticket and sets its marker. Keep data/loaded until then: \
      without it this ticket cannot be found, and must be deleted in the target by hand
      """)
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
    } catch RequestError.forbidden(let words) {
      return TicketResult(rejects: [unreadable("\(RequestError.forbidden(words))")], forbidden: 1)
    } catch let refusal as Reject {
      return TicketResult(rejects: [refusal])
    }
    for link in ticket.links where await !journal.progress(of: ticket.id).isDone(.link(link)) {
      guard await journal.progress(of: link.ticket).isDone(.state) else {
        result.waiting += 1
        continue
      }
      try await bring(link, turns, &result)
    }
    return result
  }

  private func bring(_ link: TicketLink, _ turns: LinkTurns, _ result: inout TicketResult) async throws {
    do {
      try await turns.holding([ticket.id, link.ticket]) { _ = try await sending.perform(.link(link)) }
      result.stepsSent += 1
    } catch let refusal as Reject {
      result.rejects.append(refusal)
    } catch RequestError.forbidden(let words) {
      result.addForbidden(await sending.forbidden(.link(link), words))
    }
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
  ///
  /// What was sent and is not there is sent again, for someone may have removed the cause meanwhile; but not to a
  /// ticket that was complete once, or was in the target before this journal knew it: someone may have changed it.
  private func resume(_ result: inout TicketResult) async throws {
    let progress = await journal.progress(of: ticket.id)
    guard let id = progress.id, !progress.isConfirmed else { return }
    let found = try await noteWhatIsDone(id).shortcomings
    guard !progress.wasConfirmed else { return }
    if progress.creations > 0 { try await sendAgain(found, &result) }
    guard found.contains(where: \.isMarker) else { return }
    let marker = try await sending.outcome.state(of: id).shortcomings.first(where: \.isMarker)
    if let marker { throw try await unmarked(marker) }
  }

  /// What waits for others is looked at after all of them: while they are being made, a text without their numbers
  /// would be taken for one that has them.
  @discardableResult
  private func noteWhatIsDone(_ id: TargetID<Ticket>) async throws -> LoadedState {
    let progress = await journal.progress(of: ticket.id)
    let state = try await sending.outcome.state(of: id)
    for step in sending.steps where state.done.contains(step) && !step.waitsForOthers {
      if !progress.isDone(step) { try await journal.finish(step, of: ticket.id, result: nil) }
    }
    return state
  }

  func unreadable(_ words: String) -> Reject {
    Reject(
      ticket: ticket.id, rule: "\(ticket.id)/read", reason: words,
      hint: "look at the target's log; then load again")
  }
}

/// The login may not carry out a step of this ticket (403). It costs this ticket; many in a row end the load.
private struct Forbidden: Error {
  let reject: Reject
}

/// What became of one ticket.
struct TicketResult: Sendable {
  var stepsSent = 0
  var rejects: [Reject] = []
  /// Of the rejects, those because the login lacks a right.
  var forbidden = 0
  /// Links or texts that need tickets which are not loaded.
  var waiting = 0
  /// What of these the target has silently not kept.
  private(set) var shortcomings: [Shortcoming] = []
  /// The outcome of a step is unknown; the ticket is to be taken up again.
  var isUnsettled = false

  var isComplete: Bool { rejects.isEmpty && !isUnsettled }

  /// The same thing refused twice is one line.
  mutating func add(_ reject: Reject) {
    if !rejects.contains(reject) { rejects.append(reject) }
  }

  mutating func addForbidden(_ reject: Reject) {
    rejects.append(reject)
    forbidden += 1
  }

  mutating func add(_ shortcoming: Shortcoming, _ reject: Reject) {
    shortcomings.append(shortcoming)
    add(reject)
  }
}
