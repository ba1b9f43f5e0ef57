import MigrationKit

/// The second pass over a ticket's texts: what was sent before all tickets it speaks of existed is sent again.
extension TicketLoad {
  func bringReferences() async throws -> TicketResult {
    var result = TicketResult()
    do {
      result.stepsSent = try await sendOpenTexts()
    } catch let refusal as Reject {
      result.add(refusal)
    } catch RequestError.failed(let words) {
      result.add(unreadable(words))
    } catch is Unsettled {
      result.add(sending.reject(.state, "it had no clear outcome", "load again"))
    }
    return result
  }

  /// Returns how many were sent. What is as it would be sent now is left alone: changes leave traces in the target.
  private func sendOpenTexts() async throws -> Int {
    let open = await openTexts()
    guard !open.isEmpty, let id = await journal.progress(of: ticket.id).id else { return 0 }
    let shown = try await sending.outcome.state(of: id).done
    let numbers = await journal.ids(of: ticket.mentioned)
    for case .references(let mentions) in open
    where shown.contains(.references(mentions)) && mentions.areKnown(in: numbers) {
      try await journal.finish(.references(mentions), of: ticket.id, result: nil)
    }
    let stale = open.filter { !shown.contains($0) }
    for step in stale { try await sending.perform(step) }
    if !stale.isEmpty { try await requireKept(stale, id) }
    return stale.count
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
      lost, "the target shows another text than was sent", "look at the ticket in the target")
  }
}
