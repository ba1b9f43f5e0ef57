import MigrationKit

/// What has to be known of the whole extraction before a single ticket can be converted.
struct Census: Sendable {
  private var people: [String: KnownPerson] = [:]
  private var tickets: Set<SourceID<Ticket>> = []
  private var survivors: [SourceID<Ticket>: SourceID<Ticket>] = [:]
  /// Of all tickets' histories.
  var transactions = TransactionIndex()

  mutating func add(_ person: KnownPerson) {
    people[person.id.lowercased()] = person
  }

  mutating func add(_ ticket: SourceID<Ticket>, merged: [SourceID<Ticket>]) {
    tickets.insert(ticket)
    for other in merged where other != ticket { survivors[other] = ticket }
  }

  /// Somebody by login; logins differ in more than case.
  func person(_ login: String) -> KnownPerson? { people[login.lowercased()] }

  func contains(_ ticket: SourceID<Ticket>) -> Bool { tickets.contains(ticket) }

  /// The ticket that carries this one's content: itself, or the one it was merged into.
  func survivor(of ticket: SourceID<Ticket>) -> SourceID<Ticket> { survivors[ticket] ?? ticket }
}

/// Somebody the old system has an account for.
struct KnownPerson: Sendable, Hashable {
  /// The login in the old system.
  let id: String
  /// Empty where the account has none.
  let name: String
  let email: String?

  init(id: String, name: String = "", email: String? = nil) {
    self.id = id
    self.name = name
    self.email = email
  }

  var displayName: String { name.isEmpty ? id : name }
}
