import MigrationKit

/// Accounts that are made for a migration.
///
/// Sources: redmine.org/projects/redmine/wiki/Rest_Users, Rest_Memberships; tried on 5.0.4. Nobody is notified of an account
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
  /// Someone may have an account under another login: the address shows it.
  func knowing(_ accounts: [NewAccount]) -> RedmineCatalog {
    var catalog = self
    let byAddress = Dictionary(users.values.map { (RedmineAddress($0.email), $0) }) { first, _ in first }
    for account in accounts where user(account.login)?.has(account.email) != true {
      let address = RedmineAddress(account.email)
      guard !address.text.isEmpty, let user = byAddress[address] else { continue }
      catalog.users[account.login.lowercased()] = user
    }
    return catalog
  }

  /// What an account that is asked for is on this server, of a catalog that knows it. One that was made by an earlier load
  /// is locked and has exactly this login and address.
  func state(of account: NewAccount) -> AccountState {
    guard let user = user(account.login) else {
      return RedmineAddress(account.email).flaw.map(AccountState.refused) ?? .absent
    }
    if user.email.isEmpty, user.isActive { return .active }
    guard user.has(account.email) else {
      return .refused(
        "the login \"\(user.login)\" belongs to another address, \(user.email.isEmpty ? "which is not shown" : user.email)"
      )
    }
    if user.isActive { return .active }
    if user.isRegistered {
      return .refused(
        "the account \"\(user.login)\" is registered but not activated, and activating it sends a mail")
    }
    guard user.login.lowercased() == account.login.lowercased() else {
      return .refused(
        "this is the address of the locked account \"\(user.login)\"; it is used if you unlock it")
    }
    return user.isAdmin
      ? .refused("the account \"\(user.login)\" is that of a locked administrator") : .locked
  }
}

extension RedmineCatalog.User {
  fileprivate func has(_ address: String) -> Bool { RedmineAddress(email) == RedmineAddress(address) }
}

/// An e-mail address as Redmine takes it: without the space around it, in any case (app/models/email_address.rb of 5.0.4).
struct RedmineAddress: Hashable {
  /// In lower case.
  let text: String

  init(_ address: String) {
    text = address.normalized.lowercased()
  }

  /// Why Redmine refuses it; nil when it takes it. Which domains it allows is one of its settings, and not to be seen.
  var flaw: String? {
    if text.unicodeScalars.count > 254 { return "Redmine accepts addresses of at most 254 characters" }
    return isWellFormed ? nil : "Redmine does not accept this address"
  }

  /// EMAIL_REGEXP: one "@"; before it no space of ASCII (nor NUL, which databases refuse); behind it names of ASCII letters, digits and "-", the last of two
  /// letters or more.
  private var isWellFormed: Bool {
    let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty,
      !parts[0].contains(where: { (0x09...0x0D).contains($0.value) || $0 == " " || $0 == "\0" })
    else { return false }
    let names = parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard names.count > 1, let last = names.last else { return false }
    return names.allSatisfy { !$0.isEmpty && $0.unicodeScalars.allSatisfy(Self.isOfName) }
      && (last.unicodeScalars.allSatisfy(Self.isLetter)
        ? last.count > 1 : last.count > 4 && last.hasPrefix("xn--"))
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
  }
}

/// A name in the two parts that Redmine wants: neither empty nor longer than 30 code points.
struct RedmineName: Equatable {
  let first: String
  let last: String
  /// Some of it is left out.
  let isCut: Bool

  init(_ account: NewAccount) {
    let name = account.name.isEmpty || account.name == account.email ? Self.local(account) : account.name
    var words = name.split(whereSeparator: \.isWhitespace)
    if words.first?.last == ",", words.count > 1 { words = words.dropFirst() + [words[0].dropLast()] }
    let last = String(words.count > 1 ? words.removeLast() : "-")
    let first = words.joined(separator: " ")
    self.first = Self.fit(first, else: account.login)
    self.last = Self.fit(last, else: "-")
    isCut = [first, last].contains { $0.unicodeScalars.count > Self.limit }
  }

  private static func local(_ account: NewAccount) -> String { String(account.email.prefix { $0 != "@" }) }

  static let limit = 30

  /// Cut between characters: one of several code points stays whole or goes.
  private static func fit(_ text: String, else other: String) -> String {
    var count = 0
    let cut = text.prefix {
      count += $0.unicodeScalars.count
      return count <= limit
    }
    let name = String(cut).normalized
    return name.isEmpty ? String(other.prefix(limit)) : name
  }
}
