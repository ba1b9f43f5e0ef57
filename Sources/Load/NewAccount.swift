import MigrationKit

/// Someone who is to have an account in the target: a line of `data/transformed/people.jsonl` with `create`.
struct NewAccount: Hashable, Sendable {
  let login: String
  let name: String
  let email: String

  /// Those whom the mapping asks for; nobody else ever gets one.
  static func all(in path: String) throws -> [NewAccount] {
    guard Disk.exists(path) else { return [] }
    var people = try RecordReader<AskedPerson>(path)
    var accounts: [NewAccount] = []
    var logins: Set<String> = []
    while let person = try people.next() {
      guard let account = person.account, logins.insert(account.login.lowercased()).inserted else { continue }
      accounts.append(account)
    }
    return accounts
  }
}

/// What an account is in the target.
enum AccountState: Equatable, Sendable {
  case absent
  /// Of a person who is there already, or made or unlocked by a load.
  case active
  /// It has the login and the address that would be given to it, and nobody can log in with it or write in its name.
  case locked
  /// Why it can neither be made nor used.
  case refused(String)
}

/// What `load` reads of a line of `people.jsonl`.
private struct AskedPerson: JSONRecord {
  let person: Person
  let isAskedFor: Bool

  var account: NewAccount? {
    guard isAskedFor, let login = person.login else { return nil }
    return NewAccount(login: login, name: person.name, email: person.email ?? login)
  }

  init(json: JSONNode) throws {
    person = try Person(json: json)
    isAskedFor = try json.optional("create", \.bool) ?? false
  }

  var json: JSONValue { person.json }
}

extension Ticket {
  /// What the journal calls the steps that belong to no ticket: accounts are made, and locked at the end.
  static let accounts = Ticket(
    id: SourceID("accounts"), url: "", queue: "", type: "", state: "", priority: "", subject: "",
    author: Person(name: ""), created: "", articles: [])
}
