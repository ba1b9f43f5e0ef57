import MigrationKit

/// Reads an issue of Redmine 5 as a ticket in that system's words. Pure.
struct RedmineReading {
  let issue: RedmineIssue
  let files: [String: ExtractedAttachment]
  let census: Census
  /// Of its texts.
  let markup: MarkupLanguage
  /// Whether changes are to be read: there are many of them.
  let listsChanges: Bool

  func ticket() throws -> SourceTicket {
    try requireFiles()
    return SourceTicket(
      id: issue.id, url: issue.url, system: "Redmine",
      words: SourceTicketWords(
        queue: issue.project, type: issue.tracker, state: issue.status, priority: issue.priority),
      subject: issue.subject, isPrivate: issue.isPrivate, author: issue.author, owner: issue.assignee,
      roles: [SourceRole(name: .fixed(.watchers), people: issue.watchers)],
      created: SourceMoment(time: issue.created, isKnown: true), moments: moments, start: issue.start,
      due: issue.due, effort: effort, fields: issue.fields,
      links: issue.links, merged: [], facts: facts, entries: [opening] + issue.journals.map(entry),
      contents: contents, files: files)
  }

  /// A file that nothing speaks of would be lost without a word.
  private func requireFiles() throws {
    let known = Set(issue.attachments.map(\.id) + issue.fields.flatMap(\.files))
    if let lost = Set(files.keys).subtracting(known).min() {
      throw JSONShapeError("attachment \(lost) is not among its attachments")
    }
  }

  private var moments: [(word: Word, time: Timestamp)] {
    [(.closed, issue.closed), (.lastUpdated, issue.updated)].compactMap { word, time in
      time.map { (word, $0) }
    }
  }

  private var facts: [TicketFact] {
    let facts: [TicketFact] = [
      (.category, issue.category), (.targetVersion, issue.version),
      (.doneRatio, issue.doneRatio == 0 ? "" : String(issue.doneRatio)),
      (.changesets, issue.revisions.joined(separator: ", ")),
    ]
    return facts.filter { !$0.value.isEmpty }
  }

  /// One activity of the new system takes all, so an entry's own is told with what was said of it.
  private var effort: SourceEffort {
    var effort = SourceEffort(total: issue.spentMinutes, estimated: issue.estimatedMinutes)
    effort.entries = issue.timeEntries.map { entry in
      SourceTimeEntry(
        id: entry.id, mark: (.timeEntry, entry.id), person: entry.person, minutes: entry.minutes,
        time: entry.day,
        comment: [entry.activity, entry.comment].filter { !$0.isEmpty }.joined(separator: ", "))
    }
    return effort
  }

  // MARK: The history

  private var contents: [String: String] {
    let notes = issue.journals.filter { !$0.notes.isEmpty }.map { (Self.part(of: $0), $0.notes) }
    let all = notes + (issue.description.isEmpty ? [] : [(Self.description, issue.description)])
    return Dictionary(all) { first, _ in first }
  }

  private static let description = "description"
  private static func part(of journal: RedmineJournal) -> String { "notes-\(journal.id)" }

  /// What the issue began with. Files that no entry of its history has brought were there from the start.
  private var opening: SourceEntry {
    let added = Set(issue.journals.flatMap(\.details).compactMap(\.addedFile))
    let own = issue.attachments.filter { !added.contains($0.id) }
    return SourceEntry(
      id: Self.description, mark: (.ticket, issue.id.text), author: issue.author,
      created: SourceMoment(time: issue.created, isKnown: true), kind: Self.description,
      article: article(own, isOpening: true, isInternal: false),
      parts: parts(issue.description, Self.description, own))
  }

  /// A note with its files; what else was changed is listed.
  private func entry(_ journal: RedmineJournal) -> SourceEntry {
    let added = Set(journal.details.compactMap(\.addedFile))
    let own = issue.attachments.filter { added.contains($0.id) }
    let isArticle = !journal.notes.isEmpty || !own.isEmpty
    let changes = listsChanges ? journal.details.filter { $0.addedFile == nil } : []
    return SourceEntry(
      id: journal.id, author: journal.author, created: SourceMoment(time: journal.created, isKnown: true),
      kind: "journal",
      article: isArticle ? article(own, isOpening: false, isInternal: journal.isPrivate) : nil,
      changes: changes.map(RedmineChanges(census: census).change),
      parts: parts(journal.notes, Self.part(of: journal), own))
  }

  private func parts(_ text: String, _ id: String, _ files: [RedmineAttachment]) -> [MessagePart] {
    let body =
      text.isEmpty ? [] : [MessagePart(id: id, mediaType: markup.mediaType, parent: nil, headers: "")]
    return body + files.map { MessagePart(id: $0.id, mediaType: $0.mediaType, parent: nil, headers: "") }
  }

  private func article(_ files: [RedmineAttachment], isOpening: Bool, isInternal: Bool) -> SourceArticle {
    SourceArticle(
      isOpening: isOpening, isInternal: isInternal,
      introduction: files.filter { !$0.description.isEmpty }.map { .line("\($0.name): \($0.description)") },
      minutes: 0, fields: [], isComplete: true)
  }
}

/// What an entry of the history changed, in words where Redmine has numbers.
struct RedmineChanges {
  let census: Census

  func change(_ detail: RedmineJournal.Detail) -> SourceChange {
    SourceChange(
      name: name(detail), old: value(detail.old, detail), new: value(detail.new, detail), data: "")
  }

  private func name(_ detail: RedmineJournal.Detail) -> String {
    switch detail.property {
    case "cf": census.fieldNames[detail.name] ?? detail.name
    case "attachment": "File"
    case "relation": "Relation (\(detail.name))"
    default: Self.names[detail.name] ?? detail.name
    }
  }

  private func value(_ text: String, _ detail: RedmineJournal.Detail) -> SourceChange.Value {
    if text.isEmpty { return .none }
    switch (detail.property, detail.name) {
    case ("cf", _): return .text(word(for: text, of: detail.name))
    case ("relation", _), (_, "parent_id"), (_, "child_id"):
      return .ticket(SourceID(text), number: text)
    case (_, "assigned_to_id"): return .text(census.person(number: text)?.displayName ?? text)
    default:
      let word = census.valueNames[detail.name]?[text] ?? text
      return .text(word.cleanLine.shortened(to: 255))
    }
  }

  private func word(for text: String, of field: String) -> String {
    RedmineFieldValues(census: census).word(for: text, of: field).cleanLine.shortened(to: 255)
  }

  private static let names = [
    "status_id": "Status", "tracker_id": "Tracker", "priority_id": "Priority", "assigned_to_id": "Assignee",
    "category_id": "Category", "fixed_version_id": "Target version", "project_id": "Project",
    "subject": "Subject",
    "description": "Description", "start_date": "Start date", "due_date": "Due date", "done_ratio": "% done",
    "estimated_hours": "Estimated time", "parent_id": "Parent", "child_id": "Child", "is_private": "Private",
  ]
}
