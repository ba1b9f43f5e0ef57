import Synchronization
import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct VerificationTests {
  private let folder = TemporaryFolder.current

  /// A change of what the target shows, and the one difference it makes.
  struct Change: Sendable, CustomTestStringConvertible {
    let what: String
    let expected: String
    let found: String
    let kind: Difference.Class
    let body: @Sendable (inout Shown) -> Void

    init(
      _ what: String, _ expected: String, _ found: String, _ kind: Difference.Class = .unexpected,
      _ body: @escaping @Sendable (inout Shown) -> Void
    ) {
      (self.what, self.expected, self.found) = (what, expected, found)
      (self.kind, self.body) = (kind, body)
    }

    var testDescription: String { "\(what), \(found)" }
  }

  private static let ticket: Ticket = {
    var ticket = LoadingFixtures.ticket("1", files: [["a"], ["b"]], links: [LoadingFixtures.blocks("2")])
    ticket.owner = Person(name: "Bo", login: "bo")
    ticket.watchers = [Person(name: "Zoë", login: "zoe"), Person(name: "nobody's")]
    ticket.fields = [CustomField(name: "K", values: ["1", "2"])]
    ticket.header = ["RT ticket 1"]
    ticket.estimatedMinutes = 10
    (ticket.startDate, ticket.dueDate) = ("2021-01-06", "2021-01-07")
    ticket.articles[1].author = Person(name: "Cleo", email: "cleo@b.test")
    let anna = Person(name: "Anna", login: "anna")
    ticket.timeEntries = [
      TimeEntry(id: "9", person: anna, minutes: 90, day: "2021-01-06", note: "RT transaction 9")
    ]
    return ticket
  }()

  private static let first = "RT ticket 1\n\n[2021-01-05, RT transaction 1]\n\nText 1"
  private static let second = "[Cleo <cleo@b.test>, 2021-01-05, RT transaction 2]\n\nText 2"

  private static func time(
    person: String = "anna", minutes: Int = 90, day: String = "2021-01-06",
    comment: String = "RT transaction 9"
  ) -> LoadedTime {
    LoadedTime(person: person, minutes: minutes, day: day, comment: comment)
  }

  static let changes = [
    Change("marker", "1", "7") { $0.marker = "7" }, Change("subject", "S1", "S2") { $0.subject = "S2" },
    Change("queue", "support", "sales") { $0.project = "sales" },
    Change("type", "Bug", "Task") { $0.type = "Task" }, Change("state", "New", "Open") { $0.state = "Open" },
    Change("priority", "Low", "High") { $0.priority = "High" },
    Change("priority", "Low", "High", .changed) { ($0.priority, $0.hasChildren) = ("High", true) },
    Change("owner", "bo", "") { $0.assignee = nil },
    Change("author", "Anna", "admin") { $0.author = "admin" },
    Change("estimate", "10 min", "15 min") { $0.estimatedHours = "0.25" },
    Change("estimate", "10 min", "") { $0.estimatedHours = nil },
    Change("start date", "2021-01-06", "") { $0.startDate = nil },
    Change("due date", "2021-01-07", "2021-01-08") { $0.dueDate = "2021-01-08" },
    Change("due date", "2021-01-07", "", .changed) { ($0.dueDate, $0.hasChildren) = (nil, true) },
    Change("field K", "1 | 2", "2") { $0.fields = ["K": ["2"]] },
    Change("field Other", "", "x | y") { $0.fields["Other"] = ["y", "x"] },
    Change("version", "", "1.0") { $0.unasked = ["version": "1.0"] },
    Change("private", "", "yes") { $0.unasked = ["private": "yes"] },
    Change("link", "", "parent 99") { $0.links.insert("parent 99") },
    Change("link", "", "blocks 98") { $0.links.insert("blocks 98") },
    Change("watcher", "zoe", "not among bo") { $0.watchers = ["bo"] },
    Change("header", "RT ticket 1", String(first.dropFirst(13))) {
      $0.description = String(first.dropFirst(13))
    },
    Change("article 1: text", "Text 1", first + "!") { $0.description = first + "!" },
    Change("article 2: text", "Text 2", second + "!") { $0.notes[0].text = second + "!" },
    Change("article 2: internal", "true", "false") { $0.notes[0].isPrivate = false },
    Change("article 2: author", "Cleo <cleo@b.test>", "admin") {
      $0.notes[0].text = String(second.replacing("Cleo <cleo@b.test>, ", with: ""))
    },
    Change("number of articles", "1", "2") { $0.notes.append(.init(text: "x", isPrivate: false, files: [])) },
    Change("creation, attachment a: name", "a.txt", "z.txt") { $0.files[0].name = "z.txt" },
    Change("article 2, attachment b: bytes", "1", "5") { $0.notes[0].files[0].byteCount = 5 },
    Change("creation, attachment", "none", "x.txt (\(SHA256.hex(of: Array("x".utf8))))") {
      $0.files.append(.init(name: "x.txt", byteCount: 1, path: "/x"))
    },
    Change(
      "article 2, attachment b", "b.txt (\(SHA256.hex(of: Array("b".utf8))))",
      "missing, or with different bytes"
    ) {
      $0.notes[0].files = []
    },
    Change("article 2: internal", "true", "in a public text") {
      $0.description = "RT ticket 1\n\n[Cleo, 2021-01-05, RT transaction 2]\n\n" + first.dropFirst(13)
    },
    Change("author", "Anna", "admin", .impossible) {
      ($0.author, $0.description) = ("admin", "RT ticket 1\nAuthor: Anna" + first.dropFirst(11))
    },
    Change("creation date", "2021-01-05T12:27:22Z", "2026-11-24T00:00:00Z", .impossible) {
      $0.created = "2026-11-24T00:00:00Z"
    },
    Change("article 1: text", "…" + first.suffix(20), "…" + (first + "\n").suffix(20), .changed) {
      $0.description = first + "\n"
    },
    Change("time entry 9", "once", "not in the target") { $0.times = [] },
    Change("time entry 9", "once", "2 times") { $0.times += $0.times },
    Change("time entry 9: minutes", "90", "60") { $0.times[0] = time(minutes: 60) },
    Change("time entry 9: day", "2021-01-06", "2021-01-05") { $0.times[0] = time(day: "2021-01-05") },
    Change("time entry 9: person", "anna", "admin") { $0.times[0] = time(person: "admin") },
    Change("time entry 9: person", "anna", "admin", .impossible) {
      $0.times[0] = time(person: "admin", comment: "Anna: RT transaction 9")
    },
    Change("old address", "https://new.test/new-2-1", "https://rt.example.com/Ticket/Display.html?id=2") {
      $0.fields["RT ticket"] = ["(https://rt.example.com/Ticket/Display.html?id=2)"]
    },
    Change("old address", "none", "rt.example.com/?id=77", .changed) {
      $0.fields["RT ticket"] = ["rt.example.com/?id=77 or rt@rt.example.com"]
    },
    Change("link", "blocks new-2-1", "relates new-2-1") { $0.links = ["relates new-2-1"] },
  ]

  @Test(arguments: changes)
  func `each difference is one line`(change: Change) async throws {
    let (code, lines) = try await verified(change.body)
    // Cleo has no login, and the text names her.
    let other = lines.filter { $0.what != "article 2: author" || $0.kind == .unexpected }
    #expect(other.map(\.what) == [change.what])
    let line = try #require(other.first)
    #expect(line.expected == change.expected && line.found == change.found)
    #expect(line.kind == change.kind)
    #expect(line.ticket == SourceID("1") && line.target == TargetID("new-1-1"))
    #expect(code == (change.kind == .unexpected ? .differences : .complete))
  }

  @Test func `a ticket as it was meant to be has no difference`() async throws {
    let (code, lines) = try await verified { shown in
      // Line ends and the order of files are the target's business.
      shown.description = shown.description.replacing("\n", with: "\r\n")
      shown.watchers = ["else", "Zoe"]
      (shown.author, shown.assignee, shown.estimatedHours) = ("ANNA", "Bo", "0.17")
      shown.fields = ["K": ["2", "1"], "Other": [], "RT ticket": ["1"]]
    }
    #expect(code == .complete && lines.map(\.what) == ["article 2: author"])
    #expect(lines.map(\.kind) == [.impossible])
  }

  @Test func `bytes that changed are seen although name and size are right`() async throws {
    try folder.write("half", to: "data/loaded/arriving/0")
    let (code, lines) = try await verified { $0.files[0].path = "/z" }
    #expect(code == .differences)
    #expect(
      lines.filter(\.isUnexpected).map(\.what) == ["creation, attachment a", "creation, attachment"])
    let (_, unreadable) = try await verified { $0.files[0].path = "/404" }
    #expect(unreadable.last?.found == "a.txt (answered 404)")
    #expect(try folder.contents(of: "data/loaded").keys.allSatisfy { !$0.hasPrefix("arriving/") })
  }

  @Test func `a ticket that is gone or was never loaded is a difference`() async throws {
    let (code, lines) = try await verified { $0.isGone = true }
    #expect(code == .differences)
    #expect(
      lines == [
        Difference(
          ticket: SourceID("1"), target: TargetID("new-1-1"), what: "ticket", expected: "S1",
          found: "not in the target")
      ])
    try await verifyUnloaded()
  }

  @Test func `a second ticket with the same marker is a difference`() async throws {
    let fixtures = try LoadingFixtures()
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1"), LoadingFixtures.ticket("2")])
    try await fixtures.load()
    fixtures.target.change { $0.ids["2", default: []].append("copy") }
    #expect(try await fixtures.verify() == .differences)
    #expect(
      try differences().filter { $0.what == "marker" } == [
        Difference(
          ticket: SourceID("2"), target: TargetID("new-2-1"), what: "marker", expected: "on one ticket only",
          found: "also on https://new.test/copy")
      ])
  }

  private func verifyUnloaded() async throws {
    let fixtures = try LoadingFixtures()
    defer { fixtures.server.stop() }
    try Disk.remove(folder.data.loaded.journal)
    let missing = try await #require(throws: StageError.self) { try await fixtures.verify() }
    #expect(missing.description == "\(folder.data.loaded.journal) does not exist: run load first")
    _ = try Journal(folder.data.loaded.journal, owner: LoadingFixtures.owner, console: Console(name: "test"))
    #expect(try await fixtures.verify() == .differences)
    #expect(try differences().map(\.target) == [nil, nil])
    #expect(try await fixtures.verify(["--limit", "1"]) == .differences)
    #expect(try differences().count == 1)
  }

  /// Loads two tickets and compares the first with what the target shows after the change.
  private func verified(_ change: @Sendable (inout Shown) -> Void) async throws -> (ExitCode, [Difference]) {
    var fixtures = try LoadingFixtures()
    let files = try FaultServer { arrival in
      let name = arrival.head.split(separator: " ")[1].dropFirst()
      return name == "404" ? .reply(404) : .ok(String(name))
    }
    defer {
      fixtures.server.stop()
      files.stop()
    }
    try Disk.remove(folder.data.loaded.journal)
    try fixtures.write([Self.ticket, LoadingFixtures.ticket("2")])
    try await fixtures.load()
    var shown = Shown(Self.ticket, first: Self.first, second: Self.second)
    change(&shown)
    fixtures.reader = ShownTickets(first: shown)
    let connection = TargetConnection(
      client: try HTTPClient(base: files.base), target: fixtures.target, reader: fixtures.reader,
      inspection: fixtures.inspection)
    let code = try await Verification(
      connection: connection, options: fixtures.options(["verify"]), console: Console(name: "test"),
      interruption: Interruption()
    ).run()
    return (code, try differences())
  }

  private func differences() throws -> [Difference] {
    let text = try #require(try folder.text("data/loaded/verification.jsonl"))
    return try text.split(separator: "\n").map { try Difference(json: JSONDocument(String($0)).root) }
  }
}
