import Synchronization

extension RequestTracker {
  /// One invented ticket with all its rows, as they are numbered.
  ///
  /// A class, because it is large and looked up for each row.
  final class Story: Sendable {
    let ticket: Ticket
    let transactions: [Transaction]
    let attachments: [Attachment]

    init(ticket: Ticket, transactions: [Transaction], attachments: [Attachment]) {
      (self.ticket, self.transactions, self.attachments) = (ticket, transactions, attachments)
    }

    func transaction(_ id: Int) -> Transaction? {
      transactions.first.map { transactions[id - $0.id] }
    }

    func attachment(_ id: Int) -> Attachment? {
      attachments.first.map { attachments[id - $0.id] }
    }

    func attachments(of transaction: Int) -> ArraySlice<Attachment> {
      attachments[attachmentCount(before: transaction)...].prefix { $0.transaction == transaction }
    }

    /// How many of the ticket's own belong to its transactions before this one: they stand in their order.
    func attachmentCount(before transaction: Int) -> Int {
      attachments.partitioningIndex { $0.transaction >= transaction }
    }
  }

  /// The stories that were asked for last: what is read of a ticket is read in several requests.
  ///
  /// A class, because all requests use one.
  final class StoryCache: Sendable {
    private static let limit = 3000

    /// When the young ones are many, the old ones go and the young ones are old.
    private struct Generations {
      var young: [Int: Story] = [:]
      var old: [Int: Story] = [:]
    }

    private let kept = Mutex(Generations())

    func story(of id: Int, make: () -> Story) -> Story {
      if let story = kept.withLock({ $0.young[id] }) { return story }
      let story = kept.withLock { $0.old[id] } ?? make()
      kept.withLock { kept in
        if kept.young.count >= Self.limit { kept = Generations(old: kept.young) }
        kept.young[id] = story
      }
      return story
    }
  }
}
