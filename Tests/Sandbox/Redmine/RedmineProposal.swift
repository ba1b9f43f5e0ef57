import MigrationKit

/// An issue as a caller wants it: what they may not set is dropped without a word, what is wrong is listed.
struct RedmineProposal {
  private var issue: Redmine.Issue
  private var errors: [String] = []
  private var given: RedmineAttributes
  private let user: Redmine.User
  private let state: RedmineState
  private let before: Redmine.Issue

  init(
    _ given: RedmineAttributes, for issue: Redmine.Issue, by user: Redmine.User, in state: RedmineState,
    isNew: Bool
  ) {
    self.given = given
    self.user = user
    self.state = state
    self.issue = issue
    before = issue
    let mayEdit = isNew || state.isEditable(issue, user)
    if mayEdit { setKind(isNew: isNew) }
    self.given.hidden = state.unsettable(self.issue, by: user)
    if mayEdit {
      if isNew { setDefaults() }
      setFields()
      setTexts()
      setNumbers()
      setDates()
      setPeople(isNew: isNew)
    }
    setPrivacy()
    if mayEdit, state.allows("manage_subtasks", user, in: issue.projectID) { setParent(isNew: isNew) }
    if isNew, self.issue.assigneeID == nil { self.issue.assigneeID = state.defaultAssignee(of: project)?.id }
    requireFields()
  }

  /// Its priority, dates and progress are its children's.
  private var isDerived: Bool { state.setup.derivesParents && state.hasChildren(before) }

  private var project: Redmine.Project? { state.projects.first { $0.id == issue.projectID } }

  /// They stand where nothing was given, be it that it was dropped; an empty value was given.
  private mutating func setDefaults() {
    issue.versionID = state.defaultVersion(of: project)?.id
    for field in state.fields {
      guard let value = state.setup.defaults[field.name] else { continue }
      issue.fields[field.id] = field.isMultiple ? .many([value]) : .one(value)
    }
  }

  private mutating func requireFields() {
    let asked = state.fields(.required, of: issue, for: user)
    for field in state.fields
    where (state.setup.required.contains(field.name) || asked.contains(String(field.id)))
      && issue.fields[field.id]?.texts.isEmpty != false
    {
      errors.append("\(humanized(field.name)) cannot be blank")
    }
    let core: [(String, String, String?)] = [
      ("start_date", "Start date", issue.startDate), ("due_date", "Due date", issue.dueDate),
      ("assigned_to_id", "Assignee", issue.assigneeID.map(String.init)),
    ]
    for (name, title, value) in core where asked.contains(name) && value == nil {
      errors.append("\(title) cannot be blank")
    }
  }

  /// Without the state, which nobody can change in place while it is held here too.
  var outcome: (issue: Redmine.Issue, errors: [String]) { (issue, errors) }

  /// Tracker and status. The workflow knows no way to a new issue but the default status.
  private mutating func setKind(isNew: Bool) {
    if let id = given.int("tracker_id"), RedmineState.trackers.contains(where: { $0.id == id }) {
      issue.trackerID = id
      // Another tracker gives every field its default, which is empty here.
      for field in state.fields where id != before.trackerID && !isNew && issue.fields[field.id] == nil {
        issue.fields[field.id] = field.isMultiple ? .many([]) : .one("")
      }
    }
    guard !isNew, let id = given.int("status_id") else { return }
    if state.statusesAllowed(for: before, user).contains(id) { issue.statusID = id }
  }

  private mutating func setTexts() {
    if given.has("subject") { issue.subject = given.text("subject") ?? "" }
    if given.has("description") { issue.description = given.text("description").map(withNetworkLineEnds) }
    if issue.subject.allSatisfy(\.isWhitespace) { errors.append("Subject cannot be blank") }
    if given.has("priority_id"), !isDerived {
      issue.priorityID = given.int("priority_id").flatMap { id in
        RedmineState.priorities.contains { $0.id == id } ? id : nil
      }
      if issue.priorityID == nil { errors.append("Priority cannot be blank") }
    }
    if issue.subject.unicodeScalars.count > 255 {
      errors.append("Subject is too long (maximum is 255 characters)")
    }
  }

  private mutating func setNumbers() {
    if let ratio = given.int("done_ratio"), !isDerived {
      issue.doneRatio = ratio
      if !(0...100).contains(ratio) { errors.append("% Done is not included in the list") }
    }
    guard given.has("estimated_hours") else { return }
    let text = given.text("estimated_hours") ?? ""
    issue.estimatedHours = text.isEmpty ? nil : Double(text)
    if !text.isEmpty, (issue.estimatedHours ?? -1) < 0 { errors.append("Estimated time is invalid") }
  }

  private mutating func setDates() {
    guard !isDerived else { return }
    for (name, title, property) in [
      ("start_date", "Start date", \Redmine.Issue.startDate),
      ("due_date", "Due date", \Redmine.Issue.dueDate),
    ] where given.has(name) {
      let text = given.text(name) ?? ""
      issue[keyPath: property] = text.isEmpty ? nil : text
      if !text.isEmpty, RedmineDay(text) == nil { errors.append("\(title) is not a valid date") }
    }
    guard let start = issue.startDate.flatMap(RedmineDay.init),
      let due = issue.dueDate.flatMap(RedmineDay.init)
    else { return }
    if due < start { errors.append("Due date must be greater than start date") }
  }

  private mutating func setPeople(isNew: Bool) {
    if given.has("category_id") {
      issue.categoryID = given.int("category_id")
      let known = state.projects.first { $0.id == issue.projectID }?.categories ?? []
      if let id = issue.categoryID, !known.contains(where: { $0.id == id }) {
        errors.append("Category is not included in the list")
      }
    }
    if given.has("fixed_version_id") { issue.versionID = given.int("fixed_version_id") }
    guard given.has("assigned_to_id") else { return }
    issue.assigneeID = given.int("assigned_to_id")
    if let id = issue.assigneeID, id != before.assigneeID, !state.isAssignable(id, issue) {
      errors.append("Assignee is invalid")
    }
  }

  private mutating func setPrivacy() {
    let isOwn =
      before.authorID == user.id && state.allows("set_own_issues_private", user, in: before.projectID)
    guard given.has("is_private"), isOwn || state.allows("set_issues_private", user, in: before.projectID)
    else { return }
    issue.isPrivate = given.flag("is_private")
  }

  private mutating func setParent(isNew: Bool) {
    guard given.has("parent_issue_id") else { return }
    let text = given.text("parent_issue_id") ?? ""
    guard !text.isEmpty else {
      issue.parentID = nil
      return
    }
    guard let id = Int(text.hasPrefix("#") ? String(text.dropFirst()) : text), let parent = state.issues[id],
      state.isVisible(parent, user) || id == before.parentID
    else { return errors.append("Parent task is invalid") }
    guard id != before.parentID else { return }
    issue.parentID = id
    let isCycle = !isNew && ([parent] + state.ancestors(of: parent)).contains { $0.id == before.id }
    let isElsewhere = !state.mayBeParent(in: parent.projectID, ofChildIn: issue.projectID)
    if isCycle || isElsewhere { return errors.append("Parent task is invalid") }
    if state.isClosed(parent), !state.isClosed(issue) {
      errors.append("An open issue cannot be attached to a closed parent task")
    }
  }

  /// Both spellings: a list of id and value, and an object by id. Unknown fields are passed over.
  private mutating func setFields() {
    for entry in given.list("custom_fields") {
      guard let id = entry["id"].flatMap(RedmineAttributes.text).flatMap({ Int($0) }) else { continue }
      set(id, entry["value"])
    }
    for member in given.node?["custom_field_values"]?.members ?? [] {
      if let id = Int(member.key) { set(id, member.value) }
    }
  }

  private mutating func set(_ id: Int, _ value: JSONNode?) {
    guard let field = state.field(id), !given.hidden.contains(String(id)) else { return }
    let isList = value?.isArray == true
    let given = (isList ? value?.elements ?? [] : value.map { [$0] } ?? []).compactMap(RedmineAttributes.text)
    var seen: Set<String> = []
    let texts = given.filter { !$0.isEmpty && seen.insert($0).inserted }
    issue.fields[id] = field.isMultiple ? .many(texts) : .one(texts.first ?? "")
    let members = state.memberships.filter { $0.projectID == issue.projectID }.map(\.userID)
    let accounts = members.filter { state.user($0)?.isActive == true }.map(String.init)
    let faults = RedmineFieldRule(field: field, accounts: accounts).faults(in: texts, isList: isList)
    errors += faults.map { "\(humanized(field.name)) \($0)" }
  }
}

/// Rails' way with names in messages: "RT ticket" becomes "Rt ticket".
private func humanized(_ name: String) -> String {
  name.prefix(1).uppercased() + name.dropFirst().lowercased()
}

/// Every kind of line end becomes CRLF, in descriptions only: notes stay as they come.
private func withNetworkLineEnds(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var last: Unicode.Scalar?
  for scalar in text.unicodeScalars {
    if scalar == "\r" || scalar == "\n" && last != "\r" { result.append(contentsOf: "\r\n".unicodeScalars) }
    if scalar != "\r", scalar != "\n" { result.append(scalar) }
    last = scalar
  }
  return String(result)
}
