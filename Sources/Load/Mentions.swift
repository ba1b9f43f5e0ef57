import MigrationKit

/// The tickets that one of a ticket's texts speaks of. Their new numbers get into the text when it is sent, as far
/// as they are known; the text is sent again once the others are.
struct Mentions: Hashable, Sendable {
  /// The id of the article whose text it is; `header` for a ticket's own lines without an article.
  let article: String
  /// It is sent with the ticket's creation, not as an article of its own.
  let isOpening: Bool
  let tickets: Set<SourceID<Ticket>>

  /// No article has this id: the old systems' are numbers.
  static let header = "header"

  /// Nothing is left to be filled in once these numbers are.
  func areKnown(in numbers: [SourceID<Ticket>: TargetID<Ticket>]) -> Bool {
    tickets.allSatisfy { numbers[$0] != nil }
  }

  /// The step that sends the text at first.
  var carrier: Step { isOpening ? .create : .article(id: article) }
}

extension Ticket {
  /// All tickets that any of its texts speaks of.
  var mentioned: Set<SourceID<Ticket>> { Self.mentioned(in: header + articles.map(\.text)) }

  static func mentioned(in texts: [String]) -> Set<SourceID<Ticket>> {
    Set(
      texts.flatMap(Placeholder.all).compactMap { placeholder in
        if case .ticket(let id, _) = placeholder { id } else { nil }
      })
  }
}
