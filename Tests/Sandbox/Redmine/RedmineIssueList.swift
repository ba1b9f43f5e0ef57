import MigrationKit

/// `GET /issues.json`.
extension RedmineState {
  func listIssues(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    var filters: [RedmineFilter] = []
    var errors: [String] = []
    for (name, expression) in call.request.query {
      if name == "project_id", project(expression) == nil { throw .notFound }
      guard let filter = try filter(name, expression, for: call.user, &errors) else { continue }
      filters.append(filter)
    }
    // Closed issues are hidden until a status is asked for.
    if call.request["status_id"] == nil { filters.append { state, issue in !state.isClosed(issue) } }
    guard errors.isEmpty else { throw .invalid(errors) }
    if let lag = call.searchLag { filters.append { _, issue in issue.bornAt + lag <= .now } }
    let found = issues.values.filter { issue in
      isVisible(issue, call.user) && filters.allSatisfy { $0(self, issue) }
    }
    let rows = sorted(found, call.request["sort"] ?? "").map { row($0, call) }
    return .answer(.page("issues", rows, of: call))
  }

  /// By the first order named; newest first where it is unknown.
  private func sorted(_ issues: [Redmine.Issue], _ order: String) -> [Redmine.Issue] {
    let parts = (order.split(separator: ",").first ?? "").split(separator: ":")
    let isDescending = parts.count > 1 && parts[1] == "desc"
    let key: (Redmine.Issue) -> (String, Int)
    switch parts.first {
    case "id": key = { ("", $0.id) }
    case "created_on": key = { ($0.createdOn, $0.id) }
    case "updated_on": key = { ($0.updatedOn, $0.id) }
    default: return issues.sorted { $0.id > $1.id }
    }
    return issues.sorted { isDescending ? key($0) > key($1) : key($0) < key($1) }
  }

  /// A list carries attachments and relations when asked, but never journals, watchers or children.
  private func row(_ issue: Redmine.Issue, _ call: RedmineCall) -> JSONValue {
    var members = json(issue, for: call.user, withTimes: true)
    if call.includes("attachments") { members.append(.init("attachments", attachments(of: issue, call))) }
    if call.includes("relations") {
      let related = relations(of: issue.id, visibleTo: call.user)
      members.append(.init("relations", .array(related.map(Self.json))))
    }
    return .object(members)
  }
}

extension RedmineCall {
  /// `X-Sandbox-Search-Lag: 5`: what is younger than five seconds is not found. No Redmine knows this header; it
  /// stands for an index that is written later than the issue.
  fileprivate var searchLag: Duration? {
    request.header("X-Sandbox-Search-Lag").flatMap { Double($0) }.map { .seconds($0) }
  }
}
