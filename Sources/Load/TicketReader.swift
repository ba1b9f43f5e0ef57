import MigrationKit

/// Reads tickets back out of the target, for `load verify`. Shares no code with what writes them, so that a mistake
/// there cannot hide itself here.
protocol TicketReader: Sendable {
  /// The ticket as the target shows it now; nil when it is not there.
  func read(_ id: TargetID<Ticket>) async throws -> LoadedTicket?

  /// The time entries of the ticket itself.
  func times(of id: TargetID<Ticket>) async throws -> [LoadedTime]

  /// What the custom field of this name holds.
  func kind(ofField name: String) -> FieldKind

  /// The name a file gets when the target cannot keep it as it is.
  func fileName(for name: String) -> String
}
