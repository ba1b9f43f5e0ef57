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
  /// This many more answers in the last ticket.
  package var bigTicketArticles = 0
  /// Deleted tickets in the middle of the others, one message each: spam that someone cleared away.
  package var deletedCount = 0
  /// Accounts of whoever once wrote a mail; every second one is disabled.
  package var accountCount = 0

  package init(count: Int) { self.count = count }

  var ticketCount: Int { count + deletedCount }

  /// Nil without any.
  var deleted: ClosedRange<Int>? {
    deletedCount > 0 ? (count / 2 + 1)...(count / 2 + deletedCount) : nil
  }

  func isDeleted(_ id: Int) -> Bool { deleted?.contains(id) ?? false }
}

extension RequestTracker.Archive {
  /// The seed's people and queues, and so many tickets.
  static func crowd(_ crowd: TicketCrowd) -> RequestTracker.Archive {
    var town = RequestTracker.Town()
    for number in 0..<crowd.accountCount {
      _ = town.seed.customer("visitor-\(number)@example.test", "", isDisabled: number % 2 == 1)
    }
    return town.seed.archive(on: RequestTracker.CrowdShelf(crowd, in: town))
  }
}
