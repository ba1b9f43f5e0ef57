import MigrationKit

/// /issues/N/watchers. Nobody is told when a watcher does not exist or watches already.
extension RedmineState {
  mutating func addWatchers(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let issue = try issue(call)
    try demand(allows("add_issue_watchers", call.user, in: issue.projectID), call)
    let given = call.attributes("watcher").node == nil ? call.plainAttributes : call.attributes("watcher")
    for id in given.ints("user_ids") + [given.int("user_id")].compactMap({ $0 })
    where user(id)?.isActive == true {
      watch(issue.id, id)
    }
    return .done
  }

  mutating func removeWatcher(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let issue = try issue(call)
    try demand(allows("delete_issue_watchers", call.user, in: issue.projectID), call)
    let userID = try call.number(1)
    guard user(userID) != nil else { throw .notFound }
    issues[issue.id]?.watcherIDs.removeAll { $0 == userID }
    return .done
  }

  mutating func watch(_ issueID: Int, _ userID: Int) {
    guard issues[issueID]?.watcherIDs.contains(userID) == false else { return }
    issues[issueID]?.watcherIDs.append(userID)
  }
}
