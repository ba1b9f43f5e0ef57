import Testing

@testable import Load
@testable import MigrationKit

/// A target that answers well and keeps something else than it was sent.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct SilentLossTests {
  private let fixtures: LoadingFixtures
  private var target: FakeTarget { fixtures.target }

  init() throws {
    fixtures = try LoadingFixtures()
  }

  private static let priority = Shortcoming(
    kind: "priority", fact: "priority is Normal, not High", advice: "See the workflow", remedy: .values)

  private var creations: Int { target.state.carriedOut.keys.count { $0.hasSuffix("/create") } }

  private func load(saying words: String...) async throws {
    let error = try await #require(throws: StageError.self) { try await fixtures.load() }
    for word in words { #expect(error.description.contains(word), "\(error)") }
  }

  // MARK: The marker

  @Test func `a dropped marker stops before the second ticket, and a later run sets it`() async throws {
    defer { fixtures.server.stop() }
    let ids = (1...40).map(String.init)
    try fixtures.write(ids.map { LoadingFixtures.ticket($0) })
    target.unmarked.withLock { $0 = Set(ids) }
    try await load(
      saying: "https://new.test/new-", "did not save its marker. No further ticket was created. Make")
    #expect(creations == 1)
    // Nothing was done about it.
    try await load(saying: "did not save its marker")
    #expect(creations == 1 && target.state.carriedOut.keys.contains { $0.hasSuffix("/values") })
    target.unmarked.withLock { $0 = [] }
    #expect(try await fixtures.load() == .complete)
    #expect(creations == 40 && target.repeated.isEmpty)
  }

  @Test func `the first ticket of each kind shows whether its marker is kept`() async throws {
    defer { fixtures.server.stop() }
    let ids = (1...60).map(String.init)
    try fixtures.write(ids.map { LoadingFixtures.ticket($0) })
    let others = Set(ids.filter { Int($0)! % 3 == 0 })
    target.kinds.withLock { kinds in for id in others { kinds[id] = "another tracker" } }
    target.unmarked.withLock { $0 = others }
    try await load(saying: "did not save its marker")
    #expect(
      target.state.carriedOut.keys.count {
        others.contains(String($0.dropLast(7))) && $0.hasSuffix("/create")
      } == 1)
  }

  // MARK: Other values

  @Test func `what the answer to a creation lacks is sent once more, at once`() async throws {
    defer { fixtures.server.stop() }
    target.answeredOtherwise.withLock { $0 = ["1": [Self.priority]] }
    try fixtures.write([LoadingFixtures.ticket("1", files: [[], []]), LoadingFixtures.ticket("2")])
    #expect(try await fixtures.load(["--jobs", "1"]) == .complete)
    let sent = fixtures.server.arrivals.map { String($0.head.split(separator: " ")[1].dropFirst()) }
    #expect(sent.filter { $0.hasPrefix("1/") } == ["1/create", "1/values", "1/article/2", "1/state"])
    #expect(!sent.contains("2/values"))
  }

  @Test func `what stays away is that ticket's shortcoming, sent again by the next run`() async throws {
    defer { fixtures.server.stop() }
    target.shortcomings.withLock { $0 = ["1": [Self.priority]] }
    try fixtures.write([LoadingFixtures.ticket("1"), LoadingFixtures.ticket("2")])
    for _ in 1...2 {
      #expect(try await fixtures.load() == .rejected)
      #expect(
        try fixtures.rejects() == [
          Reject(
            ticket: SourceID("1"), rule: "1/values", reason: "priority is Normal, not High",
            hint: "See the workflow")
        ])
    }
    #expect(target.state.carriedOut["1/values"] == 1)
    #expect(target.state.carriedOut["2/state"] == 1)
  }

  @Test func `the first of each kind is told, and all are counted`() {
    var tally = ShortcomingTally()
    let field = Shortcoming(kind: "field \"K\"", fact: "it is empty", advice: "")
    #expect(tally.summary == nil)
    #expect(tally.count([Self.priority, field]) == [Self.priority, field])
    #expect(tally.count([Self.priority]) == [])
    #expect(tally.summary == "priority (2), field \"K\" (1)")
  }

  /// No cause is named, for this run has not tried.
  @Test func `a ticket that was complete is said to have changed since`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1")])
    #expect(try await fixtures.load() == .complete)
    target.shortcomings.withLock { $0 = ["1": [Self.priority]] }
    try fixtures.write([LoadingFixtures.ticket("1", files: [[], []])])
    #expect(try await fixtures.load() == .rejected)
    #expect(
      try fixtures.rejects().map(\.reason) == [
        "the transformed tickets or the target have changed since it was loaded: priority is Normal, not High"
      ])
    #expect(try await fixtures.load() == .rejected)
    #expect(target.state.carriedOut["1/values"] == nil && target.state.carriedOut["1/article/2"] == 1)
  }

  /// Someone may have changed it: it is not for `load` to change it back.
  @Test func `what the target had before is reported and not overwritten`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1")])
    #expect(try await fixtures.load() == .complete)
    target.shortcomings.withLock { $0 = ["1": [Self.priority]] }
    try Disk.remove(fixtures.folder.data.loaded.journal)
    for _ in 1...2 {
      #expect(try await fixtures.load() == .rejected)
      #expect(
        try fixtures.rejects().map(\.reason) == [
          "it was in the target already, made by another load or changed there since: priority is Normal, not High"
        ])
    }
    #expect(target.state.carriedOut["1/values"] == nil && creations == 1)
  }

  @Test func `a step that is forbidden costs its ticket alone`() async throws {
    defer { fixtures.server.stop() }
    target.decide("2/state", [.forbidden])
    try fixtures.write((1...3).map { LoadingFixtures.ticket("\($0)") })
    #expect(try await fixtures.load(["--jobs", "1"]) == .rejected)
    #expect(try fixtures.rejects().map(\.rule) == ["2/state"])
    #expect(creations == 3)
  }

  @Test func `what was found before a step is forbidden stays said`() async throws {
    defer { fixtures.server.stop() }
    target.answeredOtherwise.withLock { $0 = ["1": [Self.priority]] }
    target.decide("1/values", [.refused])
    target.decide("1/state", [.forbidden])
    try fixtures.write([LoadingFixtures.ticket("1")])
    #expect(try await fixtures.load(["--jobs", "1"]) == .rejected)
    #expect(try fixtures.rejects().map(\.rule).sorted() == ["1/state", "1/values"])
  }

  // MARK: A search that fails

  @Test func `a creation that was answered is done, although the search behind it fails`() async throws {
    defer { fixtures.server.stop() }
    target.change { $0.failsSearches = true }
    try fixtures.write([LoadingFixtures.ticket("1"), LoadingFixtures.ticket("2")])
    #expect(try await fixtures.load(["--jobs", "1"]) == .complete)
    let journal = try #require(try fixtures.folder.text("data/loaded/journal.jsonl"))
    #expect(!journal.contains("\"failed\""))
    #expect(target.repeated.isEmpty && creations == 2)
  }
}
