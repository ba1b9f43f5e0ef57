import MigrationKit

/// The projects of a migration: who is in them and which custom fields are. What one answer does not need of another is
/// asked at once, for no ticket begins before all is known.
extension RedmineSurvey {
  /// What the server says of one project.
  struct Home: Sendable {
    let project: JSONNode
    let memberships: [JSONNode]
    /// Whether a custom field, by its number, is there.
    let fields: [Int: Bool]
  }

  /// Those that exist, by identifier.
  func places() async throws -> [String: JSONNode] {
    let places = try await inParallel(vocabulary.queues.keys.sorted()) { name in
      (name, try await place(name))
    }
    return Dictionary(places.compactMap { name, place in place.map { (name, $0) } }) { first, _ in first }
  }

  /// A project is found by its number too, which no mapping means.
  private func place(_ name: String) async throws -> JSONNode? {
    let response: HTTPResponse
    do {
      response = try await send(
        HTTPRequest(.get, path(name) + ".json", query: [("include", "trackers,enabled_modules")]))
    } catch RequestError.forbidden {
      throw StageError(
        """
        the project "\(name)" is archived, or closed to this login (403): unarchive it in Administration, Projects, or correct \
        mapping.queues
        """, exitCode: .usage)
    }
    guard response.status == 200, let project = try response.json()["project"],
      project["identifier"]?.string == name
    else { return nil }
    return project
  }

  func homes(
    _ places: [String: JSONNode], _ fields: [String: RedmineCatalog.Field]
  ) async throws -> [String: Home] {
    let used = fields.filter { name, field in
      name == marker || vocabulary.fields[name] != nil || field.hasDefault || field.isRequired
    }.map(\.value)
    let homes = try await inParallel(places.sorted { $0.key < $1.key }) { name, project in
      async let enabled = enabled(used, in: name)
      let memberships =
        try isOpen(project) ? await pages(path(name) + "/memberships.json", "memberships") : []
      return (name, Home(project: project, memberships: memberships, fields: try await enabled))
    }
    return Dictionary(homes) { first, _ in first }
  }

  func projects(
    _ homes: [String: Home], _ roles: [String: RedmineCatalog.Role]
  ) throws -> [String: RedmineCatalog.Project] {
    try homes.mapValues { home in
      let json = home.project
      return RedmineCatalog.Project(
        id: try json.int("id"), created: try json.optional("created_on", \.string) ?? "",
        isOpen: try isOpen(json), modules: Set(try json.list("enabled_modules") { try $0.string("name") }),
        trackers: Set(try json.list("trackers") { try $0.int("id") }),
        members: try members(home.memberships, roles), fields: home.fields,
        hasDefaultVersion: json["default_version"] != nil, hasDefaultAssignee: json["default_assignee"] != nil
      )
    }
  }

  private func path(_ name: String) -> String { "/projects/\(percentEncoded(name))" }

  private func isOpen(_ project: JSONNode) throws -> Bool {
    try project.optional("status", \.int) ?? 1 == 1
  }

  /// A person who is a member by several ways has a row for each.
  private func members(
    _ memberships: [JSONNode], _ roles: [String: RedmineCatalog.Role]
  ) throws -> [Int: RedmineCatalog.Member] {
    var held: [Int: Set<Int>] = [:]
    for membership in memberships {
      guard let user = try membership.optional("user", { try $0.int("id") }) else { continue }
      held[user, default: []].formUnion(try membership.list("roles") { try $0.int("id") })
    }
    return held.mapValues { ids in RedmineCatalog.Member(roles.values.filter { ids.contains($0.id) }) }
  }

  private func enabled(_ fields: [RedmineCatalog.Field], in project: String) async throws -> [Int: Bool] {
    let enabled = try await inParallel(fields.filter(\.isFilter)) { field in
      (field.id, try await RedmineFieldProbe(field: field.id, send: send).isEnabled(in: project))
    }
    return Dictionary(enabled) { first, _ in first }
  }
}
