import MigrationKit

/// Issues as they are read.
extension RedmineState {
  func showIssue(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let issue = try issue(call)
    var members = json(issue, for: call.user, withTimes: true)
    let family = children(of: issue.id)
    if call.includes("children"), !family.isEmpty { members.append(.init("children", tree(family))) }
    if call.includes("attachments") { members.append(.init("attachments", attachments(of: issue, call))) }
    let related = relations(of: issue.id, visibleTo: call.user)
    if call.includes("relations"), !related.isEmpty {
      members.append(.init("relations", .array(related.map(Self.json))))
    }
    if call.includes("journals") {
      members.append(.init("journals", .array(visibleJournals(of: issue, call.user).map(json))))
    }
    if call.includes("watchers"), allows("view_issue_watchers", call.user, in: issue.projectID) {
      let watchers = issue.watcherIDs.map { JSONValue.reference($0, user($0)?.name ?? "") }
      members.append(.init("watchers", .array(watchers)))
    }
    return .answer(["issue": .object(members)])
  }

  /// The members that every view of an issue has. The answer to a creation lacks the times spent.
  func json(_ issue: Redmine.Issue, for reader: Redmine.User?, withTimes: Bool) -> [JSONValue.Member] {
    let showsTimes = withTimes && allows("view_time_entries", reader, in: issue.projectID)
    let assignee = issue.assigneeID.map { JSONValue.reference($0, user($0)?.name ?? "") }
    let status = Self.statuses.first { $0.id == issue.statusID }
    let values: [(String, JSONValue?)] = [
      ("id", .int(issue.id)),
      ("project", reference(projects.map { .init(id: $0.id, name: $0.name) }, issue.projectID)),
      ("tracker", reference(Self.trackers, issue.trackerID)), ("status", status.map(Self.json)),
      ("priority", reference(Self.priorities, issue.priorityID)),
      ("author", .reference(issue.authorID, user(issue.authorID)?.name ?? "")), ("assigned_to", assignee),
      ("category", reference(projects.flatMap(\.categories), issue.categoryID)),
      ("fixed_version", reference(projects.compactMap { defaultVersion(of: $0) }, issue.versionID)),
      ("parent", issue.parentID.map { ["id": .int($0)] }),
      ("subject", .string(issue.subject)), ("description", .optional(issue.description)),
      ("start_date", .optional(issue.startDate)), ("due_date", .optional(issue.dueDate)),
      ("done_ratio", .int(issue.doneRatio)), ("is_private", .bool(issue.isPrivate)),
      ("estimated_hours", Self.hours(issue.estimatedHours)),
      ("total_estimated_hours", Self.hours(totalEstimatedHours(issue))),
      ("spent_hours", showsTimes ? Self.hours(spentHours([issue])) : .none),
      ("total_spent_hours", showsTimes ? Self.hours(spentHours([issue] + descendants(of: issue.id))) : .none),
      ("custom_fields", .array(fields.map { json($0, issue.fields[$0.id]) })),
      ("created_on", .string(issue.createdOn)), ("updated_on", .string(issue.updatedOn)),
      ("closed_on", .optional(issue.closedOn)),
    ]
    return values.compactMap { name, value in value.map { JSONValue.Member(name, $0) } }
  }

  static func hours(_ hours: Double?) -> JSONValue { hours.map { .number("\($0)") } ?? .null }

  func totalEstimatedHours(_ issue: Redmine.Issue) -> Double? {
    let family = descendants(of: issue.id)
    guard !family.isEmpty else { return issue.estimatedHours }
    return ([issue] + family).reduce(0) { $0 + ($1.estimatedHours ?? 0) }
  }

  private func spentHours(_ family: [Redmine.Issue]) -> Double {
    family.flatMap { timeEntries.rows(.issue($0.id)) }.reduce(0) { $0 + $1.hours }
  }

  private func reference(_ values: [Redmine.Named], _ id: Int?) -> JSONValue? {
    values.first { $0.id == id }.map { .reference($0) }
  }

  /// A field that was never set is null, one that was emptied is ""; several values are always a list.
  private func json(_ field: Redmine.CustomField, _ value: Redmine.FieldValue?) -> JSONValue {
    let shown: JSONValue =
      switch value {
      case .one(let text): .string(text)
      case .many(let texts): .strings(texts)
      case nil: field.isMultiple ? [] : .null
      }
    return .members([
      "id": .int(field.id), "name": .string(field.name), "multiple": field.isMultiple ? true : .none,
      "value": shown,
    ])
  }

  private func tree(_ issues: [Redmine.Issue]) -> JSONValue {
    .array(
      issues.map { issue in
        let family = children(of: issue.id)
        return .members([
          "id": .int(issue.id), "tracker": reference(Self.trackers, issue.trackerID),
          "subject": .string(issue.subject), "children": family.isEmpty ? .none : tree(family),
        ])
      })
  }
}
