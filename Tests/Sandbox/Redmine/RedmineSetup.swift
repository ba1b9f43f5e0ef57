/// What an administrator may have set up beyond Redmine's default data. Names are those that people see, but for core
/// fields, which go by the API's ("priority_id").
package struct RedmineSetup: Sendable {
  package struct Permission: Sendable {
    package enum Rule: Sendable { case readOnly, required }

    /// A core field, or a custom field's name.
    let field: String
    let rule: Rule
    /// Nil: each of them.
    let tracker: String?
    let role: String?
    let status: String?

    package init(
      _ field: String, _ rule: Rule, tracker: String? = nil, role: String? = nil, status: String? = nil
    ) {
      (self.field, self.rule) = (field, rule)
      (self.tracker, self.role, self.status) = (tracker, role, status)
    }
  }

  /// Administration, Workflow, Fields permissions.
  package var permissions: [Permission] = []
  /// By the custom field's name.
  package var defaults: [String: String] = [:]
  /// Custom fields that must not be blank.
  package var required: Set<String> = []
  /// Core fields that a tracker does not have.
  package var disabled: [String: Set<String>] = [:]
  /// By the project's identifier: a version's name, a login.
  package var defaultVersions: [String: String] = [:]
  package var defaultAssignees: [String: String] = [:]
  /// Whether a parent has its dates, priority and progress from its children, which is Redmine's default.
  package var derivesParents = true

  /// As `Tests/Live/prepare-redmine.rb` sets up a real one, in tracker "Feature" and project "strict".
  package static let prepared: RedmineSetup = {
    var setup = RedmineSetup()
    setup.permissions =
      ["due_date", "Called at"].map { Permission($0, .readOnly, tracker: "Feature", role: "Reporter") }
      + ["priority_id", "Requestors"].map { Permission($0, .readOnly, tracker: "Feature") }
    setup.disabled = ["Feature": ["estimated_hours"]]
    setup.defaults = ["Severity": "Low", "Sites": "North"]
    setup.defaultVersions = ["strict": "1.0"]
    setup.defaultAssignees = ["strict": "boris"]
    return setup
  }()
}

extension RedmineState {
  /// What a person may not set at this issue: it is dropped without a word. Custom fields by their number.
  ///
  /// A rule holds for someone of several roles only if all of them have it; administrators have all roles.
  func unsettable(_ issue: Redmine.Issue, by user: Redmine.User) -> Set<String> {
    let tracker = Self.trackers.first { $0.id == issue.trackerID }?.name ?? ""
    return (setup.disabled[tracker] ?? []).union(fields(.readOnly, of: issue, for: user))
  }

  func fields(
    _ rule: RedmineSetup.Permission.Rule, of issue: Redmine.Issue, for user: Redmine.User
  ) -> Set<String> {
    let held = user.isAdmin ? roles : roles(of: user, in: issue.projectID)
    let working = held.filter { !Set($0.permissions).isDisjoint(with: ["add_issues", "edit_issues"]) }
    let names = working.map { role in
      Set(setup.permissions.filter { $0.rule == rule && applies($0, issue, role) }.map { key($0.field) })
    }
    return names.dropFirst().reduce(names.first ?? []) { $0.intersection($1) }
  }

  private func applies(
    _ permission: RedmineSetup.Permission, _ issue: Redmine.Issue, _ role: Redmine.Role
  ) -> Bool {
    let tracker = Self.trackers.first { $0.id == issue.trackerID }?.name
    let status = Self.statuses.first { $0.id == issue.statusID }?.name
    return [
      (permission.tracker, tracker), (permission.role, role.name), (permission.status, status),
    ].allSatisfy { wanted, found in wanted == nil || wanted == found }
  }

  private func key(_ field: String) -> String {
    fields.first { $0.name == field }.map { String($0.id) } ?? field
  }

  /// The number of a project's default version is the project's: it has no others.
  func defaultVersion(of project: Redmine.Project?) -> Redmine.Named? {
    guard let project, let name = setup.defaultVersions[project.identifier] else { return nil }
    return Redmine.Named(id: project.id, name: name)
  }

  func defaultAssignee(of project: Redmine.Project?) -> Redmine.User? {
    guard let project, let login = setup.defaultAssignees[project.identifier] else { return nil }
    return users.first { $0.login == login }
  }
}
