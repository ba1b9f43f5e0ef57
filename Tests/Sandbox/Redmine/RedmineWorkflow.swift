/// Who may bring an issue into which status, and who may have it.
extension RedmineState {
  /// The statuses that a change may set, the present one included.
  func statusesAllowed(for issue: Redmine.Issue, _ user: Redmine.User) -> [Int] {
    // An administrator may what any role may.
    let roles = user.isAdmin ? self.roles : self.roles(of: user, in: issue.projectID)
    var allowed = Set(roles.flatMap { Self.transitions(of: $0.id, from: issue.statusID) })
    if !allowed.isEmpty { allowed.insert(issue.statusID) }
    return Self.statuses.filter { status in
      allowed.contains(status.id) && (status.isClosed ? isClosable(issue) : isReopenable(issue))
    }.map(\.id)
  }

  /// The workflow of Redmine's default data.
  private static func transitions(of roleID: Int, from statusID: Int) -> [Int] {
    switch (roleID, statusID) {
    case (managerID, _): statuses.map(\.id)
    case (developerID, 1...4): [2, 3, 4, 5]
    case (reporterID, 3): [4, 5]
    case (reporterID, 1...4): [5]
    default: []
    }
  }

  /// Not while a child is open or an open issue blocks it.
  private func isClosable(_ issue: Redmine.Issue) -> Bool {
    let blockers = relations.rows(.issue(issue.id)).filter { $0.type == "blocks" && $0.toID == issue.id }
      .compactMap {
        issues[$0.fromID]
      }
    return (descendants(of: issue.id) + blockers).allSatisfy(isClosed)
  }

  /// Not below a closed parent.
  private func isReopenable(_ issue: Redmine.Issue) -> Bool {
    !ancestors(of: issue).contains(where: isClosed)
  }

  /// The project's members and the author.
  func isAssignable(_ userID: Int, _ issue: Redmine.Issue) -> Bool {
    guard user(userID)?.isActive == true else { return false }
    return userID == issue.authorID
      || memberships.contains { $0.projectID == issue.projectID && $0.userID == userID }
  }

  func hasChildren(_ issue: Redmine.Issue) -> Bool { issues.has(.parent(issue.id)) }
}
