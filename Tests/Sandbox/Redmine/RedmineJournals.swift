import MigrationKit

/// An issue's history: notes, and what changed with them.
extension RedmineState {
  /// Adds what was said and changed. A private note takes its changes, files among them, not with it: they go
  /// into a public journal before it.
  mutating func addJournal(
    on issueID: Int, by user: Redmine.User, notes: String?, isPrivate: Bool = false,
    _ details: [Redmine.Detail]
  ) {
    let isPrivate = isPrivate && notes?.isEmpty == false
    guard notes?.isEmpty == false || !details.isEmpty else { return }
    if isPrivate, !details.isEmpty { append(on: issueID, user, notes: nil, isPrivate: false, details) }
    append(on: issueID, user, notes: notes, isPrivate: isPrivate, isPrivate ? [] : details)
    // Who contributes watches from then on, where the role allows it.
    if let issue = issues[issueID], allows("add_issue_watchers", user, in: issue.projectID) {
      watch(issueID, user.id)
    }
  }

  /// A change without words.
  mutating func note(_ detail: Redmine.Detail, on issueID: Int, by user: Redmine.User) {
    addJournal(on: issueID, by: user, notes: "", [detail])
  }

  private mutating func append(
    on issueID: Int, _ user: Redmine.User, notes: String?, isPrivate: Bool, _ details: [Redmine.Detail]
  ) {
    journals.add(
      Redmine.Journal(
        id: nextID("journals"), issueID: issueID, userID: user.id, notes: notes, isPrivate: isPrivate,
        details: details, createdOn: now))
  }

  mutating func changeJournal(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let id = try call.number()
    guard var journal = journals[id], let issue = issues[journal.issueID], isVisible(issue, call.user) else {
      throw .notFound
    }
    let isOwn = journal.userID == call.user?.id
    let mayEdit =
      allows("edit_issue_notes", call.user, in: issue.projectID)
      || isOwn && allows("edit_own_issue_notes", call.user, in: issue.projectID)
    try demand(mayEdit, call)
    let given = call.attributes("journal")
    if given.has("notes") { journal.notes = given.text("notes") ?? "" }
    if given.has("private_notes"), allows("set_notes_private", call.user, in: issue.projectID) {
      journal.isPrivate = given.flag("private_notes")
    }
    journals[id] = journal.details.isEmpty && journal.notes ?? "" == "" ? nil : journal
    return .done
  }

  func visibleJournals(of issue: Redmine.Issue, _ reader: Redmine.User?) -> [Redmine.Journal] {
    let seesAll = allows("view_private_notes", reader, in: issue.projectID)
    return journals.rows(.issue(issue.id)).filter { !$0.isPrivate || seesAll || $0.userID == reader?.id }
  }

  func json(_ journal: Redmine.Journal) -> JSONValue {
    let details = journal.details.map { detail -> JSONValue in
      [
        "property": .string(detail.property), "name": .string(detail.name),
        "old_value": .optional(detail.old),
        "new_value": .optional(detail.new),
      ]
    }
    return [
      "id": .int(journal.id), "user": .reference(journal.userID, user(journal.userID)?.name ?? ""),
      "notes": .optional(journal.notes), "created_on": .string(journal.createdOn),
      "private_notes": .bool(journal.isPrivate), "details": .array(details),
    ]
  }

  /// In the order of Redmine's columns, custom fields behind them.
  func details(from old: Redmine.Issue, to new: Redmine.Issue) -> [Redmine.Detail] {
    let attributes = zip(columns(old), columns(new)).compactMap { before, after in
      before.value == after.value
        ? nil : Redmine.Detail(property: "attr", name: before.name, old: before.value, new: after.value)
    }
    return attributes + fields.flatMap { fieldDetails($0, old.fields[$0.id], new.fields[$0.id]) }
  }

  private func fieldDetails(
    _ field: Redmine.CustomField, _ old: Redmine.FieldValue?, _ new: Redmine.FieldValue?
  ) -> [Redmine.Detail] {
    let (before, after) = (old?.texts ?? [], new?.texts ?? [])
    func detail(_ old: String?, _ new: String?) -> Redmine.Detail {
      Redmine.Detail(property: "cf", name: String(field.id), old: old, new: new)
    }
    guard field.isMultiple else { return before == after ? [] : [detail(before.first, after.first ?? "")] }
    return before.filter { !after.contains($0) }.map { detail($0, nil) }
      + after.filter { !before.contains($0) }.map { detail(nil, $0) }
  }

  private func columns(_ issue: Redmine.Issue) -> [(name: String, value: String?)] {
    [
      ("tracker_id", String(issue.trackerID)), ("subject", issue.subject), ("description", issue.description),
      ("due_date", issue.dueDate), ("category_id", issue.categoryID.map(String.init)),
      ("status_id", String(issue.statusID)), ("assigned_to_id", issue.assigneeID.map(String.init)),
      ("priority_id", issue.priorityID.map(String.init)), ("start_date", issue.startDate),
      ("done_ratio", String(issue.doneRatio)), ("estimated_hours", issue.estimatedHours.map { "\($0)" }),
      ("parent_id", issue.parentID.map(String.init)), ("is_private", issue.isPrivate ? "1" : "0"),
    ]
  }
}
