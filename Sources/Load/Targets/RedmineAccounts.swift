import MigrationKit

/// Accounts that are made for a migration.
///
/// Sources: redmine.org/projects/redmine/wiki/Rest_Users, Rest_Memberships; tried on 5.0.4. Nobody is told of an account
/// unless `send_information` is sent. A second request of the same login is refused with "has already been taken".
extension RedmineRequests {
  /// Active, for only then may be written in its name.
  func account(_ account: NewAccount) -> HTTPRequest {
    let name = RedmineName(account)
    return repeatable(
      .post, "/users.json",
      [
        "user": [
          "login": .string(account.login), "firstname": .string(name.first), "lastname": .string(name.last),
          "mail": .string(account.email), "generate_password": true, "mail_notification": "none",
          "language": "en",
        ]
      ])
  }

  func member(_ account: NewAccount, queue: String, step: Step) throws -> HTTPRequest {
    guard let role = needs.role.flatMap({ catalog.roles[$0] }) else {
      throw RedmineError.missing("the role of target.role", step: step.name)
    }
    return repeatable(
      .post, "/projects/\(percentEncoded(queue))/memberships.json",
      ["membership": ["user_id": .int(try user(account, step)), "role_ids": [.int(role.id)]]])
  }

  /// 1 is active, 3 is locked. Issues, notes and memberships of a locked account stay as they are.
  func setStatus(_ status: Int, of account: NewAccount, step: Step) throws -> HTTPRequest {
    .json(.put, "/users/\(try user(account, step)).json", ["user": ["status": .int(status)]])
  }

  private func user(_ account: NewAccount, _ step: Step) throws -> Int {
    guard let user = catalog.user(account.login) else {
      throw RedmineError.missing("the user \"\(account.login)\"", step: step.name)
    }
    return user.id
  }

  private func repeatable(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue) -> HTTPRequest {
    var request = HTTPRequest.json(method, path, body)
    request.isRepeatable = true
    return request
  }
}

extension RedmineCatalog {
  /// Somebody may have an account under another login: the address tells.
  func knowing(_ accounts: [NewAccount]) -> RedmineCatalog {
    var catalog = self
    let byAddress = Dictionary(users.values.map { ($0.email.lowercased(), $0) }) { first, _ in first }
    for account in accounts where user(account.login) == nil && !account.email.isEmpty {
      catalog.users[account.login.lowercased()] = byAddress[account.email.lowercased()]
    }
    return catalog
  }
}

/// A name in the two parts that Redmine wants: neither empty nor longer than 30 code points.
struct RedmineName: Equatable {
  let first: String
  let last: String

  init(_ account: NewAccount) {
    let name = account.name.isEmpty || account.name == account.email ? Self.local(account) : account.name
    var words = name.split(whereSeparator: \.isWhitespace)
    if words.first?.last == ",", words.count > 1 { words = words.dropFirst() + [words[0].dropLast()] }
    let last = words.count > 1 ? words.removeLast() : "-"
    first = Self.fit(words.joined(separator: " "), else: account.login)
    self.last = Self.fit(String(last), else: "-")
  }

  private static func local(_ account: NewAccount) -> String { String(account.email.prefix { $0 != "@" }) }

  private static func fit(_ text: String, else other: String) -> String {
    let cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(30))).normalized
    return cut.isEmpty ? String(other.prefix(30)) : cut
  }
}
