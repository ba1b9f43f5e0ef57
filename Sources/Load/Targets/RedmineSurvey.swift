import MigrationKit

/// Asks a Redmine server once for everything a migration depends on: about a dozen requests, and two for each project.
///
/// Sources: redmine.org/projects/redmine/wiki/Rest_Users, Rest_CustomFields, Rest_Trackers, Rest_IssueStatuses,
/// Rest_Enumerations, Rest_Projects, Rest_Memberships, Rest_Roles; read against 5.0.
struct RedmineSurvey: Sendable {
  let vocabulary: Vocabulary
  /// The marker field's name.
  let marker: String
  let send: RedmineTarget.Send

  /// Everything at once, but for what needs an answer before.
  func catalog() async throws -> RedmineCatalog {
    let account = try await account()
    async let trackers = numbers("/trackers.json", "trackers")
    async let statuses = statuses()
    async let priorities = numbers("/enumerations/issue_priorities.json", "issue_priorities")
    async let activities = numbers("/enumerations/time_entry_activities.json", "time_entry_activities")
    async let roles = roles()
    async let names = names()
    async let users = users(account)
    async let settings = RedmineSettingsProbe(projects: vocabulary.queues.keys.sorted(), send: send)
      .settings()
    async let places = places()
    let fields = try await fields()
    let probe = fields[marker].map { RedmineFieldProbe(field: $0.id, send: send) }
    async let speaksEnglish = probe?.speaksEnglish() ?? true
    let homes = try await homes(places, fields)
    return RedmineCatalog(
      account: account, trackers: try await trackers, statuses: try await statuses,
      priorities: try await priorities, fields: fields, activities: try await activities,
      roles: try await roles, titles: try await names.titles, parents: try await names.parents,
      projects: try await projects(homes, roles),
      users: try await users, marker: fields[marker].flatMap(RedmineCatalog.Marker.init),
      speaksEnglish: try await speaksEnglish, settings: try await settings)
  }

  /// The one request that tells a wrong key from a right one: lists answer 200 to anybody, as anonymous.
  private func account() async throws -> RedmineCatalog.User {
    do {
      let user = try await ask("/users/current.json").required("user") { $0 }
      let isAdmin = try user.optional("admin", \.bool) ?? false
      guard isAdmin else { throw RedmineError.noAPI(notAdministrator(try user.string("login"))) }
      return try RedmineCatalog.User(json: user, isActive: true)
    } catch RequestError.forbidden {
      throw RedmineError.noAPI(
        "the key is not accepted because the REST API is switched off (403); switch it on in Administration, "
          + "Settings, API, \"Enable REST web service\"")
    } catch RedmineError.unexpected(404, _, let beginning) {
      throw RedmineError.notRedmine(
        "there is no Redmine at the address in target.url (404); check it, its path included; the answer begins: "
          + beginning)
    }
  }

  private func notAdministrator(_ login: String) -> String {
    """
    the key belongs to "\(login)", who is not an administrator; use an administrator's key. Without one \
    authors cannot be kept, custom fields (including the marker) and logins cannot be looked up, internal \
    comments may become public, and most statuses cannot be reached
    """
  }

  private func fields() async throws -> [String: RedmineCatalog.Field] {
    let fields = try await ask("/custom_fields.json").list("custom_fields") { $0 }
      .filter { $0["customized_type"]?.string == "issue" }
    return Dictionary(try fields.map { (try $0.string("name"), try RedmineCatalog.Field(json: $0)) }) {
      first, _ in first
    }
  }

  private func numbers(_ path: String, _ key: String) async throws -> [String: Int] {
    let entries = try await ask(path).list(key) { $0 }.filter { $0["active"]?.bool != false }
    return Dictionary(try entries.map { (try $0.string("name"), try $0.int("id")) }) { first, _ in first }
  }

  private func statuses() async throws -> [String: RedmineCatalog.Status] {
    let entries = try await ask("/issue_statuses.json").list("issue_statuses") { status in
      (
        try status.string("name"),
        RedmineCatalog.Status(
          id: try status.int("id"), isClosed: try status.optional("is_closed", \.bool) ?? false)
      )
    }
    return Dictionary(entries) { first, _ in first }
  }

  private func roles() async throws -> [String: RedmineCatalog.Role] {
    let ids = try await ask("/roles.json").list("roles") { try $0.int("id") }
    let roles = try await inParallel(ids) { id in
      let role = try await ask("/roles/\(id).json").required("role") { $0 }
      return (
        try role.string("name"),
        RedmineCatalog.Role(
          id: id, permissions: Set(try role.strings("permissions")),
          isAssignable: try role.optional("assignable", \.bool) ?? true)
      )
    }
    return Dictionary(roles) { _, last in last }
  }

  /// Without a status the list holds active accounts only; 2 is registered, 3 is locked.
  private func users(_ account: RedmineCatalog.User) async throws -> [String: RedmineCatalog.User] {
    var users = [account.login.lowercased(): account]
    let lists = try await inParallel(["1", "2", "3"]) { status in
      (status, try await pages("/users.json", "users", query: [("status", status)]))
    }
    for (status, list) in lists {
      for json in list {
        var user = try RedmineCatalog.User(json: json, isActive: status == "1")
        user.isRegistered = status == "2"
        users[user.login.lowercased()] = user
      }
    }
    return users
  }

  /// Of all projects: their titles, and what they lie in.
  private func names() async throws -> (titles: [String: String], parents: [String: String]) {
    let projects = try await pages("/projects.json", "projects")
    var (titles, numbers): ([String: String], [Int: String]) = ([:], [:])
    for project in projects {
      let identifier = try project.string("identifier")
      titles[identifier] = try project.string("name")
      numbers[try project.int("id")] = identifier
    }
    let parents = projects.compactMap { project in
      project["parent"]?["id"]?.int.flatMap { numbers[$0] }.map { (project["identifier"]?.string ?? "", $0) }
    }
    return (titles, Dictionary(parents) { first, _ in first })
  }

  /// All entries of a list that is given in pages. One that grows or shrinks meanwhile is read again, because an entry
  /// may have moved from a page to come to one that was read already.
  func pages(
    _ path: String, _ key: String, query: [(name: String, value: String)] = []
  ) async throws -> [JSONNode] {
    for _ in 1...Self.mostReadings {
      if let entries = try await steadyPages(path, key, query) { return entries }
    }
    throw RedmineError.restless(list: path)
  }

  /// Nil when the total has changed on the way.
  private func steadyPages(
    _ path: String, _ key: String, _ query: [(name: String, value: String)]
  ) async throws -> [JSONNode]? {
    var entries: [JSONNode] = []
    var firstTotal: Int?
    while true {
      let page = try await ask(path, query + [("limit", "100"), ("offset", String(entries.count))])
      let total = try page.int("total_count")
      guard total == firstTotal ?? total else { return nil }
      firstTotal = total
      let new = try page.required(key) { $0.isArray ? $0.elements : nil }
      entries += new
      if entries.count >= total { return entries }
      if new.isEmpty { throw RedmineError.shortList(path, seen: entries.count, total: total) }
    }
  }

  private static let mostReadings = 5

  private func ask(_ path: String, _ query: [(name: String, value: String)] = []) async throws -> JSONNode {
    let response = try await send(HTTPRequest(.get, path, query: query))
    guard response.status == 200 else {
      throw RedmineError.unexpected(
        status: response.status, step: "asking for \(path)", beginning: response.excerpt)
    }
    return try response.json()
  }
}
