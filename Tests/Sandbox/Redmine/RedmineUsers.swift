import Foundation
import MigrationKit

/// /users: who may be acted for, assigned, or made a watcher.
extension RedmineState {
  func showSelf(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let user = call.user else { throw refusal(nil) }
    return .answer(["user": json(user, for: user, isList: false)])
  }

  /// Active users unless another status is asked for; an unknown status finds nobody, an empty one everybody.
  func listUsers(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    try demandAdministrator(call)
    let status = call.request["status"] ?? "1"
    let name = (call.request["name"] ?? "").lowercased()
    let found = users.filter { user in
      let texts = [user.login, user.firstName, user.lastName, user.name, user.mail]
      return (status.isEmpty || status == String(user.status))
        && (name.isEmpty || texts.contains { $0.lowercased().contains(name) })
    }
    let rows = found.sorted { $0.login < $1.login }.map { json($0, for: call.user, isList: true) }
    return .answer(.page("users", rows, of: call))
  }

  func showUser(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let user = user(try call.number()), user.isActive || call.user?.isAdmin == true else {
      throw .notFound
    }
    guard call.user != nil else { throw refusal(nil) }
    let rows = memberships.filter { $0.userID == user.id }.map { json($0, withUser: false) }
    return .answer([
      "user": json(
        user, for: call.user, isList: false, memberships: call.includes("memberships") ? rows : nil)
    ])
  }

  mutating func createUser(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    try demandAdministrator(call)
    let given = call.attributes("user")
    guard given.node != nil else {
      throw RedmineRefusal(.answer(["status": 500, "error": "Internal Server Error"], status: 500))
    }
    let errors = faults(given)
    guard errors.isEmpty else { throw .invalid(errors) }
    let login = given.text("login") ?? ""
    let user = addUser(
      login, given.text("firstname") ?? "", given.text("lastname") ?? "",
      mail: (given.text("mail") ?? "").trimmingCharacters(in: .whitespaces),
      apiKey: String(sha256Hexadecimal(Array("\(users[0].apiKey) \(login)".utf8)).prefix(40)),
      status: given.int("status") ?? 1)
    return .answer(["user": json(user, for: call.user, isList: false)], status: 201)
  }

  mutating func changeUser(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    try demandAdministrator(call)
    let id = try call.number()
    guard let index = users.firstIndex(where: { $0.id == id }) else { throw .notFound }
    let given = call.attributes("user")
    if let status = given.int("status"), ![1, 2, 3].contains(status) {
      throw .invalid(["Status is invalid"])
    }
    users[index].status = given.int("status") ?? users[index].status
    users[index].firstName = given.text("firstname") ?? users[index].firstName
    users[index].lastName = given.text("lastname") ?? users[index].lastName
    return .done
  }

  mutating func deleteUser(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    try demandAdministrator(call)
    let id = try call.number()
    guard user(id) != nil else { throw .notFound }
    users.removeAll { $0.id == id }
    memberships.removeAll { $0.userID == id }
    return .done
  }

  /// In Redmine's order.
  private func faults(_ given: RedmineAttributes) -> [String] {
    let login = given.text("login") ?? ""
    let names = [("First name", given.text("firstname") ?? ""), ("Last name", given.text("lastname") ?? "")]
    var errors = mailFaults((given.text("mail") ?? "").trimmingCharacters(in: .whitespaces))
    if login.isEmpty { errors.append("Login cannot be blank") }
    errors += names.filter(\.1.isEmpty).map { "\($0.0) cannot be blank" }
    if users.contains(where: { $0.login.lowercased() == login.lowercased() }) {
      errors.append("Login has already been taken")
    }
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-@.")
    if !letters.isSuperset(of: login) { errors.append("Login is invalid") }
    if login.count > 60 { errors.append("Login is too long (maximum is 60 characters)") }
    return errors
      + names.filter { $0.1.unicodeScalars.count > 30 }.map {
        "\($0.0) is too long (maximum is 30 characters)"
      }
  }

  private func mailFaults(_ mail: String) -> [String] {
    if mail.isEmpty { return ["Email cannot be blank"] }
    // EmailAddress::EMAIL_REGEXP: anything before the sign, letters and digits behind it.
    let form = /[^@ \t\r\n]+@([-a-zA-Z0-9]+\.)+(xn--[-a-zA-Z0-9]+|[a-zA-Z]{2,})/
    if mail.wholeMatch(of: form) == nil || isDenied(mail) { return ["Email is invalid"] }
    if mail.unicodeScalars.count > 254 { return ["Email is too long (maximum is 254 characters)"] }
    let isTaken = users.contains { $0.mail.lowercased() == mail.lowercased() }
    return isTaken ? ["Email has already been taken"] : []
  }

  /// EmailAddress.domain_in?: ".x.test" stands for all below x.test.
  private func isDenied(_ mail: String) -> Bool {
    let domain = String(mail.split(separator: "@").last ?? "").lowercased()
    return deniedMailDomains.contains { $0.hasPrefix(".") ? domain.hasSuffix($0) : domain == $0 }
  }

  private func json(
    _ user: Redmine.User, for reader: Redmine.User?, isList: Bool, memberships: [JSONValue]? = nil
  ) -> JSONValue {
    let readsAll = reader?.isAdmin == true
    let isSelf = reader?.id == user.id
    return .members([
      "id": .int(user.id), "login": .string(user.login),
      "admin": readsAll || isSelf ? .bool(user.isAdmin) : .none,
      "firstname": .string(user.firstName), "lastname": .string(user.lastName),
      "mail": readsAll ? .string(user.mail) : .none,
      "created_on": .string(user.createdOn), "updated_on": .string(user.createdOn), "last_login_on": .null,
      "passwd_changed_on": .string(user.createdOn),
      "twofa_scheme": readsAll || isSelf ? .some(.null) : .none,
      "api_key": !isList && (readsAll || isSelf) ? .string(user.apiKey) : .none,
      "status": !isList && readsAll ? .int(user.status) : .none,
      "memberships": memberships.map { .array($0) },
    ])
  }
}
