import MigrationKit

/// The new numbers that requests of a plan are made with: those the journal knows, and stand-ins for those that only
/// the target will give.
struct PlanNumbers {
  private let known: [SourceID<Ticket>: TargetID<Ticket>]
  /// The order in which the tickets are created.
  private let places: [SourceID<Ticket>: Int]

  /// Larger than any number a target has; connectors want numbers.
  private static let first = 9_000_000_000_000

  static func standIn(_ position: Int) -> Int { first + position }

  init(known: [SourceID<Ticket>: TargetID<Ticket>], order: [SourceID<Ticket>]) {
    self.known = known
    places = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  /// Nil for a ticket that is not migrated, or not by this run.
  subscript(ticket: SourceID<Ticket>) -> TargetID<Ticket>? {
    known[ticket] ?? places[ticket].map { TargetID(String(Self.standIn($0))) }
  }

  func isKnown(_ ticket: SourceID<Ticket>) -> Bool { known[ticket] != nil }

  /// Those that will have a number when a text of this ticket is sent, if one ticket comes after the other. Its own
  /// number is there once it is created.
  func precede(
    _ ticket: SourceID<Ticket>, among others: Set<SourceID<Ticket>>, isCreated: Bool
  ) -> Set<SourceID<Ticket>> {
    others.filter { other in
      isKnown(other) || isCreated && other == ticket
        || places[other].map { $0 < places[ticket] ?? .max } == true
    }
  }

  /// The text with "{issue 17}" in place of the stand-in for the old ticket 17.
  func shown(_ text: String, naming tickets: Set<SourceID<Ticket>>) -> String {
    tickets.reduce(text) { text, ticket in
      guard !isKnown(ticket), let standIn = self[ticket] else { return text }
      return text.replacing(standIn.text, with: "{issue \(ticket)}")
    }
  }
}
