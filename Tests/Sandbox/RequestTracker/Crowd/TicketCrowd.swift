/// How many tickets are to be invented, and of what shape.
package struct TicketCrowd: Sendable {
  package var count: Int
  /// Answers and comments of a ticket, on average.
  package var articles = 3
  /// Files of a ticket.
  package var files = 2
  package var fileByteCount = 4096
  /// Of one more file in the first ticket.
  package var bigFileByteCount = 0
  /// So many more answers in the last ticket.
  package var bigTicketArticles = 0

  package init(count: Int) { self.count = count }
}

extension RequestTracker.Archive {
  /// The seed's people and queues, and so many tickets.
  static func crowd(_ crowd: TicketCrowd) -> RequestTracker.Archive {
    let town = RequestTracker.Town()
    return town.seed.archive(on: RequestTracker.CrowdShelf(crowd, in: town))
  }
}
