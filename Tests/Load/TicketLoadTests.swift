import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct TicketLoadTests {
  private let fixtures: LoadingFixtures
  private var folder: TemporaryFolder { fixtures.folder }
  private var target: FakeTarget { fixtures.target }

  init() throws {
    fixtures = try LoadingFixtures()
  }

  private static let tickets = [
    LoadingFixtures.ticket("1", files: [["a"], [], ["b", "c"]], links: [LoadingFixtures.blocks("2")]),
    LoadingFixtures.ticket("2"), LoadingFixtures.ticket("3", files: [[], ["d"]]),
  ]
  private static let steps = [
    "1/upload/a", "1/create", "1/article/2", "1/upload/b", "1/upload/c", "1/article/3", "1/state",
    "1/link/blocks/2", "2/create", "2/state", "3/create", "3/upload/d", "3/article/2", "3/state",
  ]

  @Test func `a full run sends each step once, a second one nothing`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut.keys.sorted() == Self.steps.sorted())
    #expect(target.repeated.isEmpty && target.state.tokens.isEmpty)
    #expect(
      try folder.text("data/loaded/ids.csv") == "old_id,old_url,new_id,new_url\n"
        + ["1", "2", "3"].map { "\($0),https://old.test/\($0),new-\($0)-1,https://new.test/new-\($0)-1\n" }
        .joined())
    let (arrivals, searches) = (fixtures.server.arrivals.count, target.state.searches.count)
    let files = try folder.contents(of: "data/loaded")
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.server.arrivals.count == arrivals && target.state.searches.count == searches)
    let now = try folder.contents(of: "data/loaded")
    for (name, text) in now { #expect(text == files[name], "\(name)") }
    #expect(files["rejects.jsonl"] == "")
  }

  @Test func `the steps of one ticket are sent in order, links when all tickets exist`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write(Self.tickets)
    try await fixtures.load()
    let sent = fixtures.server.arrivals.map { String($0.head.split(separator: " ")[1].dropFirst()) }
    #expect(sent.filter { $0.hasPrefix("1/") } == Self.steps.filter { $0.hasPrefix("1/") })
    #expect(sent.last == "1/link/blocks/2")
  }

  @Test(arguments: ["1/create", "1/article/2", "1/article/3", "3/state", "1/link/blocks/2"])
  func `what was carried out without an answer is found and not sent again`(step: String) async throws {
    defer { fixtures.server.stop() }
    target.decide(step, [.unanswered])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut.keys.sorted() == Self.steps.sorted())
    #expect(target.repeated.isEmpty)
  }

  @Test(arguments: ["1/create", "1/article/2", "1/upload/b"])
  func `what was lost on the way is sent again`(step: String) async throws {
    defer { fixtures.server.stop() }
    target.decide(step, [.lost])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut.keys.sorted() == Self.steps.sorted())
    #expect(target.repeated.isEmpty)
  }

  @Test(arguments: ["1/create", "1/article/2", "2/state", "1/link/blocks/2"])
  func `a step that someone's change was in the way of is sent again`(step: String) async throws {
    defer { fixtures.server.stop() }
    target.decide(step, [.conflict, .conflict])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty)
  }

  @Test(arguments: [("1/create", ["1/upload/a": 2]), ("1/article/3", ["1/upload/b": 2, "1/upload/c": 2])])
  func `uploads that were dropped are made anew`(step: String, uploads: [String: Int]) async throws {
    defer { fixtures.server.stop() }
    target.decide(step, [.stale])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut.filter { $0.value > 1 } == uploads)
    #expect(target.state.carriedOut[step] == 1)
  }

  @Test(arguments: ["1/upload/a", "1/create", "1/article/2", "1/article/3", "1/state", "1/link/blocks/2"])
  func `a refused step is written down, and the next run continues there`(step: String) async throws {
    defer { fixtures.server.stop() }
    target.decide(step, [.refused])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    let hint = "fix the cause in the target, or the line in transformed/tickets.jsonl; then load again"
    let reject = try #require(try fixtures.rejects().first)
    #expect(reject.rule == step && reject.hint == hint && reject.reason.hasSuffix("no, never"))
    // The target's words name neither ticket of a link.
    #expect(reject.reason.contains("cannot block 2 (") == step.contains("link"))
    #expect(target.state.carriedOut["2/state"] == 1)
    let before = fixtures.server.arrivals.count
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut.keys.sorted() == Self.steps.sorted())
    #expect(target.repeated.isEmpty)
    #expect(fixtures.server.arrivals[before].head.hasPrefix("POST /\(step) "))
    #expect(try fixtures.rejects().isEmpty)
  }

  @Test func `five conflicts are left for later, and five more are a reject`() async throws {
    defer { fixtures.server.stop() }
    target.decide("2/create", Array(repeating: .conflict, count: 10))
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load(["--jobs", "1"]) == .rejected)
    #expect(try fixtures.rejects().map(\.rule) == ["2/create"])
  }

  @Test func `what the target has no word for is this ticket's fault alone`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1", queue: "unknown"), LoadingFixtures.ticket("2")])
    #expect(try await fixtures.load() == .rejected)
    #expect(try fixtures.rejects().map(\.reason) == ["there is no project \"unknown\""])
    #expect(target.state.carriedOut.keys.sorted() == ["2/create", "2/state"])
  }

  /// Redmine closes no ticket that is blocked, or has open children, and says nothing.
  @Test(arguments: ["1", "2"])
  func `a link waits until both tickets are complete`(refused: String) async throws {
    defer { fixtures.server.stop() }
    target.decide("\(refused)/state", [.refused])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    #expect(target.state.carriedOut["1/link/blocks/2"] == nil)
    #expect(try fixtures.rejects().map(\.rule) == ["\(refused)/state"])
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["1/link/blocks/2"] == 1 && target.repeated.isEmpty)
  }

  @Test func `a link to a ticket that is not there waits for it`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write(Array(Self.tickets.prefix(1)))
    #expect(try await fixtures.load() == .complete)
    #expect(try fixtures.rejects().isEmpty)
    #expect(try fixtures.counts("waiting_links") == 1)
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["1/link/blocks/2"] == 1 && target.repeated.isEmpty)
    #expect(try fixtures.counts("waiting_links") == 0)
  }

  @Test(arguments: [["--limit", "1"], ["--limit", "2"], []])
  func `a trial that is healthy ends with 0, and what waits is done later`(words: [String]) async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([
      LoadingFixtures.ticket("1", links: [LoadingFixtures.blocks("3")], mentioning: "3"),
      LoadingFixtures.ticket("2"), LoadingFixtures.ticket("3"),
    ])
    #expect(try await fixtures.load(words) == .complete)
    let waiting = words.isEmpty ? 0 : 1
    #expect(try fixtures.counts("waiting_links") == waiting && fixtures.counts("waiting_texts") == waiting)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["1/link/blocks/3"] == 1 && target.state.carriedOut["1/references/1"] == 1)
    #expect(try fixtures.counts("waiting_links") == 0 && fixtures.counts("waiting_texts") == 0)
  }

  @Test func `a link that waited for a rejected ticket is made when only that is loaded again`() async throws
  {
    defer { fixtures.server.stop() }
    target.decide("2/create", [.refused])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    #expect(try await fixtures.load(["--only", "rejects"]) == .complete)
    #expect(target.state.carriedOut["1/link/blocks/2"] == 1)
  }

  @Test func `one link that the login may not make costs that link`() async throws {
    defer { fixtures.server.stop() }
    target.decide("1/link/blocks/2", [.forbidden])
    try fixtures.write([
      LoadingFixtures.ticket("1", links: [LoadingFixtures.blocks("2"), LoadingFixtures.blocks("3")]),
      LoadingFixtures.ticket("2"), LoadingFixtures.ticket("3"),
    ])
    #expect(try await fixtures.load() == .rejected)
    let reject = try #require(try fixtures.rejects().first)
    #expect(reject.rule == "1/link/blocks/2" && reject.reason.hasPrefix("ticket 1 ("))
    #expect(reject.reason.contains(" cannot block 2 (") && reject.reason.contains("lacks a right (403)"))
    #expect(target.state.carriedOut["1/link/blocks/3"] == 1)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["1/link/blocks/2"] == 1)
  }

  @Test(arguments: [(FakeTarget.Fate.forbidden, 10, ExitCode.loginRefused), (.refused, 50, .stopped)])
  func `a login that may make no link stops the load`(fate: FakeTarget.Fate, most: Int, code: ExitCode)
    async throws
  {
    defer { fixtures.server.stop() }
    let ids = (2...200).map { String($0) }
    for id in ids { target.decide("\(id)/link/relates/1", [fate]) }
    let link = TicketLink(kind: .relates, ticket: SourceID("1"))
    try fixtures.write(
      [LoadingFixtures.ticket("1")] + ids.map { LoadingFixtures.ticket($0, links: [link]) })
    let error = await #expect(throws: StageError.self) { try await fixtures.load(["--jobs", "1"]) }
    #expect(error?.exitCode == code)
    #expect((most..<most + 20).contains(try fixtures.rejects().count))
  }
}
