import MigrationKit

/// Creating, changing and deleting issues.
extension RedmineState {
  mutating func createIssue(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let author = call.user else { throw refusal(nil) }
    let given = call.attributes("issue")
    guard let project = given.text("project_id").flatMap({ project($0) }),
      allows("add_issues", author, in: project.id)
    else {
      let missing = ["Project cannot be blank", "Tracker cannot be blank", "Status cannot be blank"]
      throw .invalid((given.text("subject") ?? "").isEmpty ? ["Subject cannot be blank"] + missing : missing)
    }
    let blank = Redmine.Issue(
      id: 0, projectID: project.id, trackerID: 1, statusID: 1, priorityID: Self.defaultPriorityID,
      authorID: author.id, startDate: today, createdOn: now, updatedOn: now)
    var proposal = RedmineProposal(given, for: blank, by: author, in: self, isNew: true).outcome
    let files = take(given.list("uploads"), &proposal.errors)
    guard proposal.errors.isEmpty else { throw .invalid(proposal.errors) }
    let watcherIDs =
      allows("add_issue_watchers", author, in: project.id) ? given.ints("watcher_user_ids") : []
    guard watcherIDs.allSatisfy({ user($0) != nil }) else {
      throw RedmineRefusal(.answer(["status": 404, "error": "Not Found"], status: 404))
    }
    let issue = insert(proposal.issue, files: files, watcherIDs: watcherIDs, by: author)
    return .answer(
      ["issue": .object(json(issue, for: author, withTimes: false))], status: 201,
      location: "\(call.origin)/issues/\(issue.id)")
  }

  private mutating func insert(
    _ proposal: Redmine.Issue, files: [Redmine.Attachment], watcherIDs: [Int], by author: Redmine.User
  ) -> Redmine.Issue {
    var issue = proposal
    issue.id = nextID("issues")
    issue.watcherIDs = Set(watcherIDs).sorted()
    issues[issue.id] = issue
    attach(files, to: issue.id)
    if let parentID = issue.parentID {
      note(childDetail(old: nil, new: issue.id), on: parentID, by: author)
      recalculate(parentID)
    }
    return issue
  }

  mutating func changeIssue(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let issue = try issue(call)
    let mayEdit = isEditable(issue, call.user)
    let mayNote = allows("add_issue_notes", call.user, in: issue.projectID)
    guard let user = call.user, mayEdit || mayNote else { throw .forbidden }
    let given = call.attributes("issue")
    var proposal = RedmineProposal(given, for: issue, by: user, in: self, isNew: false).outcome
    let files = take(given.list("uploads"), &proposal.errors)
    guard proposal.errors.isEmpty else { throw .invalid(proposal.errors) }
    let notes = mayNote ? given.text("notes") ?? "" : ""
    let details = files.map(Self.addedDetail) + self.details(from: issue, to: proposal.issue)
    guard !notes.isEmpty || !details.isEmpty || proposal.issue.fields != issue.fields else { return .done }
    // Someone else changed the issue since this change was begun.
    if let version = call.lockVersion, version != issue.lockVersion { throw .invalid([]) }
    // Whoever may not make notes private has them published, without a word.
    let isPrivate = given.flag("private_notes") && allows("set_notes_private", user, in: issue.projectID)
    attach(files, to: issue.id)
    save(proposal.issue, over: issue)
    addJournal(on: issue.id, by: user, notes: notes, isPrivate: isPrivate, details)
    followUp(issue, proposal.issue, notes: notes, isPrivate: isPrivate, by: user)
    return .done
  }

  private mutating func save(_ proposal: Redmine.Issue, over issue: Redmine.Issue) {
    var changed = proposal
    changed.lockVersion += 1
    changed.updatedOn = now
    if isClosed(changed), !isClosed(issue) { changed.closedOn = changed.updatedOn }
    issues[issue.id] = changed
  }

  /// What a change brings about elsewhere: at the old and the new parent, and at duplicates of a closed issue.
  private mutating func followUp(
    _ before: Redmine.Issue, _ after: Redmine.Issue, notes: String, isPrivate: Bool, by user: Redmine.User
  ) {
    if before.parentID != after.parentID {
      if let old = before.parentID { note(childDetail(old: before.id, new: nil), on: old, by: user) }
      if let new = after.parentID { note(childDetail(old: nil, new: after.id), on: new, by: user) }
      removeRelationsWithinFamily(after)
    }
    for parentID in Set([before.parentID, after.parentID].compactMap { $0 }).sorted() {
      recalculate(parentID)
    }
    guard isClosed(after), !isClosed(before) else { return }
    for relation in relations.rows(.issue(after.id))
    where relation.type == "duplicates" && relation.toID == after.id {
      guard let duplicate = issues[relation.fromID], !isClosed(duplicate) else { continue }
      var closed = duplicate
      closed.statusID = after.statusID
      save(closed, over: duplicate)
      let changes = details(from: duplicate, to: closed)
      addJournal(on: duplicate.id, by: user, notes: notes, isPrivate: isPrivate, changes)
      followUp(duplicate, closed, notes: notes, isPrivate: isPrivate, by: user)
    }
  }

  /// A relation cannot stand between an issue and its ancestors: it goes, and no journal tells of it.
  private mutating func removeRelationsWithinFamily(_ issue: Redmine.Issue) {
    let above = Set(ancestors(of: issue).map(\.id))
    let below = Set([issue.id] + descendants(of: issue.id).map(\.id))
    for relation in below.flatMap({ relations.rows(.issue($0)) })
    where above.contains(relation.fromID) || above.contains(relation.toID) {
      relations[relation.id] = nil
    }
  }

  /// Deletes the children with their parent.
  mutating func deleteIssue(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let issue = try issue(call)
    try demand(allows("delete_issues", call.user, in: issue.projectID), call)
    let gone = Set([issue.id] + descendants(of: issue.id).map(\.id))
    for id in gone {
      issues[id] = nil
      journals.remove(.issue(id))
      relations.remove(.issue(id))
      timeEntries.remove(.issue(id))
      attachments.remove(.issue(id))
    }
    if let parentID = issue.parentID, let user = call.user {
      note(childDetail(old: issue.id, new: nil), on: parentID, by: user)
      recalculate(parentID)
    }
    return .done
  }

  private func childDetail(old: Int?, new: Int?) -> Redmine.Detail {
    Redmine.Detail(property: "attr", name: "child_id", old: old.map(String.init), new: new.map(String.init))
  }
}
