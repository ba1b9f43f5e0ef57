import MigrationKit

/// What of a ticket an issue already holds, and what the server has quietly made otherwise: it answers 201 and
/// 204 to much that it does not do.
struct RedmineComparison {
  let ticket: Ticket
  let issue: RedmineIssue
  /// The comments of its time entries.
  let times: RedmineTimeComments
  let requests: RedmineRequests
  let numbers: RedmineText.Numbers

  private var catalog: RedmineCatalog { requests.catalog }
  private var text: RedmineText { requests.text }

  func state(among steps: [Step]) -> LoadedState {
    let arrived = arrivedArticles
    return LoadedState(
      done: Set(steps.filter { isDone($0, arrived) }), exposed: exposed(arrived),
      shortcomings: shortcomings(arrived), links: issue.links,
      notes: arrived.compactMapValues { $0.first.map { String($0.id) } })
  }

  /// The notes that hold each further article, by its id; more than one when it was sent twice.
  private var arrivedArticles: [String: [RedmineIssue.Note]] {
    let notes = Dictionary(grouping: issue.notes) { RedmineText.mark(in: $0.text) }
    return ticket.furtherArticles.reduce(into: [:]) { arrived, article in
      let found = Set(text.marks(of: article)).flatMap { notes[$0] ?? [] }
      if !found.isEmpty { arrived[article.id] = found }
    }
  }

  private func isDone(_ step: Step, _ arrived: [String: [RedmineIssue.Note]]) -> Bool {
    switch step {
    case .create: true
    case .upload(let attachment):
      // Files come with their article or not at all, so what has arrived needs no upload.
      !ticket.furtherArticles.contains { arrived[$0.id] == nil && $0.attachments.contains(attachment) }
    case .article(let id): arrived[id] != nil
    case .watcher(let login): catalog.watcher(login).map { issue.watchers.contains($0.id) } ?? false
    case .state: catalog.statuses[ticket.state]?.id == issue.status
    case .time(let entry): times.count(of: entry) > 0
    case .references(let mentions): isMended(mentions, arrived)
    case .hide, .link, .account, .member, .lock, .unlock: false
    }
  }

  private func isMended(_ mentions: Mentions, _ arrived: [String: [RedmineIssue.Note]]) -> Bool {
    if mentions.isOpening { return text.isDescription(issue.description, of: ticket, numbers: numbers) }
    guard let article = ticket.article(mentions.article),
      let note = arrived[mentions.article]?.first
    else { return false }
    return text.isNote(note.text, of: article, in: ticket, numbers: numbers)
  }

  private func exposed(_ arrived: [String: [RedmineIssue.Note]]) -> [String] {
    ticket.furtherArticles.filter(\.isInternal).flatMap { arrived[$0.id] ?? [] }
      .filter { !$0.isPrivate }.map { String($0.id) }
  }

  private func shortcomings(_ arrived: [String: [RedmineIssue.Note]]) -> [String] {
    plainDifferences + derivedDifferences + fieldDifferences + watcherDifferences
      + articleDifferences(arrived)
  }

  private var plainDifferences: [String] {
    var sentences: [String] = []
    if catalog.projects[ticket.queue]?.id != issue.project {
      sentences.append("the issue is not in project \"\(ticket.queue)\"")
    }
    if catalog.trackers[ticket.type] != issue.tracker { sentences.append("tracker is not \(ticket.type)") }
    if catalog.statuses[ticket.state]?.id != issue.status {
      sentences.append(
        "state is \(issue.statusName), not \(ticket.state): no workflow of tracker \(ticket.type) leads there"
      )
    }
    if let owner = ticket.owner, catalog.user(owner.login)?.id != issue.assignee {
      sentences.append(
        "assignee \(owner.login ?? owner.name) is lost: may issues of project \"\(ticket.queue)\" be assigned to them?"
      )
    }
    if let author = expectedAuthor, author.id != issue.author {
      sentences.append("author is not \(author.login)")
    }
    if !text.holds(issue.description, openingOf: ticket) {
      sentences.append("the description lacks the first article")
    }
    return sentences
  }

  private var expectedAuthor: RedmineCatalog.User? {
    catalog.creator(ticket.author, in: ticket.queue)
  }

  /// The server derives a parent's priority and dates from its children.
  private var derivedDifferences: [String] {
    guard !issue.hasChildren else { return [] }
    var sentences: [String] = []
    if catalog.priorities[ticket.priority] != issue.priority {
      sentences.append("priority is not \(ticket.priority)")
    }
    if ticket.startDate != issue.startDate {
      sentences.append("start date is \(issue.startDate ?? "none"), not \(ticket.startDate ?? "none")")
    }
    if ticket.dueDate != issue.dueDate {
      sentences.append("due date is \(issue.dueDate ?? "none"), not \(ticket.dueDate ?? "none")")
    }
    return sentences
  }

  private var fieldDifferences: [String] {
    createdDifference
      + ticket.fields.compactMap { field in
        guard let definition = catalog.fields[field.name] else {
          return "there is no field \"\(field.name)\""
        }
        let kept = issue.fields[definition.id] ?? []
        let asked = stored(field, definition)
        return Set(kept) == Set(asked)
          ? nil
          : "field \"\(field.name)\" holds \(kept), not \(asked): is it enabled for the tracker and project?"
      }
  }

  /// What does not fit can only be looked for as it is. Whoever has left the project since stays in the field.
  private func stored(_ field: CustomField, _ definition: RedmineCatalog.Field) -> [String] {
    let format = RedmineFieldFormat(name: field.name, field: definition, project: ticket.queue) {
      catalog.account($0)?.id
    }
    do throws(RedmineMisfit) { return try format.stored(field.values) } catch { return field.values }
  }

  private var createdDifference: [String] {
    guard let name = requests.needs.created, let field = catalog.fields[name] else { return [] }
    let (kept, asked) = (issue.fields[field.id] ?? [], field.created(ticket))
    return kept == [asked]
      ? [] : ["field \"\(name)\" holds \(kept), not \(asked): is it enabled for the tracker and project?"]
  }

  private var watcherDifferences: [String] {
    ticket.watchers.compactMap { person in
      guard let login = person.login, catalog.watcher(login) == nil else { return nil }
      // An account that was locked since keeps what it watches.
      if let user = catalog.user(login), issue.watchers.contains(user.id) { return nil }
      return "watcher \(login) is lost: the account is unknown or locked"
    }
  }

  private func articleDifferences(_ arrived: [String: [RedmineIssue.Note]]) -> [String] {
    let twice = ticket.furtherArticles.filter { (arrived[$0.id]?.count ?? 0) > 1 }
      .map { "article \($0.id) is there more than once" }
    return twice + timesTwice + missingFiles(arrived)
  }

  private var timesTwice: [String] {
    ticket.timeEntries.filter { times.count(of: $0) > 1 }
      .map { "time entry \($0.id) is there more than once" }
  }

  /// By size, since names are changed and the list has no hash.
  private func missingFiles(_ arrived: [String: [RedmineIssue.Note]]) -> [String] {
    var sizes = issue.fileSizes
    let articles = ticket.articles.filter { $0.id == ticket.publicOpening?.id || arrived[$0.id] != nil }
    return articles.flatMap(\.attachments).compactMap { attachment in
      guard let index = sizes.firstIndex(of: attachment.byteCount) else {
        return "file \"\(attachment.name)\" (\(attachment.byteCount) bytes) is missing"
      }
      sizes.remove(at: index)
      return nil
    }
  }
}
