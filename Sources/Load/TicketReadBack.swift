import MigrationKit

/// Reads a ticket of the target back, and hides what is public there and must not be.
struct TicketReadBack: Sendable {
  let sending: StepSending

  private var ticket: Ticket { sending.ticket }
  private var target: any TicketTarget { sending.run.connection.target }
  private var journal: Journal { sending.run.journal }

  /// Finds what the target silently did not keep; when that is nothing, the ticket is finished.
  func confirm() async throws -> [Shortcoming] {
    let progress = await journal.progress(of: ticket.id)
    guard !progress.isConfirmed, let state = try await hideExposed() else { return [] }
    try await requireSingleness()
    if state.shortcomings.isEmpty { try await journal.confirm(ticket.id) }
    if progress.wasConfirmed { return Shortcoming.changed(state.shortcomings) }
    return progress.creations == 0 ? Shortcoming.adopted(state.shortcomings) : state.shortcomings
  }

  /// A creation that was sent more than once is searched for again, in case one was carried out very late.
  private func requireSingleness() async throws {
    guard await journal.progress(of: ticket.id).creations > 1 else { return }
    let found = try await target.find([ticket.id])[ticket.id] ?? []
    if found.count > 1 { throw sending.outcome.several(found) }
  }

  /// Hides what is public and must not be, also when the ticket stays incomplete; where that is impossible nothing
  /// more is loaded. Returns what the ticket looks like then; nil when it does not exist.
  @discardableResult
  func hideExposed() async throws -> LoadedState? {
    guard let id = await journal.progress(of: ticket.id).id else { return nil }
    let state = try await sending.outcome.state(of: id)
    guard !state.exposed.isEmpty else { return state }
    for journalID in state.exposed {
      do {
        try await sending.perform(.hide(journal: journalID))
      } catch let refusal as Reject {
        throw exposure(id, because: refusal.reason)
      }
    }
    let hidden = try await sending.outcome.state(of: id)
    guard hidden.exposed.isEmpty else { throw exposure(id, because: "they are still public") }
    return hidden
  }

  private func exposure(_ id: TargetID<Ticket>, because reason: String) -> StageError {
    StageError(
      """
      ticket \(ticket.id): internal comments are public in \(target.url(of: id)) and cannot be hidden (\(reason)); \
      hide them by hand, and give the login the right to set notes private before continuing
      """)
  }
}
