import MigrationKit

/// /time_entries: hours spent on an issue, with a day and a person of their own.
extension RedmineState {
  func listTimeEntries(_ call: RedmineCall) -> WebResponse {
    let issueID = call.request["issue_id"].flatMap { Int($0) }
    let found = timeEntries.filter { entry in
      guard let issue = issues[entry.issueID] else { return false }
      return allows("view_time_entries", call.user, in: issue.projectID) && (issueID ?? issue.id) == issue.id
    }
    return .answer(.page("time_entries", found.sorted { $0.spentOn > $1.spentOn }.map(json), of: call))
  }

  mutating func createTimeEntry(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let caller = call.user else { throw refusal(nil) }
    let given = call.attributes("time_entry")
    guard let issue = given.int("issue_id").flatMap({ issues[$0] }), isVisible(issue, caller) else {
      throw .invalid(["Issue is invalid"])
    }
    try demand(allows("log_time", caller, in: issue.projectID), call)
    let activity = Self.activities.first { $0.id == given.int("activity_id") }
    var errors: [String] = []
    if activity == nil { errors.append("Activity cannot be blank") }
    if given.text("hours").flatMap({ Double($0) }) == nil {
      errors.append(given.has("hours") ? "Hours is invalid" : "Hours cannot be blank")
    }
    guard let activity, let hours = given.text("hours").flatMap({ Double($0) }) else {
      throw .invalid(errors)
    }
    let forOthers = allows("log_time_for_other_users", caller, in: issue.projectID)
    let entry = Redmine.TimeEntry(
      id: nextID("time_entries"), issueID: issue.id,
      userID: forOthers ? given.int("user_id") ?? caller.id : caller.id, activityID: activity.id,
      hours: hours,
      comments: given.text("comments"), spentOn: given.text("spent_on") ?? today, createdOn: now)
    timeEntries.append(entry)
    return .answer(["time_entry": json(entry)], status: 201)
  }

  private func json(_ entry: Redmine.TimeEntry) -> JSONValue {
    let project = issues[entry.issueID].flatMap { self.project(String($0.projectID)) }
    let projectReference = project.map { JSONValue.reference($0.id, $0.name) }
    let activity = Self.activities.first { $0.id == entry.activityID }.map { JSONValue.reference($0) }
    return .members([
      "id": .int(entry.id), "project": projectReference,
      "issue": ["id": .int(entry.issueID)],
      "user": .reference(entry.userID, user(entry.userID)?.name ?? ""),
      "activity": activity, "hours": Self.hours(entry.hours),
      "comments": .optional(entry.comments), "spent_on": .string(entry.spentOn),
      "created_on": .string(entry.createdOn), "updated_on": .string(entry.createdOn),
    ])
  }
}
