import MigrationKit

/// The logins of accounts that are to be made in the new system, by e-mail address.
struct NewLogins: Sendable {
  private static let lengthLimit = 60
  private var logins: [String: String] = [:]
  private let taken: Set<String>

  /// - Parameter taken: logins that stand for others.
  init(for addresses: [String] = [], besides taken: Set<String> = []) {
    self.taken = taken
    var given = taken
    for address in Set(addresses.map(\.folded)).sorted() {
      let login = given.contains(Self.login(address)) ? Self.distinct(address) : Self.login(address)
      given.insert(login)
      logins[address] = login
    }
  }

  /// The address itself, as far as a login can have it; where another address gives the same, with a number behind.
  func login(for email: String) -> String {
    let address = email.folded
    return logins[address]
      ?? (taken.contains(Self.login(address)) ? Self.distinct(address) : Self.login(address))
  }

  /// In lower case, with "-" for what Redmine refuses: app/models/user.rb of 5.0.
  private static func login(_ address: String) -> String {
    String(
      address.unicodeScalars.map { scalar in
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
          || "_@.-".unicodeScalars.contains(scalar)
          ? Character(scalar) : "-"
      }.prefix(lengthLimit))
  }

  private static func distinct(_ address: String) -> String {
    login(address).prefix(lengthLimit - 9) + "-" + SHA256.hex(of: Array(address.utf8)).prefix(8)
  }
}
