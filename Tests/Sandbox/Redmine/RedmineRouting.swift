/// One method and pattern of addresses, and what answers it. A part "*" stands for any one text.
private struct RedmineRoute: Sendable {
  typealias Handler = @Sendable (inout RedmineState, RedmineCall) throws(RedmineRefusal) -> WebResponse

  let method: String
  let parts: [Substring]
  /// Only an address that ends in ".json" is of the API.
  let isPage: Bool
  let handler: Handler

  init(_ method: String, _ pattern: String, isPage: Bool = false, _ handler: @escaping Handler) {
    self.method = method
    self.isPage = isPage
    parts = pattern.split(separator: "/")
    self.handler = handler
  }

  /// The texts that the stars stand for; nil when this is another address.
  func parameters(_ call: RedmineCall) -> [String]? {
    guard call.request.method == method, call.segments.count == parts.count,
      isPage != call.request.path.hasSuffix(".json")
    else { return nil }
    guard zip(parts, call.segments).allSatisfy({ $0 == "*" || $0 == $1 }) else { return nil }
    return zip(parts, call.segments).filter { $0.0 == "*" }.map(\.1)
  }
}

extension RedmineState {
  /// Notes that a request arrived that may change something, whatever comes of it.
  mutating func count(_ call: RedmineCall) {
    guard ["POST", "PUT", "DELETE"].contains(call.request.method) else { return }
    writingRequestCount += 1
    guard call.segments.first == "issues", call.segments.count > 1, let id = Int(call.segments[1]) else {
      return
    }
    writingRequestCounts[id, default: 0] += 1
  }

  mutating func route(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    for route in routes {
      guard let parameters = route.parameters(call) else { continue }
      var call = call
      call.parameters = parameters
      return try route.handler(&self, call)
    }
    throw RedmineRefusal(.page(404))
  }
}

private let routes: [RedmineRoute] =
  vocabularyRoutes + peopleRoutes + issueRoutes + fileRoutes + pageRoutes

private let vocabularyRoutes = [
  RedmineRoute("GET", "trackers") { state, call in state.listTrackers(call) },
  RedmineRoute("GET", "issue_statuses") { state, call in state.listStatuses(call) },
  RedmineRoute("GET", "enumerations/issue_priorities") { state, call in state.listPriorities(call) },
  RedmineRoute("GET", "enumerations/time_entry_activities") { state, call in state.listActivities(call) },
  RedmineRoute("GET", "custom_fields") { state, call throws(RedmineRefusal) in try state.listFields(call) },
  RedmineRoute("GET", "roles") { state, call in state.listRoles(call) },
  RedmineRoute("GET", "roles/*") { state, call throws(RedmineRefusal) in try state.showRole(call) },
  RedmineRoute("GET", "projects") { state, call in state.listProjects(call) },
  RedmineRoute("GET", "projects/*") { state, call throws(RedmineRefusal) in try state.showProject(call) },
  RedmineRoute("GET", "projects/*/issue_categories") { state, call throws(RedmineRefusal) in
    try state.listCategories(call)
  },
  RedmineRoute("POST", "projects/*/issue_categories") { state, call throws(RedmineRefusal) in
    try state.createCategory(call)
  },
]

private let peopleRoutes = [
  RedmineRoute("GET", "users/current") { state, call throws(RedmineRefusal) in try state.showSelf(call) },
  RedmineRoute("GET", "users") { state, call throws(RedmineRefusal) in try state.listUsers(call) },
  RedmineRoute("POST", "users") { state, call throws(RedmineRefusal) in try state.createUser(call) },
  RedmineRoute("GET", "users/*") { state, call throws(RedmineRefusal) in try state.showUser(call) },
  RedmineRoute("PUT", "users/*") { state, call throws(RedmineRefusal) in try state.changeUser(call) },
  RedmineRoute("DELETE", "users/*") { state, call throws(RedmineRefusal) in try state.deleteUser(call) },
  RedmineRoute("GET", "projects/*/memberships") { state, call throws(RedmineRefusal) in
    try state.listMembers(call)
  },
  RedmineRoute("POST", "projects/*/memberships") { state, call throws(RedmineRefusal) in
    try state.createMember(call)
  },
]

private let issueRoutes = [
  RedmineRoute("GET", "issues") { state, call throws(RedmineRefusal) in try state.listIssues(call) },
  RedmineRoute("POST", "issues") { state, call throws(RedmineRefusal) in try state.createIssue(call) },
  RedmineRoute("GET", "issues/*") { state, call throws(RedmineRefusal) in try state.showIssue(call) },
  RedmineRoute("PUT", "issues/*") { state, call throws(RedmineRefusal) in try state.changeIssue(call) },
  RedmineRoute("DELETE", "issues/*") { state, call throws(RedmineRefusal) in try state.deleteIssue(call) },
  RedmineRoute("PUT", "journals/*") { state, call throws(RedmineRefusal) in try state.changeJournal(call) },
  RedmineRoute("GET", "issues/*/relations") { state, call throws(RedmineRefusal) in
    try state.listRelations(call)
  },
  RedmineRoute("POST", "issues/*/relations") { state, call throws(RedmineRefusal) in
    try state.createRelation(call)
  },
  RedmineRoute("GET", "relations/*") { state, call throws(RedmineRefusal) in try state.showRelation(call) },
  RedmineRoute("DELETE", "relations/*") { state, call throws(RedmineRefusal) in try state.deleteRelation(call)
  },
  RedmineRoute("POST", "issues/*/watchers") { state, call throws(RedmineRefusal) in
    try state.addWatchers(call)
  },
  RedmineRoute("DELETE", "issues/*/watchers/*") { state, call throws(RedmineRefusal) in
    try state.removeWatcher(call)
  },
  RedmineRoute("GET", "time_entries") { state, call in state.listTimeEntries(call) },
  RedmineRoute("POST", "time_entries") { state, call throws(RedmineRefusal) in try state.createTimeEntry(call)
  },
]

private let fileRoutes = [
  RedmineRoute("POST", "uploads") { state, call throws(RedmineRefusal) in try state.upload(call) },
  RedmineRoute("GET", "attachments/*") { state, call throws(RedmineRefusal) in try state.showAttachment(call)
  },
  RedmineRoute("DELETE", "attachments/*") { state, call throws(RedmineRefusal) in
    try state.deleteAttachment(call)
  },
  RedmineRoute("GET", "attachments/download/*", isPage: true) { state, call throws(RedmineRefusal) in
    try state.download(call)
  },
  RedmineRoute("GET", "attachments/download/*/*", isPage: true) { state, call throws(RedmineRefusal) in
    try state.download(call)
  },
]

private let pageRoutes = [
  RedmineRoute("GET", "my/account", isPage: true) { state, call throws(RedmineRefusal) in
    try state.showPreferences(call)
  },
  RedmineRoute("GET", "news", isPage: true) { state, call in state.showNews(call) },
  RedmineRoute("GET", "projects/*/wiki/*", isPage: true) { state, call throws(RedmineRefusal) in
    try state.showWikiPage(call)
  },
  RedmineRoute("GET", "issues/*", isPage: true) { state, call throws(RedmineRefusal) in
    try state.showIssuePage(call)
  },
]
