import MigrationKit

extension TicketMapper {
  struct PlacedPerson {
    let person: Person
    let account: Account

    /// Whether the login in the new system says who it is.
    var isKnownByLogin: Bool {
      switch account {
      case .own, .created: true
      case .shared, .text: false
      }
    }
  }

  struct PlacedPeople {
    var owner: Person?
    var watchers: [Person] = []
    /// Those whose name no login keeps.
    var lines: [TicketFact] = []
    /// "Engineer: Anna": the new system has no such roles.
    var roles: [String] = []
  }

  mutating func placePeople() -> PlacedPeople {
    var placed = PlacedPeople()
    let owner = source.owner.map { place($0) }
    placed.owner = owner.flatMap { $0.person.login == nil ? nil : $0.person }
    var watchers: [Person] = []
    for role in source.roles {
      let people = role.people.map { place($0) }
      switch role.name {
      case .fixed(let word):
        placed.note(people, as: word)
        watchers += people.map(\.person)
      case .custom(let name) where !people.isEmpty:
        placed.roles.append("\(name): \(people.map(\.person.signature).joined(separator: ", "))")
      case .custom: break
      }
    }
    placed.note([owner].compactMap(\.self), as: .owner)
    placed.watchers = self.watchers(watchers, owner: placed.owner)
    return placed
  }

  /// Everybody who has a login, once each; the owner hears of everything anyway.
  private func watchers(_ people: [Person], owner: Person?) -> [Person] {
    var seen: Set<String?> = [nil, owner?.login]
    return people.filter { seen.insert($0.login).inserted }
  }

  /// Finds out who someone is and what stands for him or her in the new system.
  mutating func place(_ one: SourcePerson) -> PlacedPerson {
    if let placed = placed[one] { return placed }
    let person = find(one)
    placed[one] = person
    return person
  }

  private mutating func find(_ one: SourcePerson) -> PlacedPerson {
    let known = census.known(one)
    var systemGaps = MappingGaps()
    let account =
      one.isSystem ? mapping.account(of: known, &systemGaps) : mapping.account(of: known, &gaps)
    named.insert(known.person)
    let person = Person(name: known.displayName.cleanLine, email: known.email, login: account.login)
    return PlacedPerson(person: person, account: account)
  }
}

extension TicketMapper.PlacedPeople {
  fileprivate mutating func note(_ people: [TicketMapper.PlacedPerson], as role: Word) {
    let names = people.filter { !$0.isKnownByLogin }.map(\.person.signature)
    if !names.isEmpty { lines.append((role, names.joined(separator: ", "))) }
  }
}

extension Census {
  /// Whom a record means; tickets may name people whose account is gone.
  func known(_ named: SourcePerson) -> KnownPerson {
    person(named.login) ?? named.email.flatMap { person(email: $0) }
      ?? KnownPerson(id: named.login, name: named.name.cleanLine, email: named.email)
  }
}
