import Foundation
import MigrationKit

/// What has to be known of the whole extraction before a single ticket can be converted.
struct Census: Sendable {
  /// Everybody once: accounts of one e-mail address are one person.
  private(set) var everybody: [KnownPerson] = []
  private var placesByLogin: [String: Int] = [:]
  private var placesByEmail: [String: Int] = [:]
  private var placesByNumber: [String: Int] = [:]
  /// By the numbers that the old system has for them.
  private(set) var queueNames: [String: String] = [:]
  private(set) var fieldNames: [String: String] = [:]
  /// Of roles that the old system's administrators invented, by what tickets call them.
  private(set) var roleNames: [String: String] = [:]
  /// Of values that records and histories have by number: by what they are of ("status_id"), then by the number.
  private(set) var valueNames: [String: [String: String]] = [:]
  private var tickets: Set<SourceID<Ticket>> = []
  private var survivors: [SourceID<Ticket>: SourceID<Ticket>] = [:]
  /// As the tickets state them.
  private var links: Set<StatedLink> = []
  private var linkedTickets: [SourceID<Ticket>: LinkedTicket] = [:]
  /// Those that occur, and all custom fields there are.
  var words = KnownWords()
  /// Of all tickets' histories, once `close` was called.
  var transactions = TransactionIndex()

  /// What one line of the extraction has to say. The order counts: of several the first.
  mutating func add(_ entry: CensusEntry) {
    switch entry {
    case .person(let person): add(person)
    case .queue(let queue): add(queue)
    case .ticket(let id, let outline): add(id, outline)
    }
  }

  /// Nothing more comes.
  mutating func close() { transactions.sort() }

  mutating func add(_ person: KnownPerson) {
    let place: Int
    if let email = person.email?.folded, let same = placesByEmail[email] {
      place = same
      everybody[place] = everybody[place].united(with: person)
    } else {
      place = everybody.count
      everybody.append(person)
      if let email = person.email?.folded { placesByEmail[email] = place }
    }
    placesByLogin[person.id.folded] = place
    if let number = person.number { placesByNumber[number] = place }
  }

  mutating func add(_ queue: KnownQueue) {
    queueNames[queue.number] = queue.name
    queueNames.merge(queue.otherNames) { known, _ in known }
    fieldNames.merge(queue.fieldNames) { first, _ in first }
    roleNames.merge(queue.roleNames) { first, _ in first }
    for (kind, names) in queue.valueNames {
      valueNames[kind, default: [:]].merge(names) { first, _ in first }
    }
    words.fields.formUnion(queue.fieldNames.values)
  }

  mutating func add(_ ticket: SourceID<Ticket>, _ outline: TicketOutline) {
    add(ticket, merged: outline.merged)
    words.formUnion(outline.words)
    if let linked = outline.linked { linkedTickets[ticket] = linked }
    links.formUnion(outline.links)
    guard let number = Int(ticket.text) else { return }
    for transaction in outline.transactions { transactions.add(transaction, of: number) }
  }

  mutating func add(_ ticket: SourceID<Ticket>, merged: [SourceID<Ticket>]) {
    tickets.insert(ticket)
    for other in merged where other != ticket { survivors[other] = ticket }
  }

  /// Someone by login; logins differ in more than case and Unicode form.
  func person(_ login: String) -> KnownPerson? { placesByLogin[login.folded].map { everybody[$0] } }

  func person(email: String) -> KnownPerson? { placesByEmail[email.folded].map { everybody[$0] } }

  func person(number: String) -> KnownPerson? { placesByNumber[number].map { everybody[$0] } }

  func contains(_ ticket: SourceID<Ticket>) -> Bool { tickets.contains(ticket) }

  /// The ticket that carries this one's content: itself, or the one it was merged into.
  /// A ticket with a record of its own is itself, whatever others say.
  func survivor(of ticket: SourceID<Ticket>) -> SourceID<Ticket> {
    tickets.contains(ticket) ? ticket : survivors[ticket] ?? ticket
  }

  /// All links between tickets that are migrated, none of a ticket with itself.
  func migratedLinks() -> Set<StatedLink> {
    Set(
      links.lazy.map { StatedLink(survivor(of: $0.from), $0.kind, survivor(of: $0.to)) }
        .filter { $0.from != $0.to && contains($0.from) && contains($0.to) })
  }

  /// Nil for a ticket without links.
  func linkedTicket(_ ticket: SourceID<Ticket>) -> LinkedTicket? { linkedTickets[ticket] }
}

/// Someone the old system has an account for, or several with one e-mail address.
struct KnownPerson: Sendable, Hashable {
  /// The login in the old system.
  let id: String
  /// Empty where the account has none.
  let name: String
  let email: String?
  var number: String?
  /// Logins of further accounts.
  private(set) var aliases: [String] = []
  var isDisabled = false
  /// Nil: the old system did not say.
  var isPrivileged: Bool?
  /// The old system's own account, nobody's.
  var isSystem = false

  init(id: String, name: String = "", email: String? = nil) {
    self.id = id
    self.name = name
    self.email = email
  }

  var displayName: String { name.isEmpty ? id : name }

  /// The account in use counts, of two such the privileged one, else the first; an empty name is no name.
  fileprivate func united(with other: KnownPerson) -> KnownPerson {
    let isBetter = (isDisabled, other.isPrivileged == true && isPrivileged != true)
    let takesOther = isBetter.0 != other.isDisabled ? isBetter.0 : isBetter.1
    let (chosen, rest) = takesOther ? (other, self) : (self, other)
    var person = KnownPerson(
      id: chosen.id, name: chosen.name.isEmpty ? rest.name : chosen.name, email: chosen.email)
    person.aliases = chosen.aliases + [rest.id] + rest.aliases
    person.isDisabled = chosen.isDisabled
    person.isPrivileged = chosen.isPrivileged
    person.isSystem = chosen.isSystem
    return person
  }
}

/// A queue with the custom fields of its tickets, by their numbers, and the roles that people can have in them.
struct KnownQueue: Sendable, Equatable {
  let number: String
  let name: String
  /// Of further queues, by their numbers: tickets come from there.
  var otherNames: [String: String] = [:]
  var fieldNames: [String: String] = [:]
  /// By what tickets call them; empty also where the extraction has no names of roles.
  var roleNames: [String: String] = [:]
  /// Of values that records and histories have by number: by what they are of, then by the number.
  var valueNames: [String: [String: String]] = [:]
}

extension String {
  /// A name or an address without what people write in more than one way: case and Unicode form.
  var folded: String {
    let (isASCII, isLower) = withBytes { bytes in
      bytes.reduce((true, true)) { ($0.0 && $1 < 0x80, $0.1 && !(0x41...0x5A).contains($1)) }
    }
    if isASCII { return isLower ? self : lowercased() }
    return lowercased().precomposedStringWithCanonicalMapping
  }
}
