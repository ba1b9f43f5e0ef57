import MigrationKit
import Testing

@testable import Sandbox

/// Compares what the imitated Redmine was given with what `data/transformed` says; shares nothing with `load verify`.
struct BooksComparison {
  let tickets: [Ticket]
  let books: RedmineBooks

  init(_ rehearsal: Rehearsal) throws {
    tickets = try rehearsal.records("transformed/tickets.jsonl")
    books = rehearsal.books
  }

  /// Each ticket once, and everything that belongs to it.
  func run(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(!tickets.isEmpty, sourceLocation: sourceLocation)
    #expect(
      books.issues.compactMap(\.marker).sorted() == tickets.map(\.id.text).sorted(),
      sourceLocation: sourceLocation)
    #expect(books.issues.count == tickets.count, sourceLocation: sourceLocation)
    let issues = Dictionary(books.issues.map { ($0.marker ?? "", $0) }) { first, _ in first }
    let numbers = issues.mapValues(\.id)
    for ticket in tickets {
      let issue = try #require(issues[ticket.id.text], sourceLocation: sourceLocation)
      #expect(
        differences(of: ticket, issue, numbers) == [], "ticket \(ticket.id)", sourceLocation: sourceLocation)
    }
    #expect(relationsGiven == relationsExpected(numbers), sourceLocation: sourceLocation)
  }

  private var relationsGiven: [String] {
    books.issues.flatMap { issue in issue.relations.map { relation in named(relation, from: issue.id) } }
      .sorted()
  }

  private func relationsExpected(_ numbers: [String: Int]) -> [String] {
    tickets.flatMap { ticket in
      ticket.links.filter { $0.kind != .parent }.map { link in
        named("\(link.kind.rawValue) \(numbers[link.ticket.text] ?? 0)", from: numbers[ticket.id.text] ?? 0)
      }
    }.sorted()
  }

  /// "blocks 3 5"; a relation that is the same from both sides has the lower number first.
  private func named(_ relation: String, from issue: Int) -> String {
    let parts = relation.split(separator: " ")
    let pair = [issue, parts.last.flatMap { Int($0) } ?? 0]
    let ends = parts.first == "relates" ? pair.sorted() : pair
    return "\(parts.first ?? "") \(ends[0]) \(ends[1])"
  }

  private func differences(of ticket: Ticket, _ issue: RedmineBooks.Entry, _ numbers: [String: Int])
    -> [String]
  {
    let expected = ticket.articles.dropFirst(ticket.articles.first?.isInternal == false ? 1 : 0)
    var found: [String] = []
    if issue.status != ticket.state { found.append("status \(issue.status)") }
    if issue.articles.map(\.isPrivate) != expected.map(\.isInternal) {
      found.append("privacy or number of notes")
    }
    for (article, note) in zip(expected, issue.articles) where !note.notes.contains(article.header) {
      found.append("article \(article.id) is not where it belongs: \(note.notes)")
    }
    if let first = ticket.articles.first, !first.isInternal, !issue.description.contains(first.header) {
      found.append("description")
    }
    let files = ticket.articles.flatMap(\.attachments)
    if issue.files.map(\.digest).sorted() != files.map(\.sha256).sorted() { found.append("files") }
    if issue.files.map(\.byteCount).sorted() != files.map(\.byteCount).sorted() { found.append("bytes") }
    let parent = ticket.links.first { $0.kind == .parent }.flatMap { numbers[$0.ticket.text] }
    if issue.parentID != parent { found.append("parent \(issue.parentID ?? 0)") }
    return found
  }
}
