import MigrationKit

/// One ticket and the issue that was made of it.
struct IssueComparison {
  let ticket: Ticket
  let issue: RedmineBooks.Entry
  /// New numbers by old ones.
  let numbers: [String: Int]

  func add(to findings: inout BooksFindings) {
    findings.holes += headFaults.map(named)
    addNotes(to: &findings)
    let files = ticket.articles.flatMap(\.attachments).map { "\($0.sha256) of \($0.byteCount) bytes" }
    let kept = Tally(expected: files, given: issue.files.map { "\($0.digest) of \($0.byteCount) bytes" })
    findings.holes += kept.missing.map { named("file \($0)") }
    findings.duplicates += kept.surplus.map { named("file \($0)") }
    // Redmine itself makes watchers of those who write, so more than asked for are no fault.
    let watchers = Set(ticket.watchers.compactMap(\.login)).subtracting(issue.watchers)
    findings.holes += watchers.sorted().map { named("watcher \($0)") }
    addTimes(to: &findings)
  }

  /// An entry is known by its note, at the end of its comment.
  private func addTimes(to findings: inout BooksFindings) {
    let given = issue.times.map { time in
      ticket.timeEntries.first { time.comments.hasSuffix($0.note) && time.day == $0.day }?.id ?? "unknown"
    }
    let tally = Tally(expected: ticket.timeEntries.map(\.id), given: given)
    findings.holes += tally.missing.map { named("time entry \($0)") }
    findings.duplicates += tally.surplus.map { named("time entry \($0)") }
    let minutes = issue.times.reduce(0) { $0 + ($1.hours * 60).rounded() }
    if Int(minutes) != ticket.timeEntries.reduce(0, { $0 + $1.minutes }) {
      findings.holes.append(named("minutes"))
    }
  }

  private var headFaults: [String] {
    var faults: [String] = []
    if issue.status != ticket.state { faults.append("status \(issue.status) in place of \(ticket.state)") }
    if issue.subject != ticket.subject { faults.append("subject \"\(issue.subject)\"") }
    if let first = ticket.articles.first, !first.isInternal, !issue.description.contains(first.header) {
      faults.append("description")
    }
    let opening = ticket.articles.first.flatMap { $0.isInternal ? nil : $0.text }
    for text in ticket.header + [opening].compactMap(\.self)
    where !TextComparison(text: text, numbers: numbers).isKept(in: issue.description) {
      faults.append("text of the description")
    }
    let parent = ticket.links.first { $0.kind == .parent }.flatMap { numbers[$0.ticket.text] }
    if issue.parentID != parent { faults.append("parent \(issue.parentID ?? 0) in place of \(parent ?? 0)") }
    return faults
  }

  private var notes: [Article] {
    Array(ticket.articles.dropFirst(ticket.articles.first?.isInternal == false ? 1 : 0))
  }

  /// A note is known by its first line, which ends with the article's header and a bracket.
  private func addNotes(to findings: inout BooksFindings) {
    let given = issue.articles.map { note in
      notes.first { note.notes.prefix { !$0.isNewline }.hasSuffix("\($0.header)]") }
    }
    let tally = Tally(
      expected: notes.map(\.id.description), given: given.map { $0?.id.description ?? "unknown" })
    findings.holes += tally.missing.map { named("article \($0)") }
    findings.duplicates += tally.surplus.map { named("article \($0)") }
    for case (let article?, let note) in zip(given, issue.articles) {
      if article.isInternal != note.isPrivate {
        findings.holes.append(named("privacy of article \(article.id)"))
      }
      if !TextComparison(text: article.text, numbers: numbers).isKept(in: note.notes) {
        findings.holes.append(named("text of article \(article.id)"))
      }
    }
    let order = given.compactMap { $0.flatMap { one in notes.firstIndex { $0.id == one.id } } }
    if order != order.sorted() { findings.misplaced.append(named("articles stand as \(order)")) }
  }

  private func named(_ fault: String) -> String { "ticket \(ticket.id): \(fault)" }
}
