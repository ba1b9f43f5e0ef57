extension RequestTracker {
  /// Builds the imitation's content step by step, as it would have happened: each step is one or more transactions,
  /// numbered and dated in the order of the calls.
  struct Seed {
    private(set) var users: [User] = []
    private(set) var queues: [Queue] = []
    private(set) var fields: [CustomField] = []
    private(set) var roles: [CustomRole] = []
    private(set) var tickets: [Ticket] = []
    private(set) var transactions: [Transaction] = []
    private(set) var attachments: [Attachment] = []
    private var valueCount = 0
    /// Rows that are elsewhere, and have the numbers before those here.
    private var before = Numbers()
    /// Seconds since 1970: Monday, 9 January 2023, 08:00 UTC.
    private(set) var clock = 1_673_251_200

    let system = User(
      id: 1, name: "RT_System", realName: "The RT System itself", emailAddress: "", isPrivileged: false,
      isDisabled: false, comments: nil, created: 1_673_251_200)
    let nobody = User(
      id: 6, name: "Nobody", realName: "Nobody in particular", emailAddress: "", isPrivileged: false,
      isDisabled: false, comments: nil, created: 1_673_251_200)

    init() { users = [system, nobody] }

    var archive: Archive {
      archive(on: shelf)
    }

    var shelf: KeptShelf {
      KeptShelf(tickets: tickets, transactions: transactions, attachments: attachments)
    }

    /// With the same people, queues and fields, and other tickets.
    func archive(on shelf: any Shelf) -> Archive {
      Archive(
        users: users.sorted { $0.name.lowercased() < $1.name.lowercased() }, queues: queues,
        customFields: fields, customRoles: roles, system: system, shelf: shelf)
    }

    /// The same people, queues and fields, and nothing else; numbers continue behind these.
    func continued(behind numbers: Numbers, clock: Int) -> Seed {
      var seed = self
      (seed.tickets, seed.transactions, seed.attachments) = ([], [], [])
      seed.before = numbers
      seed.valueCount = numbers.values
      seed.clock = clock
      return seed
    }

    /// How many rows of each kind there are.
    struct Numbers: Sendable, Equatable {
      var tickets = 0
      var transactions = 0
      var attachments = 0
      var values = 0
    }

    mutating func pass(minutes: Int) { clock += minutes * 60 }
  }
}

// MARK: People, queues, fields

extension RequestTracker.Seed {
  mutating func staff(_ name: String, _ realName: String, isDisabled: Bool = false) -> RequestTracker.User {
    let address = name == "root" ? "root@localhost" : "\(name)@staff.example.test"
    return add(name, realName, address, isPrivileged: true, isDisabled: isDisabled)
  }

  /// Someone who wrote a mail: RT makes a user of them, whose name is their address.
  mutating func customer(_ address: String, _ realName: String, isDisabled: Bool = false)
    -> RequestTracker.User
  {
    add(address, realName, address, isPrivileged: false, isDisabled: isDisabled)
  }

  private mutating func add(
    _ name: String, _ realName: String, _ address: String, isPrivileged: Bool, isDisabled: Bool
  ) -> RequestTracker.User {
    let user = RequestTracker.User(
      id: 10 + 4 * users.count, name: name, realName: realName, emailAddress: address,
      isPrivileged: isPrivileged,
      isDisabled: isDisabled, comments: isPrivileged ? nil : "Autocreated on ticket submission",
      created: clock)
    users.append(user)
    log("RT::User", user.id)
    return user
  }

  mutating func queue(_ name: String, _ description: String, isDisabled: Bool = false) -> RequestTracker.Queue
  {
    let queue = RequestTracker.Queue(
      id: queues.count + 1, name: name, description: description, isDisabled: isDisabled, created: clock)
    queues.append(queue)
    log("RT::Queue", queue.id)
    for group in 1...4 { log("RT::Group", 4 * queues.count + group) }
    return queue
  }

  mutating func field(
    _ name: String, _ type: RequestTracker.CustomField.Kind, isMultiple: Bool = false, choices: [String] = [],
    in queues: [RequestTracker.Queue]
  ) -> RequestTracker.CustomField {
    let field = RequestTracker.CustomField(
      id: fields.count + 1, name: name, type: type, isMultiple: isMultiple, choices: choices,
      queues: Set(queues.map(\.id)), created: clock)
    fields.append(field)
    return field
  }

  mutating func role(_ name: String, isSingle: Bool) -> RequestTracker.CustomRole {
    let role = RequestTracker.CustomRole(id: roles.count + 1, name: name, isSingle: isSingle, created: clock)
    roles.append(role)
    return role
  }

  /// Rows of the transaction table that belong to no ticket; their object's number may well be a ticket's.
  private mutating func log(_ objectType: String, _ id: Int) {
    transactions.append(
      RequestTracker.Transaction(
        id: before.transactions + transactions.count + 1, objectType: objectType, objectID: id,
        type: "Create", creator: system,
        created: clock))
  }
}

// MARK: The ways a ticket is written to

extension RequestTracker.Seed {
  /// Numbered from 1, without a gap.
  mutating func add(_ ticket: RequestTracker.Ticket) { tickets.append(ticket) }

  var nextTicketID: Int { before.tickets + tickets.count + 1 }
  var nextValueID: Int { valueCount + 1 }

  mutating func addValue(_ value: RequestTracker.CustomFieldValue, to id: Int) {
    valueCount += 1
    tickets[id - 1 - before.tickets].values.append(value)
  }

  func ticket(_ id: Int) -> RequestTracker.Ticket { tickets[id - 1 - before.tickets] }

  mutating func change(_ id: Int, _ change: (inout RequestTracker.Ticket) -> Void) {
    change(&tickets[id - 1 - before.tickets])
  }

  /// Writes one transaction and moves the ticket's last change.
  @discardableResult
  mutating func record(
    _ type: String, on id: Int, by user: RequestTracker.User,
    _ details: (inout RequestTracker.Transaction) -> Void = { _ in }
  ) -> Int {
    pass(minutes: 1)
    var transaction = RequestTracker.Transaction(
      id: before.transactions + transactions.count + 1, objectID: id, type: type, creator: user,
      created: clock)
    details(&transaction)
    transactions.append(transaction)
    tickets[id - 1 - before.tickets].lastUpdated = clock
    tickets[id - 1 - before.tickets].lastUpdatedBy = user
    return transaction.id
  }

  mutating func attach(
    _ part: RequestTracker.SeedPart, to transaction: Int, by user: RequestTracker.User, subject: String = "",
    parent: Int = 0
  ) {
    let id = before.attachments + attachments.count + 1
    let messageID = parent == 0 ? "rt-\(transaction)-\(id)@rt.example.test" : ""
    attachments.append(
      RequestTracker.Attachment(
        id: id, transaction: transaction, parent: parent, messageID: messageID, subject: subject,
        filename: part.storedName, contentType: part.contentType, content: part.content,
        headers: part.headerText,
        creator: user, created: clock))
    for inner in part.parts { attach(inner, to: transaction, by: user, parent: id) }
  }
}
