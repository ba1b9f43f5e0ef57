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
  func `a step that somebody's change was in the way of is sent again`(step: String) async throws {
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
  func `a refused step is written down, and the next run goes on there`(step: String) async throws {
    defer { fixtures.server.stop() }
    target.decide(step, [.refused])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    let hint = "mend the cause in the target, or the line in data/transformed; then load again"
    #expect(
      try fixtures.rejects().first
        == Reject(ticket: SourceID("1"), rule: step, reason: "no, never", hint: hint))
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
    #expect(try fixtures.rejects().map(\.rule) == ["2/create", "1/link/blocks/2"])
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
    #expect(
      try fixtures.rejects().map(\.rule)
        == (refused == "1" ? ["1/state"] : ["2/state", "1/link/blocks/2"]))
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["1/link/blocks/2"] == 1 && target.repeated.isEmpty)
  }

  @Test func `a link to a ticket that is not there waits for it`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write(Array(Self.tickets.prefix(1)))
    #expect(try await fixtures.load() == .rejected)
    let reject = try #require(try fixtures.rejects().first)
    #expect(reject.rule == "1/link/blocks/2" && reject.reason == "ticket 2 is not in the target")
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["1/link/blocks/2"] == 1 && target.repeated.isEmpty)
  }
}
