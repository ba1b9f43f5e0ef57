import MigrationKit
import Testing

@testable import Load

@Suite(.temporaryFolder) struct PlanningTests {
  private let folder = TemporaryFolder.current

  private func options(_ words: [String] = []) throws -> LoadOptions {
    try LoadOptions(Arguments(folder.words(["plan"] + words, data: "data"), LoadOptions.syntax))
  }

  /// - Parameter url: of the target that was looked at.
  private func prepare(
    _ tickets: [Ticket], url: String = "https://redmine.example.com", journal: String? = nil
  ) async throws {
    var description = try await RedmineFixtures.findings().inspection.description
    description.url = url
    try folder.write(description.json.indentedText, to: "data/loaded/target.json")
    try folder.write(
      tickets.map { $0.json.text + "\n" }.joined(), to: "data/transformed/tickets.jsonl")
    try folder.write(#"{"uses":\#(Vocabulary().json.text)}"#, to: "data/transformed/manifest.json")
    guard let journal else { return }
    let owner = JournalOwner(
      source: "request-tracker https://rt.example.com", target: description.fingerprint)
    try folder.write(owner.json.text + "\n" + journal, to: "data/loaded/journal.jsonl")
  }

  private func plan(_ words: [String] = []) throws -> ExitCode {
    try Planning(options: options(words), console: Console(name: "test"), interruption: Interruption()).run()
  }

  private func lines() throws -> [PlannedTicket] {
    let text = try #require(try folder.text("data/loaded/plan.jsonl"))
    return try text.split(separator: "\n").map { try PlannedTicket(json: JSONDocument(String($0)).root) }
  }

  private func summary() throws -> JSONNode {
    try JSONDocument(try #require(try folder.text("data/loaded/plan.json"))).root
  }

  private static var everything: Ticket {
    let files = ["a", "b?", "c", "d"].map {
      Attachment(
        id: $0, name: $0, mediaType: "text/plain", byteCount: 7, sha256: SHA256.hex(of: Array($0.utf8)))
    }
    return RedmineSamples.everything(id: "9", files: files)
  }

  @Test func `every step that load would send is a request, in its order`() async throws {
    try await prepare([Self.everything])
    #expect(try plan() == .complete)
    let target = try await RedmineFixtures.target()
    let requests = try #require(try lines().first).requests
    #expect(requests.map(\.step) == target.steps(for: Self.everything).map(\.name))
    #expect(requests[0].path == "/uploads.json?filename=a&content_type=text%2Fplain")
    #expect(requests[0].sha256 == SHA256.hex(of: Array("a".utf8)) && requests[0].byteCount == 7)
    #expect(
      requests[1].path == "/issues.json" && requests[1].sha256 == nil && requests[1].login == "reporter")
    #expect(
      requests.last.map { [$0.step, $0.path, $0.method] } == ["state", "/issues/{issue 9}.json", "PUT"])
  }

  /// What is hashed is what would be sent, byte for byte.
  @Test func `a body that holds nothing unknown is known by its hash`() async throws {
    let ticket = RedmineSamples.plain(id: "9")
    try await prepare([ticket])
    _ = try plan()
    let target = try await RedmineFixtures.target()
    let request = try target.request(for: .create, of: ticket, known: KnownIDs())
    guard case .bytes(let body) = request.body else { throw JSONShapeError("no body") }
    let planned = try #require(try lines().first?.requests.first)
    #expect(planned.sha256 == SHA256.hex(of: body) && planned.byteCount == body.count)
  }

  @Test func `what the journal knows is not planned, and its numbers are used`() async throws {
    var (first, second, third) = (
      RedmineSamples.plain(id: "1"), RedmineSamples.plain(id: "2"), RedmineSamples.plain(id: "3")
    )
    first.links = [TicketLink(kind: .blocks, ticket: SourceID("2"))]
    second.links = [TicketLink(kind: .parent, ticket: SourceID("3"))]
    third.links = [TicketLink(kind: .relates, ticket: SourceID("1"))]
    try await prepare(
      [first, second, third],
      journal: """
        {"ticket":"1","step":"create","state":"done","result":"17"}
        {"ticket":"1","step":"state","state":"done"}

        """)
    _ = try plan()
    let plan = try lines()
    #expect(plan[0].target == TargetID("17"))
    #expect(plan[0].requests.map(\.path) == ["/issues/17/relations.json"])
    #expect(
      plan[1].requests.map(\.path) == ["/issues.json", "/issues/{issue 2}.json", "/issues/{issue 2}.json"])
    // The lower number comes first in such a relation, and what exists has the lower one.
    #expect(plan[2].requests.last?.path == "/issues/17/relations.json")
    #expect(try summary()["counts"]?["tickets"]?.int == 3)
  }

  @Test func `what waits for tickets beyond the limit is counted, and no request`() async throws {
    var (first, second) = (RedmineSamples.plain(id: "1"), RedmineSamples.plain(id: "2"))
    first.links = [
      TicketLink(kind: .blocks, ticket: SourceID("2")), TicketLink(kind: .relates, ticket: SourceID("3")),
    ]
    first.articles[0].text = Placeholder.ticket(SourceID("3"), written: "#3").text
    second.links = [TicketLink(kind: .relates, ticket: SourceID("9"))]
    try await prepare([first, second, RedmineSamples.plain(id: "3")])
    #expect(try plan(["--limit", "2"]) == .complete)
    #expect(try summary()["counts"]?["waiting_links"]?.int == 2)
    #expect(try summary()["counts"]?["waiting_texts"]?.int == 1)
    #expect(
      try lines().flatMap(\.requests).map(\.step).filter { $0.contains("link") || $0.contains("ref") }
        == ["link/blocks/2"])
    #expect(try plan() == .complete)
    #expect(try summary()["counts"]?["waiting_links"]?.int == 1)
  }

  @Test func `links that are text are losses of the plan, with the reason`() async throws {
    try await prepare([RedmineSamples.plain(id: "1")])
    try folder.write(
      #"{"uses":\#(Vocabulary().json.text),"links":{"in_text":[{"because":"a ticket has one parent","count":3}]}}"#,
      to: "data/transformed/manifest.json")
    _ = try plan()
    let loss = try #require(try summary().list("losses") { $0 }.first { $0["what"]?.string == "link" })
    #expect(loss["count"]?.int == 3 && loss["because"]?.string == "a ticket has one parent")
    #expect(try summary()["counts"]?["links_in_text"]?.int == 3)
  }

  @Test func `a ticket of which all is done is counted and not planned`() async throws {
    try await prepare(
      [RedmineSamples.plain(id: "1")],
      journal: """
        {"ticket":"1","step":"create","state":"done","result":"17"}
        {"ticket":"1","step":"state","state":"done"}

        """)
    #expect(try plan() == .complete)
    #expect(try lines().isEmpty)
    #expect(try summary()["counts"]?["complete"]?.int == 1)
  }

  /// At the time of the first text nobody knows the second ticket's number.
  @Test func `only a text that speaks of a later ticket is planned to be sent again`() async throws {
    var (first, second) = (RedmineSamples.plain(id: "1"), RedmineSamples.plain(id: "2"))
    first.articles[0].text = Placeholder.ticket(SourceID("2"), written: "#2").text
    second.articles[0].text = Placeholder.ticket(SourceID("1"), written: "#1").text
    try await prepare([first, second])
    _ = try plan()
    #expect(
      try lines().map { $0.requests.map(\.step) } == [
        ["create", "state", "references/1"], ["create", "state"],
      ])
  }

  @Test func `what cannot be asked for ends with 3 and names the ticket`() async throws {
    var wrong = RedmineSamples.plain(id: "1")
    wrong.type = "Suport"
    try await prepare([wrong, RedmineSamples.plain(id: "2")])
    #expect(try plan() == .rejected)
    #expect(try lines()[0].fault?.contains("no tracker \"Suport\"") == true)
    #expect(try summary()["counts"]?["faults"]?.int == 1)
    #expect(try lines()[1].requests.count == 2)
  }

  @Test func `values that do not fit are a ticket's fault, and counted by field in sum`() async throws {
    let tickets = ["1", "2", "3"].map { id in
      var ticket = RedmineSamples.plain(id: id)
      ticket.fields = [
        CustomField(name: "Category", values: [id == "3" ? "Bar" : "Foo"]),
        CustomField(name: "Promised on", values: ["2021-01-05T12:00:00Z"]),
      ]
      return ticket
    }
    try await prepare(tickets)
    #expect(try plan() == .rejected)
    #expect(
      try lines()[0].fault?.hasPrefix("field \"Category\": \"Foo\" is not in its list (Billing, ") == true)
    #expect(
      try summary()["misfits"].map { JSONValue.source($0).text } == #"""
        [{"field":"Category","are":"not in its list","count":3,"values":[{"value":"Foo","count":2},{"value":"Bar","count":1}]}]
        """#)
  }

  @Test func `one fault of many tickets is one line that names the first of them`() async throws {
    let tickets = (1...25).map { id in
      var ticket = RedmineSamples.plain(id: "\(id)")
      if id == 1 { ticket.type = "Suport" } else { ticket.queue = "elsewhere" }
      return ticket
    }
    try await prepare(tickets)
    #expect(try plan() == .rejected)
    let faults = try summary().list("faults") { fault in
      [fault["ticket"]?.string ?? "", "\(fault["count"]?.int ?? 0)", fault["reason"]?.string ?? ""]
    }
    #expect(faults.map { $0.prefix(2) } == [["2", "24"], ["1", "1"]])
    #expect(faults[0][2] == "Redmine has no project \"elsewhere\"; run `load check`")
    #expect(try summary()["counts"]?["faults"]?.int == 25)
    #expect(try lines().count(where: { $0.fault != nil }) == 25)
  }

  @Test func `faults are told by their number, and by tickets where there are few`() {
    var faults = FaultTally()
    faults.count("one", of: SourceID("1"))
    for id in 2...3 { faults.count("two", of: SourceID("\(id)")) }
    for id in 4...1203 { faults.count("many", of: SourceID("\(id)")) }
    faults.count("people", of: Ticket.accounts.id)
    #expect(
      faults.lines == [
        "1,200 tickets (4, 5, 6, …): many", "2 tickets (2, 3): two", "ticket 1: one", "people",
      ])
  }

  @Test func `of different faults the most frequent are shown, and all are counted`() {
    var faults = FaultTally()
    for id in 1...1500 { faults.count("fault \(id)", of: SourceID("\(id)")) }
    faults.count("fault 900", of: SourceID("1501"))
    #expect(faults.count == 1501 && faults.worst.count == 20)
    #expect(faults.lines.first == "2 tickets (900, 1501): fault 900")
    #expect(faults.lines.last == "and 1,480 more in the plan's lines with \"fault\"")
  }

  @Test func `a plan of the first tickets holds only those`() async throws {
    try await prepare([RedmineSamples.plain(id: "1"), RedmineSamples.plain(id: "2")])
    _ = try plan(["--limit", "1"])
    #expect(try lines().map(\.ticket) == [SourceID("1")])
  }

  @Test func `without what load check learns of the same target there is no plan`() async throws {
    try await prepare([], url: "https://other.example.com")
    let other = try #require(throws: StageError.self) { try plan() }
    #expect(other.description.contains("run load check again") && other.exitCode == .usage)
    try Disk.remove(folder.data.loaded.target)
    let missing = try #require(throws: StageError.self) { try plan() }
    #expect(missing.description.contains("run load check first") && missing.exitCode == .usage)
  }

  @Test func `a journal of another target is refused`() async throws {
    try await prepare([])
    let owner = JournalOwner(source: "request-tracker https://rt.example.com", target: "another")
    try folder.write(owner.json.text + "\n", to: "data/loaded/journal.jsonl")
    #expect(throws: StageError.self) { try plan() }
  }

  /// The number of an account that is not there yet is a stand-in, its rights are those it will have.
  @Test func `accounts are made first and locked last, and write in between`() async throws {
    try folder.write(
      ConfigurationExample.text.replacing("marker:", with: "role: \"Reporter\", marker:"),
      to: "migration.json5")
    var ticket = RedmineSamples.plain(id: "1")
    ticket.author.login = "zoe"
    ticket.articles[0].author.login = "zoe"
    try await prepare([ticket])
    var vocabulary = Vocabulary()
    vocabulary.count(ticket)
    try folder.write(#"{"uses":\#(vocabulary.json.text)}"#, to: "data/transformed/manifest.json")
    try folder.write(
      #"{"name":"Zoë Neu","email":"zoe@new.test","login":"zoe","tickets":1,"create":true}"# + "\n",
      to: "data/transformed/people.jsonl")
    _ = try plan()
    let plan = try lines()
    #expect(plan.map(\.ticket.text) == ["accounts", "1", "accounts"])
    #expect(plan[0].requests.map(\.step) == ["account/zoe", "member/support/zoe"])
    #expect(plan[1].requests.first?.login == "zoe")
    #expect(plan[2].requests.map(\.path) == ["/users/{user}.json"])
    #expect(try summary()["counts"]?["accounts"]?.int == 1)
    #expect(try summary()["authors"]?["articles"]?.int == 1)
    try await prepare(
      [ticket], journal: #"{"ticket":"accounts","step":"account/zoe","state":"done","result":"9"}"# + "\n")
    try folder.write(#"{"uses":\#(vocabulary.json.text)}"#, to: "data/transformed/manifest.json")
    _ = try self.plan()
    #expect(try lines().map(\.ticket.text) == ["1"])
  }

  @Test func `the summary counts what the target cannot keep`() async throws {
    try await prepare([Self.everything])
    _ = try plan()
    let losses = try summary().list("losses") { loss in
      "\(try loss.int("count")) \(try loss.string("what")): \(try loss.string("because"))"
    }
    #expect(
      losses == [
        "1 creation date: the API cannot set dates of creation",
        "5 article date: the API cannot set dates of creation",
        "1 article author: their role lacks the right set_notes_private",
        "1 article author: they have no login in the target",
        "2 internal file: Redmine has private notes, but no private files",
        "1 file name: paths and ? % * : | \" ' < > are removed, pictures in texts need names of their own",
      ])
    #expect(
      try summary()["authors"]?.members.map { $0.value.int } == [1, 1, 3, 5])
  }
}
