extension RequestTracker {
  /// Where an archive has its tickets from, and all that belongs to them. Numbers run from 1 without a gap.
  protocol Shelf: Sendable {
    var ticketCount: Int { get }
    var transactionCount: Int { get }
    var attachmentCount: Int { get }
    /// Deleted ones that a search finds without looking at each ticket; nil without any.
    var deletedTickets: ClosedRange<Int>? { get }
    /// The ticket itself, also when it was merged into another.
    func ticket(_ id: Int) -> Ticket?
    func transaction(_ id: Int) -> Transaction?
    func attachment(_ id: Int) -> Attachment?
    func value(_ id: Int) -> CustomFieldValue?
    /// This ticket and those merged into it.
    func parts(of ticket: Int) -> [Int]
    /// Of the ticket itself.
    func transactions(of ticket: Int) -> [Transaction]
    func attachments(of transaction: Int) -> [Attachment]
    /// What RT logged about anything but tickets.
    func log(of objectType: String, _ id: Int) -> [Transaction]

    // For searches that need not look at each row:

    /// Among these numbers are all transactions of these tickets.
    func transactions(ofTickets range: ClosedRange<Int>) -> NumberSet
    /// Among these numbers are all attachments of these transactions.
    func attachments(ofTransactions range: ClosedRange<Int>) -> NumberSet
    /// What is true of every ticket of a range, for each kind of tickets; empty when nothing is known without looking
    /// at each.
    func outlines(ofTickets range: ClosedRange<Int>) -> [SearchOutline]
    func outlines(ofTransactions range: ClosedRange<Int>) -> [SearchOutline]
    /// Which of the outlines is this ticket's.
    func kind(ofTicket id: Int) -> Int
    func kind(ofTransaction id: Int) -> Int
  }

  /// A shelf whose tickets are all in memory: the seed's.
  struct KeptShelf: Shelf {
    let tickets: [Int: Ticket]
    let transactions: [Transaction]
    let attachments: [Attachment]
    let values: [Int: CustomFieldValue]
    private let transactionsByTicket: [Int: [Transaction]]
    private let attachmentsByTransaction: [Int: [Attachment]]

    init(tickets: [Ticket], transactions: [Transaction], attachments: [Attachment]) {
      self.tickets = Dictionary(tickets.map { ($0.id, $0) }) { first, _ in first }
      self.transactions = transactions
      self.attachments = attachments
      values = Dictionary(tickets.flatMap(\.values).map { ($0.id, $0) }) { first, _ in first }
      transactionsByTicket = Dictionary(grouping: transactions.filter(\.isOfTicket), by: \.objectID)
      attachmentsByTransaction = Dictionary(grouping: attachments, by: \.transaction)
    }

    var ticketCount: Int { tickets.count }
    var transactionCount: Int { transactions.count }
    var attachmentCount: Int { attachments.count }

    /// Each of these is looked at.
    var deletedTickets: ClosedRange<Int>? { nil }
    func ticket(_ id: Int) -> Ticket? { tickets[id] }
    func transaction(_ id: Int) -> Transaction? { find(id, in: transactions) }
    func attachment(_ id: Int) -> Attachment? { find(id, in: attachments) }
    func value(_ id: Int) -> CustomFieldValue? { values[id] }

    func parts(of ticket: Int) -> [Int] {
      tickets.values.filter { $0.effectiveID == ticket }.map(\.id).sorted()
    }

    func transactions(of ticket: Int) -> [Transaction] { transactionsByTicket[ticket] ?? [] }
    func attachments(of transaction: Int) -> [Attachment] { attachmentsByTransaction[transaction] ?? [] }

    func log(of objectType: String, _ id: Int) -> [Transaction] {
      transactions.filter { $0.objectType == objectType && $0.objectID == id }
    }

    func transactions(ofTickets range: ClosedRange<Int>) -> NumberSet { NumberSet(1...transactionCount) }
    func attachments(ofTransactions range: ClosedRange<Int>) -> NumberSet { NumberSet(1...attachmentCount) }
    func outlines(ofTickets range: ClosedRange<Int>) -> [SearchOutline] { [] }
    func outlines(ofTransactions range: ClosedRange<Int>) -> [SearchOutline] { [] }
    func kind(ofTicket id: Int) -> Int { 0 }
    func kind(ofTransaction id: Int) -> Int { 0 }

    private func find<Found: Record>(_ id: Int, in records: [Found]) -> Found? {
      records.indices.contains(id - 1) ? records[id - 1] : nil
    }
  }
}
