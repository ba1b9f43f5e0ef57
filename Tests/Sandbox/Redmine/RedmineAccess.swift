/// Who is calling, and what they may.
extension RedmineState {
  /// The key's owner, or whom an administrator acts for; nil for a key that nobody has.
  func actingUser(_ request: WebRequest) throws(RedmineRefusal) -> Redmine.User? {
    // In HTTP Basic, the key is the user's name.
    let key = request.header("X-Redmine-API-Key") ?? request["key"] ?? request.basicCredentials?.user
    guard let user = users.first(where: { $0.apiKey == key && $0.isActive }) else { return nil }
    guard user.isAdmin, let login = request.header("X-Redmine-Switch-User"), !login.isEmpty else {
      return user
    }
    let other = users.first { $0.login.lowercased() == login.lowercased() && $0.isActive }
    guard let other else { throw RedmineRefusal(.empty(412)) }
    return other
  }

  func roles(of user: Redmine.User?, in projectID: Int) -> [Redmine.Role] {
    guard let user else { return [] }
    let member = memberships.first { $0.projectID == projectID && $0.userID == user.id }
    return (member?.roleIDs ?? []).compactMap { role($0) }
  }

  func allows(_ permission: String, _ user: Redmine.User?, in projectID: Int) -> Bool {
    user?.isAdmin == true
      || roles(of: user, in: projectID).contains { $0.permissions.contains(permission) }
  }

  /// 401 to nobody in particular, 403 to somebody.
  func refusal(_ user: Redmine.User?) -> RedmineRefusal {
    RedmineRefusal(.empty(user == nil ? 401 : 403))
  }

  func demand(_ allowed: Bool, _ call: RedmineCall) throws(RedmineRefusal) {
    guard allowed else { throw refusal(call.user) }
  }

  func demandAdministrator(_ call: RedmineCall) throws(RedmineRefusal) {
    try demand(call.user?.isAdmin == true, call)
  }

  func isVisible(_ issue: Redmine.Issue, _ user: Redmine.User?) -> Bool {
    guard let user else { return false }
    let isOwn = issue.authorID == user.id || issue.assigneeID == user.id
    return user.isAdmin
      || roles(of: user, in: issue.projectID).contains { role in
        role.permissions.contains("view_issues")
          && (role.issuesVisibility == "all" || !issue.isPrivate || isOwn)
      }
  }

  func isVisible(_ project: Redmine.Project, _ user: Redmine.User?) -> Bool {
    user?.isAdmin == true || !roles(of: user, in: project.id).isEmpty
  }

  func isEditable(_ issue: Redmine.Issue, _ user: Redmine.User?) -> Bool {
    allows("edit_issues", user, in: issue.projectID)
      || allows("edit_own_issues", user, in: issue.projectID) && issue.authorID == user?.id
  }

  /// The issue that the address names: 404 when there is none, 403 when it is hidden.
  func issue(_ call: RedmineCall) throws(RedmineRefusal) -> Redmine.Issue {
    guard let issue = issues[try call.number()] else { throw .notFound }
    try demand(isVisible(issue, call.user), call)
    return issue
  }

  func project(_ call: RedmineCall) throws(RedmineRefusal) -> Redmine.Project {
    guard let project = project(call.parameters[0]) else { throw .notFound }
    try demand(isVisible(project, call.user), call)
    return project
  }
}
