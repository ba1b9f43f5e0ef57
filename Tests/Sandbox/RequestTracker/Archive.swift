extension RequestTracker {
  /// Everything the imitated RT holds. It never changes while it is served.
  struct Archive: Sendable {
    let users: [User]
    let queues: [Queue]
    let customFields: [CustomField]
    let customRoles: [CustomRole]
    let tickets: [Int: Ticket]
    /// By id.
    let transactions: [Transaction]
    /// By id.
    let attachments: [Attachment]
    let values: [Int: CustomFieldValue]
    let system: User
    private let transactionsByTicket: [Int: [Transaction]]
    private let attachmentsByTransaction: [Int: [Attachment]]

    init(
      users: [User], queues: [Queue], customFields: [CustomField],
      customRoles: [CustomRole], tickets: [Ticket],
      transactions: [Transaction],
      attachments: [Attachment], system: User
    ) {
      self.users = users
      self.queues = queues
      self.customFields = customFields
      self.customRoles = customRoles
      self.tickets = Dictionary(tickets.map { ($0.id, $0) }) { first, _ in first }
      self.transactions = transactions
      self.attachments = attachments
      self.system = system
      values = Dictionary(tickets.flatMap(\.values).map { ($0.id, $0) }) { first, _ in first }
      transactionsByTicket = Dictionary(grouping: transactions.filter(\.isOfTicket), by: \.objectID)
      attachmentsByTransaction = Dictionary(grouping: attachments, by: \.transaction)
    }

    func customFields(of queue: Int) -> [CustomField] { customFields.filter { $0.queues.contains(queue) } }

    /// By number, name or address, as RT finds them.
    func user(_ handle: String) -> User? {
      users.first { String($0.id) == handle || $0.name.lowercased() == handle.lowercased() }
    }

    /// Who stands where nobody does.
    var nobody: User { user("Nobody") ?? system }

    func queue(_ handle: String) -> Queue? {
      queues.first { String($0.id) == handle || $0.name.lowercased() == handle.lowercased() }
    }

    /// A merged ticket's number finds the ticket it was merged into.
    func ticket(_ id: Int) -> Ticket? {
      tickets[id].flatMap { tickets[$0.effectiveID] }
    }

    /// With those of the tickets merged into it.
    func history(of ticket: Ticket) -> [Transaction] {
      tickets.values.filter { $0.effectiveID == ticket.id }
        .flatMap { transactionsByTicket[$0.id] ?? [] }
        .sorted { $0.id < $1.id }
    }

    func transaction(_ id: Int) -> Transaction? { find(id, in: transactions) }
    func attachment(_ id: Int) -> Attachment? { find(id, in: attachments) }
    func attachments(of transaction: Int) -> [Attachment] { attachmentsByTransaction[transaction] ?? [] }

    /// Records are numbered without a gap from 1 and stand in that order.
    private func find<Found: Record>(_ id: Int, in records: [Found]) -> Found? {
      records.indices.contains(id - 1) ? records[id - 1] : nil
    }
  }

  /// Who asks. RT answers a login without SuperUser with less, seldom with an error.
  struct Login: Sendable, Equatable {
    let name: String
    let seesEverything: Bool
    /// Queues it may see tickets of; without meaning when it sees everything.
    let queues: Set<Int>

    func maySee(queue: Int) -> Bool { seesEverything || queues.contains(queue) }
  }
}
