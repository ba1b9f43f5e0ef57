import MigrationKit

/// The second pass over a ticket's texts: what was sent before all tickets it speaks of existed is sent again.
extension TicketLoad {
  func bringReferences() async throws -> TicketResult {
    var result = TicketResult()
    do {
      try await sendOpenTexts(&result)
    } catch RequestError.forbidden(let words) {
      result.addForbidden(unreadable("\(RequestError.forbidden(words))"))
    } catch let refusal as Reject {
      result.add(refusal)
    } catch RequestError.failed(let words) {
      result.add(unreadable(words))
    } catch is Unsettled {
      result.add(sending.reject(.state, "it had no clear outcome", "load again"))
    }
    return result
  }

  /// What is as it would be sent now is left alone: changes leave traces in the target.
  private func sendOpenTexts(_ result: inout TicketResult) async throws {
    let open = await openTexts()
    guard !open.isEmpty, let id = await journal.progress(of: ticket.id).id else { return }
    var shown = try await sending.outcome.state(of: id).done
    if try await findMissing(in: open.filter { !shown.contains($0) }) {
      shown = try await sending.outcome.state(of: id).done
    }
    let numbers = await journal.ids(of: ticket.mentioned)
    for case .references(let mentions) in open
    where shown.contains(.references(mentions)) && mentions.areKnown(in: numbers) {
      try await journal.finish(.references(mentions), of: ticket.id, result: nil)
    }
    let stale = open.filter { !shown.contains($0) }
    for step in stale { try await send(step, &result) }
    if result.stepsSent > 0 { try await requireKept(stale, id) }
    result.waiting = await openTexts().count - result.forbidden
  }

  private func send(_ step: Step, _ result: inout TicketResult) async throws {
    do {
      try await sending.perform(step)
      result.stepsSent += 1
    } catch RequestError.forbidden(let words) {
      result.addForbidden(await sending.forbidden(step, words))
    }
  }

  /// A text that is not as it would be sent now may hold numbers of tickets that another journal knows: those are looked
  /// for in the target, so that no text goes back to what it was. True where some were found.
  private func findMissing(in stale: [Step]) async throws -> Bool {
    let mentioned = stale.reduce(into: Set<SourceID<Ticket>>()) { tickets, step in
      if case .references(let mentions) = step { tickets.formUnion(mentions.tickets) }
    }
    let known = await journal.ids(of: mentioned)
    let missing = mentioned.filter { known[$0] == nil }.sorted()
    guard !missing.isEmpty else { return false }
    let found = try await target.find(missing).compactMapValues(\.first)
    await journal.note(elsewhere: found)
    return !found.isEmpty
  }

  private func openTexts() async -> [Step] {
    let progress = await journal.progress(of: ticket.id)
    return sending.steps.filter { step in
      guard case .references(let mentions) = step else { return false }
      return !progress.isDone(step) && progress.isDone(mentions.carrier)
    }
  }

  private func requireKept(_ steps: [Step], _ id: TargetID<Ticket>) async throws {
    let shown = try await sending.outcome.state(of: id).done
    guard let lost = steps.first(where: { !shown.contains($0) }) else { return }
    throw sending.reject(
      lost, "the target shows a different text from the one sent", "look at the ticket in the target")
  }
}
