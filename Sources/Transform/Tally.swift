import MigrationKit

/// Counts what went in and what came out, for the manifest and the summary.
struct Tally: Sendable {
  private(set) var written = 0
  private(set) var rejected = 0
  private(set) var articles = 0
  private(set) var attachments = 0
  private(set) var links = 0
  /// Files of internal articles that are attached.
  private(set) var internalFiles = 0
  private(set) var archived = 0
  /// Files that stood in texts themselves.
  private(set) var embedded = 0
  /// What was met of the old system's parts, and what became of them.
  var balance = TicketBalance()
  private(set) var vocabulary = Vocabulary()
  /// Tickets by person.
  private(set) var people: [Person: Int] = [:]
  /// Everybody whom tickets name, also in text only.
  private(set) var named: Set<Person> = []
  /// What the mapping lacks for rejected tickets.
  private(set) var gaps = GapList()
  /// Tickets that are rejected for another reason, by the hint that would help them.
  private(set) var hints: [String: Int] = [:]
  private(set) var days = DayHint()

  /// In = out + rejected.
  var read: Int { written + rejected }

  /// Stops the stage when a ticket has got lost on the way, or counts twice.
  func requireAll(_ count: Int) throws {
    guard read == count, balance.articles.carried + balance.summaries == articles,
      balance.attachments.carried == attachments
    else {
      throw StageError(
        """
        \(count) tickets went in, \(written) came out and \(rejected) were rejected, with \(articles) messages and \
        \(attachments) attachments, of which the ledger counts \(balance.articles.carried) and \
        \(balance.attachments.carried); run transform again, and report this bug if it happens again
        """)
    }
  }

  mutating func count(_ converted: ConvertedTicket) {
    let ticket = converted.ticket
    written += 1
    archived += converted.archived.count
    embedded += converted.embedded.count
    internalFiles += ticket.articles.filter(\.isInternal).reduce(0) { $0 + $1.attachments.count }
    articles += ticket.articles.count
    attachments += ticket.articles.reduce(0) { $0 + $1.attachments.count }
    links += ticket.links.count
    vocabulary.count(ticket)
    for moment in converted.plannedMoments { days.count(moment) }
    named.formUnion(converted.named)
    // The author of a list of changes is nobody.
    for person in Set(ticket.everybody) where converted.named.contains(person.withoutLogin) {
      people[person, default: 0] += 1
    }
  }

  mutating func count(_ ticket: RejectedTicket) {
    rejected += 1
    gaps.count(ticket.gaps)
    let rules = ticket.gaps.names.keys.map(\.rule)
    let others = ticket.rejects.filter { !rules.contains($0.rule) }
    for hint in Set(others.map(\.hint)) { hints[hint, default: 0] += 1 }
  }

  mutating func merge(_ other: Tally) {
    written += other.written
    rejected += other.rejected
    articles += other.articles
    attachments += other.attachments
    links += other.links
    internalFiles += other.internalFiles
    archived += other.archived
    embedded += other.embedded
    balance.add(other.balance)
    vocabulary.merge(other.vocabulary)
    named.formUnion(other.named)
    people.merge(other.people, uniquingKeysWith: +)
    gaps.merge(other.gaps)
    hints.merge(other.hints, uniquingKeysWith: +)
    days.merge(other.days)
  }
}

/// A line of `data/transformed/people.jsonl`: who appears in how many tickets, and as what.
struct TransformedPerson: JSONRecord {
  let person: Person
  let tickets: Int
  /// The login is of an account that `load` has to make.
  var isCreated = false
  /// The account in the old system is out of use.
  var isDisabled = false
  /// Whether it was staff; nil: the old system did not say.
  var isPrivileged: Bool?

  init(
    person: Person, tickets: Int, isCreated: Bool = false, isDisabled: Bool = false, isPrivileged: Bool? = nil
  ) {
    self.person = person
    self.tickets = tickets
    self.isCreated = isCreated
    self.isDisabled = isDisabled
    self.isPrivileged = isPrivileged
  }

  init(json: JSONNode) throws {
    person = try Person(json: json)
    tickets = try json.int("tickets")
    isCreated = try json.optional("create", \.bool) ?? false
    isDisabled = try json.optional("disabled", \.bool) ?? false
    isPrivileged = try json.optional("privileged", \.bool)
  }

  var json: JSONValue {
    .members([
      "name": .string(person.name), "email": person.email.map { .string($0) },
      "login": person.login.map { .string($0) }, "tickets": .int(tickets),
      "create": isCreated ? true : nil, "disabled": isDisabled ? true : nil,
      "privileged": isPrivileged.map { .bool($0) },
    ])
  }
}

extension Person {
  var withoutLogin: Person { Person(name: name, email: email) }

  var sortKey: String { "\(email ?? "")\u{0}\(name)\u{0}\(login ?? "")" }
}
