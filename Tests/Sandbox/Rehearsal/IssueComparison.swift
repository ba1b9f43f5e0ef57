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
  }

  private var headFaults: [String] {
    var faults: [String] = []
    if issue.status != ticket.state { faults.append("status \(issue.status) in place of \(ticket.state)") }
    if issue.subject != ticket.subject { faults.append("subject \"\(issue.subject)\"") }
    if let first = ticket.articles.first, !first.isInternal, !issue.description.contains(first.header) {
      faults.append("description")
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
      if let line = article.text.split(whereSeparator: \.isNewline).first, !note.notes.contains(line) {
        findings.holes.append(named("text of article \(article.id)"))
      }
    }
    let order = given.compactMap { $0.flatMap { one in notes.firstIndex { $0.id == one.id } } }
    if order != order.sorted() { findings.misplaced.append(named("articles stand as \(order)")) }
  }

  private func named(_ fault: String) -> String { "ticket \(ticket.id): \(fault)" }
}
