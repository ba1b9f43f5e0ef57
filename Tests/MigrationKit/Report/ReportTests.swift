import Foundation
import Testing

@testable import MigrationKit

@Suite(.temporaryFolder) struct ReportTests {
  private let files = ReportFolder()

  /// The heading that says it all.
  private func verdict(_ page: String) -> String {
    String(page.split(separator: "<h1>")[1].split(separator: "</h1>")[0])
  }

  private func facts() async throws -> ReportFacts { try await ReportFacts(files.folder.data) { _, _ in } }

  @Test func `an empty folder has a report that says so`() async throws {
    let page = try await files.page()
    #expect(verdict(page) == "Nothing extracted yet")
    #expect(page.hasSuffix("</html>\n") && !page.contains("id=\"search\""))
  }

  @Test func `each stage that ends well moves the verdict on`() async throws {
    try files.writeExtraction(["9", "10"])
    #expect(verdict(try await files.page()) == "Extracted, not transformed yet")
    try files.writeTransformation(["9", "10"])
    #expect(verdict(try await files.page()) == "Transformed, not loaded yet")
    try files.writeLoad(["9", "10"])
    #expect(verdict(try await files.page()) == "Loaded, not verified yet")
    try files.writeVerification(2)
    #expect(verdict(try await files.page()) == "All 2 tickets arrived and were read back")
  }

  @Test func `an extraction under way is shown as far as it has come`() async throws {
    try files.write([ReportFolder.old("9")], to: "extracted/tickets.jsonl")
    try files.write([["tickets": 1, "transactions": 7]], to: "extracted/checkpoint.json")
    let page = try await files.page()
    #expect(verdict(page) == "Extraction not finished")
    #expect(page.contains("7 entries of history") && page.contains("not finished"))
  }

  @Test func `numbers that must agree are compared, and named where they do not`() async throws {
    try files.writeExtraction(["1", "2", "3"], found: 4)
    try files.writeTransformation(["1"], rejected: 1)
    try files.writeLoad(["1", "2"], complete: 3)
    try files.writeVerification(5, unexpected: 2)
    let checks = try await facts().stages.checks
    #expect(checks.map(\.left) == [4, 3, 3, 2, 1, 1, 3, 1, 2])
    #expect(checks.map(\.right) == [3, 3, 2, 2, 1, 3, 2, 5, 0])
    #expect(checks.filter { !$0.agrees }.count == 6)
    #expect(try await files.page().contains("6 counts do not match"))
  }

  @Test func `every number of the old system has one row that says where it is`() async throws {
    try files.writeExtraction(["2", "9", "10", "11", "12"])
    try files.writeTransformation(["9", "10", "11"])
    try files.writeLoad(["9", "10"])
    try files.write([["ticket": "3", "reason": "merged into 9"]], to: "extracted/skipped.jsonl")
    try files.write([ReportFolder.reject("5", "ticket/5", "r", "h")], to: "extracted/rejects.jsonl")
    try files.write([ReportFolder.reject("2", "mapping.states", "r", "h")], to: "transformed/rejects.jsonl")
    try files.write(
      [
        ReportFolder.reject("10", "10/article/4", "r", "h"), ReportFolder.reject("11", "11/create", "r", "h"),
      ],
      to: "loaded/rejects.jsonl")
    var rows: [String] = []
    _ = try await ReportFacts(files.folder.data) { row, fate in rows.append("\(row.id) \(fate)") }
    #expect(
      rows == [
        "2 rejected", "3 skipped", "5 unread", "9 arrived", "10 incomplete", "11 refused",
        "12 notTransformed",
      ])
  }

  /// Twelve of these lines are three blocks.
  @Test func `of files of any length every line has its row, and what is no line is counted`() async throws {
    let long = String(repeating: "s", count: 60_000)
    let ids = (1...12).map(String.init)
    try files.write(ids.map { ReportFolder.old($0, subject: long) }, to: "extracted/tickets.jsonl")
    let new = ids.filter { $0 != "5" }.map { ReportFolder.new($0, texts: [long]).text }
    try files.folder.write(
      (new[..<7] + ["no JSON", ""] + new[7...]).joined(separator: "\n"), to: "data/transformed/tickets.jsonl")
    var rows: [String] = []
    let facts = try await ReportFacts(files.folder.data) { row, fate in rows.append("\(row.id) \(fate)") }
    #expect(rows == ids.map { $0 == "5" ? "5 notTransformed" : "\($0) notLoaded" })
    #expect(facts.unreadable == 1)
    #expect(facts.tickets.longestTexts.entries.map(\.size) == Array(repeating: 60_000, count: 10))
  }

  @Test func `rejects are grouped by what mends them`() async throws {
    let states = (1...7).map { ReportFolder.reject("\($0)", "mapping.states", "r\($0)", "states: …") }
    try files.write(states, to: "transformed/rejects.jsonl")
    try files.write(
      [
        ReportFolder.reject("8", "8/article/190", "r8", "look"),
        ReportFolder.reject("9", "9/article/5", "r9", "look"),
      ], to: "loaded/rejects.jsonl")
    let groups = try await facts().rejects.causes.groups
    #expect(
      groups.map { "\($0.key.stage) \($0.key.rule) \($0.value.count)" }.sorted()
        == ["load article 2", "transform mapping.states 7"])
    let page = try await files.page()
    #expect(
      page.contains("r5") && !page.contains("r6") && page.contains("and 2 more in transformed/rejects.jsonl"))
  }

  @Test func `the largest are the largest, in their order`() async throws {
    try files.write(
      (1...12).map { number in
        ReportFolder.new(
          "\(number)", texts: Array(repeating: String(repeating: "x", count: number * 10), count: number),
          files: [("f\(number)", number * 1000)], last: "2021-01-\(number + 9)T00:00:00Z")
      }, to: "transformed/tickets.jsonl")
    let tickets = try await facts().tickets
    #expect(tickets.mostArticles.entries.map(\.size) == Array((3...12).reversed()))
    #expect(tickets.longestTexts.entries.allSatisfy { $0.size == 120 && $0.element.ticket.text == "12" })
    #expect(tickets.longestTexts.entries.map(\.element.words) == (1...10).map { "message \($0)" })
    #expect(tickets.largestFiles.entries.first?.element.words == "f12")
    #expect(tickets.longestRunning.entries.map(\.size) == Array((7...16).reversed()))
  }

  @Test(arguments: [
    ("2021-01-31T23:59:59Z", "2021-02-01T00:00:00Z", "2021-01", 1),
    ("2020-02-28", "2020-03-01", "2020-02", 2),
    ("2000-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "2000-01", 366),
    ("1899-12-31T00:00:00Z", "1900-03-01T00:00:00Z", "1899-12", 60),
    ("2021-1-31T23:59:59Z", "2021-02-01T00:00:00Z", nil, nil), ("2021-01-31", "2021-00-01", "2021-01", nil),
    ("2021/01/31", "2021-02-01", nil, nil), ("2021-13-01", "", nil, nil),
    ("2021-01-3", "2021-02-01", nil, nil),
  ])
  func `a ticket has the month of its first day and runs until its last`(
    created: String, last: String, month: String?, days: Int?
  ) async throws {
    try files.write([ReportFolder.new("1", created: created, last: last)], to: "transformed/tickets.jsonl")
    let tickets = try await facts().tickets
    #expect(tickets.months.counts.keys.first == month)
    #expect(tickets.longestRunning.entries.first?.size == days)
  }

  @Test func `a ledger is summed up, the worst first`() async throws {
    try files.write(
      [
        ["path": "ticket.Subject", "carried": 9], ["path": "ticket.SLA", "text": 8],
        ["path": "ticket.Told", "dropped": 2, "reasons": ["rarer": 1, "RT's own": 5, "rare": 2]],
        ["path": "ticket._url", "met": 9, "dropped": 9],
        ["path": "ticket.SLA2", "text": 1, "reason": "no field"], ["new": "kind of line"],
      ], to: "transformed/ledger.jsonl")
    let losses = try await facts().losses
    #expect(losses.worst.entries.map(\.element.name) == ["ticket.Told", "ticket.SLA", "ticket.SLA2"])
    #expect(losses.worst.entries.map(\.element.reason) == ["RT's own", "", "no field"])
    #expect(losses.totals["carried"] == 9 && losses.totals["dropped"] == 11 && losses.unreadable == 1)
    #expect(try await files.page().contains("RT&#39;s own"))
  }

  @Test func `differences that should not be come before those that must be`() async throws {
    let line = { (what: String, reason: String?, verdict: String?) -> JSONValue in
      .members([
        "ticket": "5", "what": .string(what), "class": verdict.map { .string($0) }, "expected": "a",
        "found": "b",
        "reason": reason.map { .string($0) },
      ])
    }
    try files.write(
      [
        line("author", "no login", "impossible"), line("author", "no login", "impossible"),
        line("priority", "derived", "changed"), line("article 190: text", nil, "unexpected"),
        line("article 7: text", nil, nil), line("state", nil, "unexpected"),
      ], to: "loaded/verification.jsonl")
    let differences = try await facts().differences
    #expect(differences.counts == [.unexpected: 3, .changed: 1, .impossible: 2])
    #expect(
      Set(differences.kinds.groups.keys.map(\.what)) == ["author", "priority", "article: text", "state"])
    let page = try await files.page()
    let places = ["> article: text<", "> state<", "> priority<", "> author<"].map {
      page.range(of: $0)?.lowerBound
    }
    #expect(
      places.allSatisfy { $0 != nil }
        && places == places.sorted { ($0 ?? page.endIndex) < ($1 ?? page.endIndex) })
  }

  @Test func `a line that cannot be read is counted, and the rest is told`() async throws {
    try files.writeExtraction(["1", "2"])
    let text = try #require(try files.folder.text("data/extracted/tickets.jsonl"))
    try files.folder.write(text + "{\"id\":\"3\",\"da", to: "data/extracted/tickets.jsonl")
    #expect(try await files.page().contains("1 line could not be read"))
    #expect(try await facts().tickets.fates == [.notTransformed: 2])
  }

  @Test func `numbers beyond all bounds do not stop the report`() async throws {
    let huge: JSONValue = .int(.max)
    try files.write(
      [["counts": ["found": huge, "tickets": huge, "skipped": huge, "failed": huge]]],
      to: "extracted/manifest.json")
    try files.write(
      [["path": "a", "dropped": huge], ["path": "b", "dropped": huge, "text": huge]],
      to: "transformed/ledger.jsonl")
    try files.write([ReportFolder.new("1", files: [("f", .max)])], to: "transformed/tickets.jsonl")
    #expect(try await files.page().hasSuffix("</html>\n"))
  }
}
