import MigrationKit

extension RequestTrackerConversion {
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
    /// For the header: those whose name no login keeps.
    var lines: [HeaderFact] = []
    /// "Engineer: Anna": the new system has no such roles.
    var roles: [String] = []
  }

  mutating func placePeople() -> PlacedPeople {
    var placed = PlacedPeople()
    let owner = source.ticket.owner.flatMap { $0.isNobody ? nil : place($0) }
    placed.owner = owner.flatMap { $0.person.login == nil ? nil : $0.person }
    let roles: [(Word, [RequestTrackerPerson])] = [
      (.requesters, source.ticket.requestors), (.cc, source.ticket.cc), (.adminCc, source.ticket.adminCc),
    ]
    let groups = roles.map { role, people in (role, people.filter { !$0.isNobody }.map { place($0) }) }
    for (role, people) in groups + [(.owner, [owner].compactMap { $0 })] {
      let names = people.filter { !$0.isKnownByLogin }.map(\.person.signature)
      if !names.isEmpty { placed.lines.append((role, names.joined(separator: ", "))) }
    }
    placed.roles = source.ticket.customRoles.compactMap { role in
      let names = role.people.filter { !$0.isNobody }.map { place($0).person.signature }
      let name = census.roleNames[role.name] ?? role.name
      return names.isEmpty ? nil : "\(name): \(names.joined(separator: ", "))"
    }
    placed.watchers = watchers(groups.flatMap(\.1).map(\.person), owner: placed.owner)
    return placed
  }

  /// Everybody who has a login, once each; the owner hears of everything anyway.
  private func watchers(_ people: [Person], owner: Person?) -> [Person] {
    var seen: Set<String?> = [nil, owner?.login]
    return people.filter { seen.insert($0.login).inserted }
  }

  /// Finds out who someone is and what stands for him or her in the new system.
  mutating func place(_ one: RequestTrackerPerson) -> PlacedPerson {
    if let placed = placed[one] { return placed }
    let person = find(one)
    placed[one] = person
    return person
  }

  private mutating func find(_ one: RequestTrackerPerson) -> PlacedPerson {
    let known = census.known(one)
    var systemGaps = MappingGaps()
    let account =
      one.isSystem ? mapping.account(of: known, &systemGaps) : mapping.account(of: known, &gaps)
    named.insert(known.person)
    let person = Person(name: known.displayName.cleanLine, email: known.email, login: account.login)
    return PlacedPerson(person: person, account: account)
  }
}

extension Census {
  /// Whom a record means; tickets may name people whose account is gone.
  func known(_ named: RequestTrackerPerson) -> KnownPerson {
    person(named.login) ?? named.email.flatMap { person(email: $0) }
      ?? KnownPerson(id: named.login, name: named.name.cleanLine, email: named.email)
  }
}
