import MigrationKit

/// What becomes of the accounts that the mapping asks for, in sentences: pure, from the catalog alone.
struct RedmineAccountNotes {
  private let accounts: [(account: NewAccount, user: RedmineCatalog.User?, state: AccountState)]
  private let role: String
  /// Left open by an earlier load, in lower case.
  private let open: Set<String>

  init(_ catalog: RedmineCatalog, _ needs: TargetNeeds, role: String) {
    let known = catalog.knowing(needs.accounts)
    accounts = needs.accounts.map { ($0, known.user($0.login), known.state(of: $0)) }
    self.role = role
    open = needs.openLogins
  }

  var sentences: [String] {
    [made, cut, unlocked, otherLogins, unused, leftOpen].compactMap(\.self)
  }

  private var made: String? {
    let count = accounts.count { $0.state == .absent }
    guard count > 0 else { return nil }
    return
      "\(Self.number(count)) would be created, as mapping.people asks: members with the role \"\(role)\" where they "
      + "write, never mailed, and locked at the end of the load"
  }

  private var cut: String? {
    let long = accounts.filter { $0.state == .absent && RedmineName($0.account).isCut }.map(\.account.name)
    guard !long.isEmpty else { return nil }
    return
      "\(counted(long.count, "name is", "names are")) cut, because Redmine accepts \(RedmineName.limit) "
      + "characters for the first and for the last name: \(Self.list(long))"
  }

  private var unlocked: String? {
    let locked = accounts.filter { $0.state == .locked }
    guard !locked.isEmpty else { return nil }
    let former = locked.filter { $0.user?.isUnused == false }.map(\.account.login)
    let people =
      former.isEmpty
      ? "" : " (people have logged in to \(grouped(former.count)) of them: \(Self.list(former)))"
    return
      "\(Self.number(locked.count)) with the login and address that mapping.people asks for "
      + "\(locked.count == 1 ? "is" : "are") locked\(people): unlocked for the load, without a mail, and locked again at its end"
  }

  private var otherLogins: String? {
    let people = active.compactMap { account, user in
      user.login.lowercased() == account.login.lowercased() ? nil : "\(account.email) is \"\(user.login)\""
    }
    guard !people.isEmpty else { return nil }
    return
      "\(counted(people.count, "person has", "people have")) an account under another login, which "
      + "is used and stays as it is: \(Self.list(people))"
  }

  /// An interrupted load of another data folder may have left them.
  private var unused: String? {
    let logins = active.filter { $0.user.isUnused && !open.contains($0.user.login.lowercased()) }.map(
      \.user.login)
    guard !logins.isEmpty else { return nil }
    return
      "\(Self.number(logins.count)) that mapping.people asks for \(logins.count == 1 ? "is" : "are") active, although nobody "
      + "has ever logged in: used, and not locked at the end. If a load with another data folder created them, let that "
      + "load finish, or lock them in Administration, Users: \(Self.list(logins))"
  }

  private var leftOpen: String? {
    let count = active.count { open.contains($0.user.login.lowercased()) }
    guard count > 0 else { return nil }
    return "\(Self.number(count)) an earlier load left open: will be locked at the end of the load"
  }

  private var active: [(account: NewAccount, user: RedmineCatalog.User)] {
    accounts.compactMap { account, user, state in
      state == .active ? user.map { (account, $0) } : nil
    }
  }

  private static func number(_ count: Int) -> String {
    counted(count, "account")
  }

  /// The first of them.
  private static func list(_ words: [String]) -> String {
    let most = 10
    let rest = words.count > most ? ", and \(grouped(words.count - most)) more" : ""
    return words.sorted().prefix(most).joined(separator: ", ") + rest
  }
}
