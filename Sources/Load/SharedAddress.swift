import MigrationKit

/// An e-mail address that several people of the old system have; case does not count.
struct SharedAddress: Equatable {
  let email: String
  let names: [String]

  var json: JSONValue { ["email": .string(email), "names": .strings(names)] }

  /// Of the people who appear in the tickets, sorted by address.
  static func all(in path: String) throws -> [SharedAddress] {
    guard Disk.exists(path) else { return [] }
    var people = try RecordReader<Person>(path)
    var names: [String: Set<String>] = [:]
    while let person = try people.next() {
      guard let email = person.email?.lowercased(), !email.isEmpty else { continue }
      names[email, default: []].insert(person.login.map { "\(person.name) (\($0))" } ?? person.name)
    }
    return names.filter { $0.value.count > 1 }.map { SharedAddress(email: $0.key, names: $0.value.sorted()) }
      .sorted { $0.email < $1.email }
  }
}
