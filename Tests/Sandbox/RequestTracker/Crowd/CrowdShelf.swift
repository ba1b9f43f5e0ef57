extension RequestTracker {
  /// A shelf of invented tickets: kept are only the numbers where each one's rows end, 12 bytes a ticket.
  ///
  /// A class, because it is handed on with each row that is looked at, and is large.
  final class CrowdShelf: Shelf {
    private let crowd: TicketCrowd
    private let town: Town
    /// Behind so many tickets.
    private let transactionEnds: [UInt32]
    private let attachmentEnds: [UInt32]
    private let valueEnds: [UInt32]
    private let stories = StoryCache()
    /// Of each queue in use, what it is called in a search.
    private let queueNames: [Set<String>]

    init(_ crowd: TicketCrowd, in town: Town) {
      self.crowd = crowd
      self.town = town
      queueNames = town.queuesInUse.map { Set($0.searchNames.map { $0.lowercased() }) }
      var ends = (transactions: [UInt32(0)], attachments: [UInt32(0)], values: [UInt32(0)])
      for id in 1...crowd.ticketCount {
        let size = Plot(id, of: crowd).size
        ends.transactions.append(ends.transactions[id - 1] + UInt32(size.transactions))
        ends.attachments.append(ends.attachments[id - 1] + UInt32(size.attachments))
        ends.values.append(ends.values[id - 1] + UInt32(size.values))
      }
      (transactionEnds, attachmentEnds, valueEnds) = ends
    }

    var ticketCount: Int { crowd.ticketCount }
    var transactionCount: Int { Int(transactionEnds[crowd.ticketCount]) }
    var attachmentCount: Int { Int(attachmentEnds[crowd.ticketCount]) }

    var deletedTickets: ClosedRange<Int>? { crowd.deleted }
    func ticket(_ id: Int) -> Ticket? { story(of: id)?.ticket }
    func transaction(_ id: Int) -> Transaction? { story(of: owner(of: id, transactionEnds))?.transaction(id) }
    func attachment(_ id: Int) -> Attachment? { story(of: owner(of: id, attachmentEnds))?.attachment(id) }

    func value(_ id: Int) -> CustomFieldValue? {
      story(of: owner(of: id, valueEnds))?.ticket.values.first { $0.id == id }
    }

    func parts(of ticket: Int) -> [Int] { (1...crowd.ticketCount).contains(ticket) ? [ticket] : [] }
    func transactions(of ticket: Int) -> [Transaction] { story(of: ticket)?.transactions ?? [] }

    func attachments(of transaction: Int) -> [Attachment] {
      story(of: owner(of: transaction, transactionEnds)).map { Array($0.attachments(of: transaction)) } ?? []
    }

    func log(of objectType: String, _ id: Int) -> [Transaction] { [] }

    private func owner(of row: Int, _ ends: [UInt32]) -> Int { ends.partitioningIndex { Int($0) >= row } }

    private func story(of id: Int) -> Story? {
      guard (1...crowd.ticketCount).contains(id) else { return nil }
      return stories.story(of: id) {
        var town = town
        town.seed = town.seed.continued(
          behind: Seed.Numbers(
            tickets: id - 1, transactions: Int(transactionEnds[id - 1]),
            attachments: Int(attachmentEnds[id - 1]), values: Int(valueEnds[id - 1])),
          clock: town.seed.clock + 300 * id)
        return town.story(of: Plot(id, of: crowd), crowd)
      }
    }
  }
}

// MARK: Searching

extension RequestTracker.CrowdShelf {
  typealias NumberSet = RequestTracker.NumberSet

  func transactions(ofTickets range: ClosedRange<Int>) -> NumberSet {
    let first = max(range.lowerBound, 1)
    let last = min(range.upperBound, crowd.ticketCount)
    guard first <= last else { return NumberSet() }
    return NumberSet(Int(transactionEnds[first - 1] + 1)...Int(transactionEnds[last]))
  }

  func attachments(ofTransactions range: ClosedRange<Int>) -> NumberSet {
    let wanted = range.clamped(to: 1...transactionCount)
    guard wanted.overlaps(range) else { return NumberSet() }
    let first = attachmentCount(before: wanted.lowerBound) + 1
    let last = attachmentCount(before: wanted.upperBound + 1)
    return first <= last ? NumberSet(first...last) : NumberSet()
  }

  /// How many attachments the transactions before this one have.
  private func attachmentCount(before transaction: Int) -> Int {
    guard transaction <= transactionCount else { return attachmentCount }
    let ticket = owner(of: transaction, transactionEnds)
    return Int(attachmentEnds[ticket - 1]) + (story(of: ticket)?.attachmentCount(before: transaction) ?? 0)
  }

  func outlines(ofTickets range: ClosedRange<Int>) -> [RequestTracker.SearchOutline] {
    queueNames.map { names in
      RequestTracker.SearchOutline(
        numbers: ["id": range, "EffectiveId": range], words: ["Queue": names, "Type": ["ticket"]])
    }
  }

  func outlines(ofTransactions range: ClosedRange<Int>) -> [RequestTracker.SearchOutline] {
    let tickets = owner(of: range.lowerBound, transactionEnds)...owner(of: range.upperBound, transactionEnds)
    return queueNames.map { names in
      RequestTracker.SearchOutline(
        numbers: ["id": range, "ObjectId": tickets, "TicketId": tickets],
        words: ["ObjectType": ["rt::ticket"], "TicketQueue": names, "TicketType": ["ticket"]])
    }
  }

  func kind(ofTicket id: Int) -> Int { RequestTracker.Plot.queue(ofTicket: id) }
  func kind(ofTransaction id: Int) -> Int { kind(ofTicket: owner(of: id, transactionEnds)) }
}

extension Array {
  /// The first index whose element fits, in an array where none before and all behind it do.
  func partitioningIndex(where fits: (Element) -> Bool) -> Int {
    var range = startIndex..<endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = fits(self[middle]) ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
    }
    return range.lowerBound
  }
}
