import MigrationKit
import Testing

@testable import Sandbox

/// The judge of every rehearsal must itself be seen to judge.
@Suite struct BooksComparisonTests {
  private static let author = Person(name: "Zoë", email: "zoe@example.test")

  private static func article(_ id: String, files: [MigrationKit.Attachment] = []) -> Article {
    Article(
      id: id, isInternal: false, author: author, created: "2021-01-05T12:27:22Z",
      header: "2021-01-05 12:27 UTC, RT transaction \(id)", text: "text of \(id)", attachments: files)
  }

  private static func opening(files: [MigrationKit.Attachment]) -> Article {
    var article = article("10", files: files)
    article.text = ""
    return article
  }

  private static func time(_ comments: String = "Zoë: RT 11", hours: Double = 1 / 6.0) -> RedmineBooks.Time {
    RedmineBooks.Time(worker: "admin", day: "2021-01-05", hours: hours, comments: comments)
  }

  private static func note(_ id: String) -> RedmineBooks.Article {
    RedmineBooks.Article(
      id: 1, author: "admin", isPrivate: false,
      notes: "[Zoë, 2021-01-05 12:27 UTC, RT transaction \(id)]\n\ntext of \(id)")
  }

  private static func issue(
    _ id: Int = 1, marker: String? = "5", status: String = "New", notes: [String] = ["11", "12"],
    files: [String] = ["ab"], watchers: [String] = ["anna"],
    times: [RedmineBooks.Time] = [time()], text: String = "see #1"
  ) -> RedmineBooks.Entry {
    RedmineBooks.Entry(
      id: id, marker: marker, subject: "Printer",
      description: "2021-01-05 12:27 UTC, RT transaction 10\n\n\(text)",
      author: "admin", status: status, parentID: nil, articles: notes.map(note),
      files: files.map { RedmineBooks.File(id: 1, name: "a", byteCount: 3, digest: $0) }, relations: [],
      watchers: watchers, times: times, writingRequestCount: 0)
  }

  private static func findings(_ issues: [RedmineBooks.Entry]) -> BooksFindings {
    let file = MigrationKit.Attachment(
      id: "1", name: "a", mediaType: "text/plain", byteCount: 3, sha256: "ab")
    let ticket = Ticket(
      id: SourceID("5"), url: "", queue: "support", type: "Support", state: "New", priority: "Low",
      subject: "Printer", author: author,
      watchers: [Person(name: "Anna", email: "", login: "anna")], created: "2021-01-05T12:27:22Z",
      timeEntries: [TimeEntry(id: "11", person: author, minutes: 10, day: "2021-01-05", note: "RT 11")],
      header: ["see ⟦ticket 5|#5⟧"],
      articles: [opening(files: [file]), article("11"), article("12")])
    let books = RedmineBooks(writingRequestCount: 0, looseUploadCount: 0, issues: issues, accounts: [:])
    return BooksComparison(tickets: [ticket], books: books).findings()
  }

  @Test func `books as they should be have no findings`() {
    #expect(Self.findings([Self.issue()]).isClean)
  }

  @Test(arguments: [
    [issue(), issue(2)], [issue(), issue(2, marker: nil)], [issue(notes: ["11", "11", "12"])],
    [issue(notes: ["11", "12", "99"])], [issue(files: ["ab", "ab"])],
    [issue(times: [time(hours: 0.1), time(hours: 1 / 15.0)])],
  ])
  func `what is there twice is found`(issues: [RedmineBooks.Entry]) {
    let findings = Self.findings(issues)
    #expect(findings.duplicates.count == 1 && findings.holes.isEmpty, "\(findings)")
  }

  @Test(arguments: [
    [], [issue(status: "Closed")], [issue(notes: ["11"])], [issue(files: [])], [issue(watchers: [])],
    [issue(text: "see #5")], [issue(times: [time(hours: 0.5)])],
  ])
  func `what is missing is found`(issues: [RedmineBooks.Entry]) {
    let findings = Self.findings(issues)
    #expect(findings.holes.count == 1 && findings.duplicates.isEmpty, "\(findings)")
  }

  @Test func `notes in the wrong order are found`() {
    let findings = Self.findings([Self.issue(notes: ["12", "11"])])
    #expect(findings.misplaced.count == 1 && findings.holes.isEmpty && findings.duplicates.isEmpty)
  }
}
