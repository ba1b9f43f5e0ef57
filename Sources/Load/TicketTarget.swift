import MigrationKit

/// A system that tickets are brought into. A target turns a ticket into steps and a step into a request; the
/// driver does the sending. It never waits, retries, logs or opens files.
protocol TicketTarget: Sendable {
  static var abilities: Abilities { get }

  /// The same target, with what the requests of this ticket have in common computed once.
  func preparing(_ ticket: Ticket) -> Self

  /// Everything needed to create the ticket, in the order it must happen; links come after all tickets exist.
  func steps(for ticket: Ticket) -> [Step]

  /// The request that carries out a step.
  func request(for step: Step, of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest

  /// What the answer to that request means.
  func result(of response: HTTPResponse, for step: Step, of ticket: Ticket) throws -> StepResult

  /// What the answer to a step that was carried out shows otherwise than it was sent.
  func shortcomings(in response: HTTPResponse, after step: Step, of ticket: Ticket) throws -> [Shortcoming]

  /// Tickets of one kind are treated alike when they are created: what the target keeps of one it keeps of all.
  func creationKind(of ticket: Ticket) -> String

  /// The tickets among these that the target already holds, by the marker. A few requests for a whole batch.
  func find(_ tickets: [SourceID<Ticket>]) async throws -> [SourceID<Ticket>: [TargetID<Ticket>]]

  /// Which of the ticket's steps are visibly done, and what is not as it was asked for. Throws `TicketGone` when the
  /// target has no such ticket any more.
  /// - Parameter numbers: the new ids of the tickets it mentions, as far as they are known.
  func state(
    of ticket: Ticket, as id: TargetID<Ticket>, numbers: [SourceID<Ticket>: TargetID<Ticket>]
  ) async throws -> LoadedState

  /// What this login is in the target, as it was looked at.
  func account(_ account: NewAccount) -> AccountState

  /// Where the account may not write yet.
  func queues(closedTo account: NewAccount, among queues: [String]) -> [String]

  /// The ticket's page in the new system.
  func url(of id: TargetID<Ticket>) -> String
}

extension TicketTarget {
  /// Most have nothing in common.
  func preparing(_ ticket: Ticket) -> Self { self }

  /// Most answers show nothing of the ticket.
  func shortcomings(in response: HTTPResponse, after step: Step, of ticket: Ticket) -> [Shortcoming] { [] }
}

/// Someone has taken the ticket out of the target.
struct TicketGone: Error {}

/// A link as the target shows it, from one ticket's side; what is the same from both sides is shown at both.
struct LoadedLink: Hashable, Sendable {
  let kind: TicketLink.Kind
  let other: TargetID<Ticket>
}

/// What a ticket looks like in the target now.
struct LoadedState: Sendable, Equatable {
  /// Steps that need not be sent again. Of `references`: what would be sent now is there.
  var done: Set<Step>
  /// Journals that hold an internal article in public.
  var exposed: [String]
  /// What the target has silently not kept.
  var shortcomings: [Shortcoming]
  var links: Set<LoadedLink> = []
  /// What the target calls the articles that have arrived, by their old id.
  var notes: [String: String] = [:]
}

/// What `load check` found out before the first write.
struct TargetInspection: Sendable {
  var description: TargetDescription
  /// What tells this instance from another at the same address, by what it is: "project support" is "1 of 2021-…".
  var instance: [String: String] = [:]
  /// What must be fixed before loading: each a sentence with the cause and the next step.
  var faults: [String]
  /// What the user should know: mail, what this target cannot keep.
  var notes: [String]

  var product: String { description.product }
  /// URL, login and marker field: a journal of another target does not fit this one.
  var fingerprint: String { description.fingerprint }
}
