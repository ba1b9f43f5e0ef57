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
      shortcomings: shortcomings(arrived, steps), links: issue.links,
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
    case .values: !values.contains { $0.remedy == .values }
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

  private func shortcomings(_ arrived: [String: [RedmineIssue.Note]], _ steps: [Step]) -> [Shortcoming] {
    values + watcherDifferences + missing(arrived, steps) + articleDifferences(arrived) + stateDifference
  }

  /// What Redmine answered with success and did not store.
  private func missing(_ arrived: [String: [RedmineIssue.Note]], _ steps: [Step]) -> [Shortcoming] {
    steps.compactMap { step in
      switch step {
      case .article(let id) where arrived[id] == nil:
        Shortcoming(
          kind: "message", fact: "message \(id) is missing, although Redmine accepted it",
          advice:
            "Check in Redmine whether the roles in tracker \(ticket.type) may add notes (Administration, Roles)"
        )
      case .time(let entry) where times.count(of: entry) == 0:
        Shortcoming(
          kind: "time entry", fact: "time entry \(entry.id) is missing, although Redmine accepted it",
          advice: "Check time tracking in project \"\(ticket.queue)\"")
      default: nil
      }
    }
  }

  private var values: [Shortcoming] {
    RedmineValueComparison(ticket: ticket, issue: issue, requests: requests).shortcomings
  }

  /// Last, for nothing may be set any more where a state forbids it.
  private var stateDifference: [Shortcoming] {
    guard catalog.statuses[ticket.state]?.id != issue.status else { return [] }
    return [
      Shortcoming(
        kind: "status", fact: "status is \(issue.statusName), not \(ticket.state)",
        advice:
          "Redmine did not make the change: check whether any role may make it for tracker \(ticket.type) "
          + "(Administration, Workflow, Status transitions), then load again", remedy: .state)
    ]
  }

  /// An account that was locked since keeps what it watches.
  private var watcherDifferences: [Shortcoming] {
    ticket.watchers.compactMap { person in
      guard let login = person.login else { return nil }
      if let user = catalog.user(login), issue.watchers.contains(user.id) { return nil }
      let advice =
        catalog.watcher(login) == nil
        ? "The account is unknown or locked: unlock it and load again" : "Add them in Redmine by hand"
      return Shortcoming(kind: "watcher", fact: "watcher \(login) is missing", advice: advice)
    }
  }

  private func articleDifferences(_ arrived: [String: [RedmineIssue.Note]]) -> [Shortcoming] {
    let twice = ticket.furtherArticles.filter { (arrived[$0.id]?.count ?? 0) > 1 }
      .map { "message \($0.id) exists more than once" }
    let timesTwice = ticket.timeEntries.filter { times.count(of: $0) > 1 }
      .map { "time entry \($0.id) exists more than once" }
    return (twice + timesTwice).map {
      Shortcoming(kind: "repetition", fact: $0, advice: "Delete one of them in Redmine by hand")
    } + missingFiles(arrived)
  }

  /// By size, since names are changed and the list has no hash.
  private func missingFiles(_ arrived: [String: [RedmineIssue.Note]]) -> [Shortcoming] {
    var sizes = issue.fileSizes
    let articles = ticket.articles.filter { $0.id == ticket.publicOpening?.id || arrived[$0.id] != nil }
    return articles.flatMap(\.attachments).compactMap { attachment in
      guard let index = sizes.firstIndex(of: attachment.byteCount) else {
        return Shortcoming(
          kind: "file", fact: "file \"\(attachment.name)\" (\(attachment.byteCount) bytes) is missing",
          advice: "Attach it in Redmine by hand, from data/extracted/blobs")
      }
      sizes.remove(at: index)
      return nil
    }
  }
}
