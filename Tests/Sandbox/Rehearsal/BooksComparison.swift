import MigrationKit

/// Compares what the imitated Redmine was given with what `data/transformed` says; shares nothing with `load verify`.
package struct BooksComparison {
  private let tickets: [Ticket]
  private let books: RedmineBooks
  /// New numbers by old ones; of a ticket that is there twice, the first.
  private let numbers: [String: Int]

  package init(_ rehearsal: Rehearsal) throws {
    self.init(tickets: try rehearsal.records("transformed/tickets.jsonl"), books: rehearsal.books)
  }

  package init(tickets: [Ticket], books: RedmineBooks) {
    self.tickets = tickets
    self.books = books
    numbers = Dictionary(books.issues.map { ($0.marker ?? "", $0.id) }) { first, _ in first }
  }

  /// Each ticket once, and everything that belongs to it.
  package func findings() -> BooksFindings {
    var findings = BooksFindings()
    if tickets.isEmpty { findings.holes.append("data/transformed holds no ticket") }
    let markers = Tally(expected: tickets.map(\.id.text), given: books.issues.map { $0.marker ?? "none" })
    findings.holes += markers.missing.map { "ticket \($0)" }
    findings.duplicates += markers.surplus.map { "an issue of ticket \($0)" }
    let issues = Dictionary(books.issues.map { ($0.id, $0) }) { first, _ in first }
    for ticket in tickets {
      guard let issue = numbers[ticket.id.text].flatMap({ issues[$0] }) else { continue }
      IssueComparison(ticket: ticket, issue: issue, numbers: numbers).add(to: &findings)
    }
    let relations = Tally(expected: relationsExpected, given: relationsGiven)
    findings.holes += relations.missing.map { "relation \($0)" }
    findings.duplicates += relations.surplus.map { "relation \($0)" }
    return findings
  }

  private var relationsGiven: [String] {
    books.issues.flatMap { issue in issue.relations.map { relation in named(relation, from: issue.id) } }
  }

  private var relationsExpected: [String] {
    tickets.flatMap { ticket in
      ticket.links.filter { $0.kind != .parent }.map { link in
        named("\(link.kind.rawValue) \(numbers[link.ticket.text] ?? 0)", from: numbers[ticket.id.text] ?? 0)
      }
    }
  }

  /// "blocks 3 5"; a relation that is the same from both sides has the lower number first.
  private func named(_ relation: String, from issue: Int) -> String {
    let parts = relation.split(separator: " ")
    let pair = [issue, parts.last.flatMap { Int($0) } ?? 0]
    let ends = parts.first == "relates" ? pair.sorted() : pair
    return "\(parts.first ?? "") \(ends[0]) \(ends[1])"
  }
}

/// Compares two lists in which the order does not matter and the number of equal members does.
struct Tally {
  let missing: [String]
  let surplus: [String]

  init(expected: [String], given: [String]) {
    var counts: [String: Int] = [:]
    for one in expected { counts[one, default: 0] += 1 }
    for one in given { counts[one, default: 0] -= 1 }
    missing = counts.flatMap { Array(repeating: $0.key, count: max(0, $0.value)) }.sorted()
    surplus = counts.flatMap { Array(repeating: $0.key, count: max(0, -$0.value)) }.sorted()
  }
}
