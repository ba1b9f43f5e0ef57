import MigrationKit

/// Whether Redmine mails someone, and makes a watcher of them, by their own preferences.
///
/// No address of the API shows these, but the page `/my/account` takes the key, and shows the account that
/// `X-Redmine-Switch-User` names (`users/_mail_notifications.html.erb`, `_preferences.html.erb`; tried on 5.0.4).
struct RedmineHabits: Sendable, Equatable {
  /// "none", "all", "only_my_events", …; nil where the page does not show it.
  let mail: String?
  /// Whoever writes to an issue then watches it.
  let watchesOwnIssues: Bool

  init(page: String) {
    let choice = page.firstRange(of: "name=\"user[mail_notification]\"").map { page[$0.upperBound...] }
    let options = choice?.firstRange(of: "</select>").flatMap { choice?[..<$0.lowerBound] }
    mail = options?.tag(with: "selected=\"selected\"")?.value(of: "value")
    watchesOwnIssues =
      page[...].tag(with: "value=\"issue_contributed_to\"")?.contains("checked=\"checked\"") == true
  }
}

/// Looks at the preferences of those whom a load could bother.
struct RedmineHabitsProbe: Sendable {
  let send: RedmineTarget.Send

  /// This many accounts are looked at; more would make a check long.
  static let most = 100

  /// By login. Pages that are closed to programs, or to a locked account, are left out.
  func habits(of users: [RedmineCatalog.User]) async throws -> [String: RedmineHabits] {
    var habits: [String: RedmineHabits] = [:]
    for user in users.prefix(Self.most) { habits[user.login] = try await look(as: user) }
    return habits
  }

  private func look(as user: RedmineCatalog.User) async throws -> RedmineHabits? {
    do {
      let request = HTTPRequest(
        .get, "/my/account", headers: [HTTPHeader("X-Redmine-Switch-User", user.login)])
      let response = try await send(request)
      return response.status == 200
        ? RedmineHabits(page: String(decoding: response.body, as: UTF8.self)) : nil
    } catch RequestError.redirected, RequestError.forbidden, RequestError.unauthorized {
      return nil
    }
  }
}

extension RedmineCatalog {
  /// The key's account, and everybody active who is in one of the projects or in the mapping.
  func bothered(by vocabulary: Vocabulary) -> [User] {
    let members = Set(projects.values.flatMap(\.members.keys))
    let others = users.values.filter { user in
      user.isActive && user.id != account.id
        && (members.contains(user.id) || vocabulary.logins[user.login] != nil)
    }
    return [account] + others.sorted { $0.login < $1.login }
  }
}

extension Substring {
  /// The first tag in which these words stand.
  fileprivate func tag(with words: String) -> Substring? {
    guard let found = firstRange(of: words), let start = self[..<found.lowerBound].lastIndex(of: "<"),
      let end = self[found.upperBound...].firstIndex(of: ">")
    else { return nil }
    return self[start..<end]
  }

  fileprivate func value(of attribute: String) -> String? {
    guard let start = firstRange(of: "\(attribute)=\"")?.upperBound else { return nil }
    return self[start...].firstIndex(of: "\"").map { String(self[start..<$0]) }
  }
}
