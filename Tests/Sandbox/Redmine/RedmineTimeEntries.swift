import MigrationKit

/// /time_entries: hours spent on an issue, with a day and a person of their own.
extension RedmineState {
  func listTimeEntries(_ call: RedmineCall) -> WebResponse {
    let issueID = call.request["issue_id"].flatMap { Int($0) }
    let entries = issueID.map { timeEntries.rows(.issue($0)) } ?? Array(timeEntries.all)
    let found = entries.filter { entry in
      guard let issue = issues[entry.issueID] else { return false }
      return allows("view_time_entries", call.user, in: issue.projectID)
    }
    return .answer(
      .page("time_entries", found.sorted { ($0.spentOn, $0.id) > ($1.spentOn, $1.id) }.map(json), of: call))
  }

  mutating func createTimeEntry(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let caller = call.user else { throw refusal(nil) }
    let given = call.attributes("time_entry")
    guard let issue = given.int("issue_id").flatMap({ issues[$0] }), isVisible(issue, caller) else {
      throw .invalid(["Project cannot be blank", "Project is invalid", "Issue is invalid"])
    }
    try demand(allows("log_time", caller, in: issue.projectID), call)
    let errors = faults(given, issue, caller)
    guard errors.isEmpty else { throw .invalid(errors) }
    let entry = Redmine.TimeEntry(
      id: nextID("time_entries"), issueID: issue.id, userID: given.int("user_id") ?? caller.id,
      activityID: given.int("activity_id") ?? 0, hours: given.text("hours").flatMap { Double($0) } ?? 0,
      comments: given.text("comments"), spentOn: given.text("spent_on") ?? today, createdOn: now)
    timeEntries.add(entry)
    return .answer(["time_entry": json(entry)], status: 201)
  }

  /// In Redmine's order.
  private func faults(
    _ given: RedmineAttributes, _ issue: Redmine.Issue, _ caller: Redmine.User
  ) -> [String] {
    var errors: [String] = []
    let activity = given.int("activity_id")
    let hours = given.text("hours").flatMap { Double($0) }
    if activity == nil { errors.append("Activity cannot be blank") }
    if hours == nil { errors.append(given.has("hours") ? "Hours is invalid" : "Hours cannot be blank") }
    if (given.text("comments") ?? "").unicodeScalars.count > 1024 {
      errors.append("Comment is too long (maximum is 1024 characters)")
    }
    if let day = given.text("spent_on"), RedmineDay(day) == nil {
      errors += ["Date cannot be blank", "Date is not a valid date"]
    }
    if let hours, hours < 0 { errors.append("Hours is invalid") }
    if let user = given.int("user_id"), user != caller.id, !mayWork(user, on: issue, says: caller) {
      errors.append("User is invalid")
    }
    if let activity, !Self.activities.contains(where: { $0.id == activity }) {
      errors.append("Activity is not included in the list")
    }
    return errors
  }

  /// Another's time is booked by who has the right to, and only on active members who may log time themselves.
  private func mayWork(_ id: Int, on issue: Redmine.Issue, says caller: Redmine.User) -> Bool {
    guard allows("log_time_for_other_users", caller, in: issue.projectID), let user = user(id) else {
      return false
    }
    return user.isActive
      && roles(of: user, in: issue.projectID).contains { $0.permissions.contains("log_time") }
  }

  private func json(_ entry: Redmine.TimeEntry) -> JSONValue {
    let project = issues[entry.issueID].flatMap { self.project(String($0.projectID)) }
    let projectReference = project.map { JSONValue.reference($0.id, $0.name) }
    let activity = Self.activities.first { $0.id == entry.activityID }.map { JSONValue.reference($0) }
    return .members([
      "id": .int(entry.id), "project": projectReference,
      "issue": ["id": .int(entry.issueID)],
      "user": .reference(entry.userID, user(entry.userID)?.name ?? ""),
      "activity": activity, "hours": Self.hours((entry.hours * 100).rounded() / 100),
      "comments": .optional(entry.comments), "spent_on": .string(entry.spentOn),
      "created_on": .string(entry.createdOn), "updated_on": .string(entry.createdOn),
    ])
  }
}
