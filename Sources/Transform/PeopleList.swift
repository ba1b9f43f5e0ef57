import MigrationKit

/// Who appears in the tickets and how: what `data/transformed/people.jsonl` says, and the account that is given of
/// the old system's people and queues.
struct PeopleList {
  let census: Census
  let mapping: Mapping
  let tally: Tally

  func write(to path: String) throws {
    let accounts = Dictionary(census.everybody.map { ($0.person, $0) }) { first, _ in first }
    var people = try RecordWriter(path)
    for (person, count) in tally.people.sorted(by: { $0.key.sortKey < $1.key.sortKey }) {
      let account = accounts[person.withoutLogin]
      try people.append(
        TransformedPerson(
          person: person, tickets: count, isCreated: person.login.map(mapping.creates) ?? false,
          isDisabled: account?.isDisabled ?? false, isPrivileged: account?.isPrivileged))
    }
    try people.finish()
  }

  /// The fates of people and queues, which no ticket's account has.
  func account(by type: any Normalizer.Type, _ input: DataFolder.Extracted, into ledger: inout Ledger) throws
  {
    var people = try DirectoryReader(input.people) { ($0, try type.person(from: $0).id) }
    while let (record, id) = try people.next() {
      let isNamed = census.person(id).map { tally.named.contains($0.person) } ?? false
      try type.account(forPerson: record, isNamed: isNamed, into: &ledger)
    }
    guard Disk.exists(input.queues) else { return }
    var queues = try DirectoryReader(input.queues) { $0 }
    while let record = try queues.next() { try type.account(forQueue: record, into: &ledger) }
  }
}

extension KnownPerson {
  /// As a ticket names them, without an account.
  var person: Person { Person(name: displayName.cleanLine, email: email) }
}
