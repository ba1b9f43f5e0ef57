// What people do with tickets, each as RT writes it down.

extension RequestTracker.Seed {
  /// A new ticket, a day after the last step; RT thanks by mail.
  @discardableResult
  mutating func open(
    _ subject: String, in queue: RequestTracker.Queue, by requestor: RequestTracker.User,
    _ message: RequestTracker.SeedPart?
  ) -> Int {
    pass(minutes: 23 * 60 + 17)
    let id = nextTicketID
    add(
      RequestTracker.Ticket(
        id: id, queue: queue, subject: subject, owner: nobody, creator: requestor, lastUpdatedBy: requestor,
        requestors: [requestor], created: clock, lastUpdated: clock, effectiveID: id))
    write("Create", on: id, by: requestor, message, subject: subject)
    change(id) { $0.created = $0.lastUpdated }
    mail("AutoReply: \(subject)", about: id, type: "EmailRecord")
    return id
  }

  /// An answer, which the requestor gets by mail when staff wrote it.
  mutating func reply(
    _ id: Int, by user: RequestTracker.User, _ message: RequestTracker.SeedPart, minutes: Int = 0
  ) {
    write("Correspond", on: id, by: user, message, subject: "Re: \(ticket(id).subject)", minutes: minutes)
    if user.isPrivileged {
      mail(ticket(id).subject, about: id, type: "EmailRecord")
      change(id) { $0.told = $0.lastUpdated }
    }
    if ticket(id).status == "new", user.isPrivileged { set(id, status: "open", by: system) }
  }

  mutating func reply(_ id: Int, by user: RequestTracker.User, _ text: String) {
    reply(id, by: user, .text(text))
  }

  /// An internal note; whoever watches as AdminCc gets it by mail.
  mutating func comment(_ id: Int, by user: RequestTracker.User, _ message: RequestTracker.SeedPart) {
    write("Comment", on: id, by: user, message, subject: "No Subject")
    if !ticket(id).adminCcs.isEmpty {
      mail("[Comment] \(ticket(id).subject)", about: id, type: "CommentEmailRecord")
    }
  }

  mutating func comment(_ id: Int, by user: RequestTracker.User, _ text: String) {
    comment(id, by: user, .text(text))
  }

  mutating func set(_ id: Int, status: String, by user: RequestTracker.User) {
    let old = ticket(id).status
    record("Status", on: id, by: user) {
      $0.field = "Status"
      $0.oldValue = old
      $0.newValue = status
    }
    change(id) { ticket in
      ticket.status = status
      if old == "new" { ticket.started = ticket.lastUpdated }
      if ["resolved", "rejected", "deleted"].contains(status) { ticket.resolved = ticket.lastUpdated }
    }
    if status == "resolved" { mail("Resolved: \(ticket(id).subject)", about: id, type: "EmailRecord") }
  }

  /// RT writes two rows for one change of owner.
  mutating func assign(_ id: Int, to owner: RequestTracker.User, by user: RequestTracker.User) {
    let old = ticket(id).owner
    for type in ["Set", "SetWatcher"] {
      record(type, on: id, by: user) {
        $0.field = "Owner"
        $0.oldValue = String(old.id)
        $0.newValue = String(owner.id)
      }
    }
    change(id) { $0.owner = owner }
  }

  /// A number of the ticket: "Priority", "TimeEstimated" (minutes).
  mutating func set(
    _ id: Int, _ name: String, _ member: WritableKeyPath<RequestTracker.Ticket, Int>, to value: Int,
    by user: RequestTracker.User
  ) {
    let old = ticket(id)[keyPath: member]
    record("Set", on: id, by: user) {
      $0.field = name
      $0.oldValue = String(old)
      $0.newValue = String(value)
      $0.timeTaken = name == "TimeWorked" ? value - old : 0
    }
    change(id) { $0[keyPath: member] = value }
  }

  /// A date of the ticket: "Due", "Starts"; so many days after the last step.
  mutating func set(
    _ id: Int, _ name: String, _ member: WritableKeyPath<RequestTracker.Ticket, Int>, inDays days: Int,
    by user: RequestTracker.User
  ) {
    let old = ticket(id)[keyPath: member]
    let new = clock + days * 86_400
    record("Set", on: id, by: user) {
      $0.field = name
      $0.oldValue = databaseDate(old)
      $0.newValue = databaseDate(new)
    }
    change(id) { $0[keyPath: member] = new }
  }

  mutating func set(_ id: Int, subject: String, by user: RequestTracker.User) {
    let old = ticket(id).subject
    record("Set", on: id, by: user) {
      $0.field = "Subject"
      $0.oldValue = old
      $0.newValue = subject
    }
    change(id) { $0.subject = subject }
  }
}

extension RequestTracker.Seed {
  enum Role: String {
    case requestor = "Requestor"
    case cc = "Cc"
    case adminCc = "AdminCc"
  }

  mutating func watch(_ id: Int, as role: Role, _ watcher: RequestTracker.User, by user: RequestTracker.User)
  {
    record("AddWatcher", on: id, by: user) {
      $0.field = role.rawValue
      $0.newValue = String(watcher.id)
    }
    change(id) { ticket in
      switch role {
      case .requestor: ticket.requestors.append(watcher)
      case .cc: ticket.ccs.append(watcher)
      case .adminCc: ticket.adminCcs.append(watcher)
      }
    }
  }

  mutating func value(
    _ id: Int, _ field: RequestTracker.CustomField, _ content: String, by user: RequestTracker.User,
    image: [UInt8] = []
  ) {
    let value = nextValueID
    record("CustomField", on: id, by: user) {
      $0.field = String(field.id)
      $0.newValue = content
      $0.newReference = value
    }
    addValue(
      RequestTracker.CustomFieldValue(
        id: value, field: field, content: content, contentType: image.isEmpty ? nil : "image/png",
        image: image,
        created: clock), to: id)
  }

  private mutating func write(
    _ type: String, on id: Int, by user: RequestTracker.User, _ message: RequestTracker.SeedPart?,
    subject: String,
    minutes: Int = 0
  ) {
    let transaction = record(type, on: id, by: user) {
      $0.data = type == "Create" ? nil : subject
      $0.timeTaken = minutes
    }
    change(id) { $0.timeWorked += minutes }
    guard var message else { return }
    message.headers =
      ["From: \"\(user.realName)\" <\(user.emailAddress)>", "MIME-Version: 1.0"] + message.headers
    attach(message, to: transaction, by: user, subject: type == "Create" ? subject : "")
  }

  /// A copy of a mail that RT sent, with attachments of its own.
  private mutating func mail(_ subject: String, about id: Int, type: String) {
    let transaction = record(type, on: id, by: system) { $0.data = "<rt-5.0.3-\($0.id)@rt.example.test>" }
    let text = "Greetings,\n\nthis mail was sent by the ticket system about #\(id).\n"
    let message = RequestTracker.SeedPart.alternative(.text(text), .html("<p>\(text)</p>\n"))
    attach(message, to: transaction, by: system, subject: "[rt.example.test #\(id)] \(subject)")
  }
}

/// A moment as RT's database, and so its transactions, write it.
private func databaseDate(_ seconds: Int) -> String {
  String(restDate(seconds).dropLast()).replacing("T", with: " ")
}
