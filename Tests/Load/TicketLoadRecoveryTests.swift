import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct TicketLoadRecoveryTests {
  private let fixtures: LoadingFixtures
  private var folder: TemporaryFolder { fixtures.folder }
  private var target: FakeTarget { fixtures.target }

  init() throws {
    fixtures = try LoadingFixtures()
  }

  private static let tickets = [
    LoadingFixtures.ticket("1", files: [["a"], ["b"]], links: [LoadingFixtures.blocks("2")]),
    LoadingFixtures.ticket("2"),
  ]

  /// A crash right after any record: what the target carried out since is unknown to the journal.
  @Test func `wherever the journal ends, no step is carried out twice`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load(["--jobs", "1"]) == .complete)
    let books = target.state
    let journal = try #require(try folder.text("data/loaded/journal.jsonl")).split(separator: "\n")
    #expect(journal.count == 19)
    for count in 0...journal.count {
      let rest = journal.prefix(count).map { $0 + "\n" }.joined() + (count % 2 == 0 ? #"{"torn"# : "")
      try folder.write(rest, to: "data/loaded/journal.jsonl")
      #expect(try await fixtures.load() == .complete)
      #expect(target.repeated.isEmpty, "behind \(count) records")
      #expect(target.state.ids == books.ids)
    }
  }

  /// A crash right before the target carried out what the journal has begun.
  @Test func `what was begun and never arrived is sent`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write(Self.tickets)
    try folder.write(
      LoadingFixtures.owner.json.text + "\n" + #"{"ticket":"2","step":"create","state":"begun","sent":"x"}"#
        + "\n",
      to: "data/loaded/journal.jsonl")
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["2/create"] == 1)
  }

  @Test func `without the journal the tickets are found by their marker`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write(Self.tickets)
    try await fixtures.load()
    let ids = try folder.text("data/loaded/ids.csv")
    try Disk.remove(folder.data.loaded.journal)
    let arrivals = fixtures.server.arrivals.count
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.server.arrivals[arrivals...].allSatisfy { $0.head.contains("/upload/") })
    #expect(target.repeated.isEmpty)
    #expect(try folder.text("data/loaded/ids.csv") == ids)
  }

  @Test func `a ticket that is there twice is left alone`() async throws {
    defer { fixtures.server.stop() }
    target.change { $0.ids = ["2": ["x", "y"]] }
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    let reject = try #require(try fixtures.rejects().first)
    #expect(reject.ticket == SourceID("2") && reject.rule == "2/create")
    #expect(
      reject.reason == "the target has it 2 times: https://new.test/x, https://new.test/y"
        && reject.hint == "keep one of them, delete the others")
    #expect(!target.state.carriedOut.keys.contains { $0.hasPrefix("2/") })
  }

  /// The target is still at work when its answer is given up, and does it after the first looks.
  @Test(arguments: ["1/create", "1/article/2", "2/state"])
  func `what is carried out late is waited for and not sent again`(step: String) async throws {
    defer { fixtures.server.stop() }
    try folder.configure(settle: 4)
    target.decide(step, [.late(.milliseconds(400))])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty && target.state.carriedOut[step] == 1)
  }

  @Test func `nobody waits for a ticket of unknown outcome, it is taken up when the others are done`()
    async throws
  {
    defer { fixtures.server.stop() }
    target.decide("1/article/2", [.lost])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load(["--jobs", "1"]) == .complete)
    let sent = fixtures.server.arrivals.map { String($0.head.split(separator: " ")[1].dropFirst()) }
    #expect(
      sent == [
        "1/upload/a", "1/create", "1/upload/b", "1/article/2", "2/create", "2/state", "1/article/2",
        "1/state",
        "1/link/blocks/2",
      ])
    #expect(target.repeated.isEmpty)
  }

  @Test func `a ticket that is unlucky again and again comes all the same`() async throws {
    defer { fixtures.server.stop() }
    let ticket = LoadingFixtures.ticket("2", files: Array(repeating: [], count: 12))
    for article in 2...12 { target.decide("2/article/\(article)", [.lost]) }
    try fixtures.write([ticket])
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty && target.state.carriedOut.count == 13)
  }

  @Test func `a step that never has an outcome is a reject, and the next run continues`() async throws {
    defer { fixtures.server.stop() }
    target.decide("2/state", Array(repeating: .lost, count: 4))
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    #expect(try fixtures.rejects().first?.rule == "2/outcome")
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty)
  }

  @Test(arguments: [FakeTarget.Fate.unanswered, .faultedAfter])
  func `a search that follows later is waited for`(fate: FakeTarget.Fate) async throws {
    defer { fixtures.server.stop() }
    try folder.configure(settle: 1)
    target.change { $0.lag = .milliseconds(700) }
    target.decide("2/create", [fate])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty && target.state.ids.values.allSatisfy { $0.count == 1 })
  }

  @Test func `a fault of the target is not waited for when its search shows all at once`() async throws {
    defer { fixtures.server.stop() }
    try folder.configure(settle: 3600)
    target.decide("2/create", [.faulted, .faulted])
    try fixtures.write(Self.tickets)
    let lag = SearchLag(atOnce: .seconds(600))
    #expect(try await fixtures.load(["--jobs", "1"], lag: lag) == .complete)
    #expect(target.repeated.isEmpty)
    // One look after each fault, and one at the end for a twin.
    #expect(target.state.searches.filter { $0 == ["2"] }.count == 3)
  }

  /// Nothing was created in the run, so nobody knows how soon the search shows things: each try would be a wait.
  @Test func `a fault that repeats is a reject after some waits`() async throws {
    defer { fixtures.server.stop() }
    target.decide("2/create", Array(repeating: .faulted, count: 9))
    try fixtures.write(Array(Self.tickets.suffix(1)))
    #expect(try await fixtures.load() == .rejected)
    #expect(fixtures.server.arrivals.count == 4)
    target.decide("2/create", [])
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["2/create"] == 1)
  }

  @Test(arguments: ["1/create", "1/article/2"], [FakeTarget.Fate.refusedAfter, .faultedAfter])
  func `what was refused and done all the same is found`(step: String, fate: FakeTarget.Fate) async throws {
    defer { fixtures.server.stop() }
    target.decide(step, [fate])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty && target.state.carriedOut[step] == 1)
  }

  @Test func `what was refused, done all the same and shown later is found by the next run`() async throws {
    defer { fixtures.server.stop() }
    try folder.configure(settle: 1)
    target.change { $0.lag = .seconds(3600) }
    target.decide("2/create", [.refusedAfter])
    try fixtures.write(Array(Self.tickets.suffix(1)))
    #expect(try await fixtures.load() == .rejected)
    target.change { $0.lag = (.now - ($0.created["2"] ?? .now)) + .milliseconds(500) }
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty && target.state.ids["2"]?.count == 1)
  }

  @Test func `without the journal, what the target does not show yet is waited for`() async throws {
    defer { fixtures.server.stop() }
    try folder.configure(settle: 1)
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    try Disk.remove(folder.data.loaded.journal)
    let creations = target.state.created.mapValues { _ in ContinuousClock.now }
    target.change { books in
      books.created = creations
      books.lag = .milliseconds(700)
    }
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty && target.state.ids.values.allSatisfy { $0.count == 1 })
  }

  @Test func `a creation that is carried out after all is told`() async throws {
    defer { fixtures.server.stop() }
    target.decide("2/create", [.lost])
    target.decide("2/state", [.withLate("2/create")])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    #expect(
      try fixtures.rejects().first?.reason
        == "the target has it 2 times: https://new.test/new-2-1, https://new.test/new-2-2")
  }

  @Test func `a ticket that someone deleted in the target is refused alone, with what to do`() async throws {
    defer { fixtures.server.stop() }
    target.decide("1/state", [.refused])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    target.change { $0.deleted = ["1"] }
    #expect(try await fixtures.load() == .rejected)
    let reject = try #require(try fixtures.rejects().first)
    #expect(
      reject.rule == "1/read" && reject.reason == "https://new.test/new-1-1 is no longer in the target")
    #expect(reject.hint.contains("move the folder loaded away"))
  }

  @Test func `an internal comment in public is hidden`() async throws {
    defer { fixtures.server.stop() }
    target.change { $0.exposed = ["1": ["90", "91"]] }
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.carriedOut["1/hide/90"] == 1 && target.state.carriedOut["1/hide/91"] == 1)
  }

  @Test func `an internal comment in public is hidden although a later step is refused`() async throws {
    defer { fixtures.server.stop() }
    target.change { $0.exposed = ["1": ["90"]] }
    target.decide("1/state", [.refused])
    try fixtures.write(Self.tickets)
    #expect(try await fixtures.load() == .rejected)
    #expect(target.state.exposed == ["1": []])
    #expect(try fixtures.rejects().map(\.rule) == ["1/state"])
  }

  @Test(arguments: [[FakeTarget.Fate.refused], [.conflict, .conflict, .conflict, .conflict, .conflict]])
  func `an internal comment that cannot be hidden stops the run`(fates: [FakeTarget.Fate]) async throws {
    defer { fixtures.server.stop() }
    target.change { $0.exposed = ["1": ["90"]] }
    target.decide("1/hide/90", fates)
    try fixtures.write(Self.tickets)
    let error = try await #require(throws: StageError.self) { try await fixtures.load(["--jobs", "1"]) }
    #expect(
      error.description.hasPrefix(
        "ticket 1: internal comments are public in https://new.test/new-1-1 and cannot"))
    #expect(target.state.carriedOut["2/create"] == nil)
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty)
  }

  @Test func `what the target has not kept is told on each run until it is mended`() async throws {
    defer { fixtures.server.stop() }
    let shortcoming = Shortcoming(kind: "state", fact: "state is New, not Closed", advice: "See the workflow")
    target.shortcomings.withLock { $0 = ["1": [shortcoming]] }
    try fixtures.write(Self.tickets)
    for _ in 1...2 {
      #expect(try await fixtures.load() == .rejected)
      #expect(
        try fixtures.rejects() == [
          Reject(
            ticket: SourceID("1"), rule: "1/state", reason: "state is New, not Closed",
            hint: "See the workflow")
        ])
    }
    target.shortcomings.withLock { $0 = [:] }
    #expect(try await fixtures.load() == .complete)
    #expect(try fixtures.rejects().isEmpty && target.repeated.isEmpty)
  }
}
