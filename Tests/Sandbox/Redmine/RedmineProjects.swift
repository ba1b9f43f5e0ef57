import MigrationKit

/// /projects, and what hangs on one: categories and members.
extension RedmineState {
  func listProjects(_ call: RedmineCall) -> WebResponse {
    let visible = projects.filter { isVisible($0, call.user) }.sorted { $0.name < $1.name }
    return .answer(.page("projects", visible.map { json($0, nil) }, of: call))
  }

  func showProject(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    .answer(["project": json(try project(call), call)])
  }

  /// With a call: the single record and what the call includes.
  private func json(_ project: Redmine.Project, _ call: RedmineCall?) -> JSONValue {
    func included(_ name: String, _ rows: [JSONValue]) -> JSONValue? {
      call?.includes(name) == true ? .array(rows) : .none
    }
    let modules = ["issue_tracking", "time_tracking", "wiki", "files"].enumerated()
    return .members([
      "id": .int(project.id), "name": .string(project.name), "identifier": .string(project.identifier),
      "parent": project.parentID.flatMap { parent in projects.first { $0.id == parent } }.map {
        .reference($0.id, $0.name)
      },
      "description": .null, "homepage": call == nil ? .none : "", "status": 1, "is_public": false,
      "inherit_members": false,
      "default_version": call == nil ? nil : defaultVersion(of: project).map { .reference($0) },
      "default_assignee": call == nil ? nil : defaultAssignee(of: project).map { .reference($0.id, $0.name) },
      "trackers": included("trackers", Self.trackers.map { .reference($0) }),
      "issue_categories": included("issue_categories", project.categories.map { .reference($0) }),
      "enabled_modules": included("enabled_modules", modules.map { .reference($0.offset + 1, $0.element) }),
      // Fields that are for all projects are not in this list.
      "issue_custom_fields": included("issue_custom_fields", []),
      "created_on": .optional(users.first?.createdOn), "updated_on": .optional(users.first?.createdOn),
    ])
  }

  func listCategories(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let project = try project(call)
    let rows = project.categories.sorted { $0.name < $1.name }.map { json($0, in: project) }
    return .answer(["issue_categories": .array(rows), "total_count": .int(rows.count)])
  }

  mutating func createCategory(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let project = try project(call)
    try demand(allows("manage_categories", call.user, in: project.id), call)
    let name = call.attributes("issue_category").text("name") ?? ""
    if name.isEmpty { throw .invalid(["Name cannot be blank"]) }
    if project.categories.contains(where: { $0.name == name }) {
      throw .invalid(["Name has already been taken"])
    }
    let category = Redmine.Named(id: nextID("categories"), name: name)
    for index in projects.indices where projects[index].id == project.id {
      projects[index].categories.append(category)
    }
    return .answer(["issue_category": json(category, in: project)], status: 201)
  }

  private func json(_ category: Redmine.Named, in project: Redmine.Project) -> JSONValue {
    [
      "id": .int(category.id), "project": .reference(project.id, project.name),
      "name": .string(category.name),
    ]
  }

  func listMembers(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let project = try project(call)
    let rows = memberships.filter { $0.projectID == project.id }
    return .answer(.page("memberships", rows.map { json($0, withUser: true) }, of: call))
  }

  mutating func createMember(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let project = try project(call)
    try demand(allows("manage_members", call.user, in: project.id), call)
    let given = call.attributes("membership")
    let member = user(given.int("user_id"))
    let roleIDs = given.ints("role_ids").filter { role($0) != nil }
    var errors: [String] = []
    if member == nil { errors.append("Principal cannot be blank") }
    if memberships.contains(where: { $0.projectID == project.id && $0.userID == member?.id }) {
      errors.append("User has already been taken")
    }
    if roleIDs.isEmpty { errors.append("Role cannot be empty") }
    guard let member, errors.isEmpty else { throw .invalid(errors) }
    let membership = Redmine.Membership(
      id: nextID("members"), projectID: project.id, userID: member.id, roleIDs: roleIDs)
    memberships.append(membership)
    return .answer(["membership": json(membership, withUser: true)], status: 201)
  }

  func json(_ membership: Redmine.Membership, withUser: Bool) -> JSONValue {
    let project = project(String(membership.projectID))
    let user = user(membership.userID)
    return .members([
      "id": .int(membership.id), "project": .reference(membership.projectID, project?.name ?? ""),
      "user": withUser ? .reference(membership.userID, user?.name ?? "") : .none,
      "roles": .array(membership.roleIDs.compactMap { role($0) }.map { .reference($0.id, $0.name) }),
    ])
  }
}
