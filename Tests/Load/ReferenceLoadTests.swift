import MigrationKit
import Testing

@testable import Load

@Suite(.temporaryFolder) struct ReferenceLoadTests {
  @Test func `a text is sent again once all tickets it speaks of exist`() async throws {
    let fixtures = try LoadingFixtures()
    try fixtures.write([
      LoadingFixtures.ticket("1", files: [[], []], mentioning: "2"), LoadingFixtures.ticket("2"),
    ])
    #expect(try await fixtures.load(["--jobs", "1"]) == .complete)
    #expect(fixtures.target.state.numbers["1/create"] == ["new-2-1"])
    #expect(fixtures.target.state.numbers["1/article/2"] == ["new-2-1"])
    #expect(fixtures.target.state.carriedOut["1/references/1"] == 1)
    #expect(fixtures.target.state.carriedOut["1/references/2"] == 1)
  }

  @Test func `what is known when a text is sent is not sent again`() async throws {
    let fixtures = try LoadingFixtures()
    try fixtures.write([LoadingFixtures.ticket("1"), LoadingFixtures.ticket("2", mentioning: "1")])
    #expect(try await fixtures.load(["--jobs", "1"]) == .complete)
    #expect(fixtures.target.state.numbers["2/create"] == ["new-1-1"])
    #expect(fixtures.target.state.carriedOut["2/references/1"] == nil)
    #expect(try fixtures.folder.text("data/loaded/journal.jsonl")?.contains("references/1") == true)
  }

  @Test(arguments: [false, true])
  func `a finished load sends nothing again, without its journal neither`(forgets: Bool) async throws {
    let fixtures = try LoadingFixtures()
    try fixtures.write([
      LoadingFixtures.ticket("1", mentioning: "2", "9"), LoadingFixtures.ticket("2", mentioning: "1"),
    ])
    #expect(try await fixtures.load() == .complete)
    let before = fixtures.target.state.carriedOut
    if forgets { try Disk.remove(fixtures.folder.data.loaded.journal) }
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.carriedOut == before)
  }

  @Test(arguments: [["--limit", "1"], []])
  func `a folder that does not know the other tickets leaves their numbers in the texts`(selection: [String])
    async throws
  {
    let fixtures = try LoadingFixtures()
    try fixtures.write([
      LoadingFixtures.ticket("1", files: [[], []], mentioning: "2", "9"), LoadingFixtures.ticket("2"),
    ])
    #expect(try await fixtures.load() == .complete)
    let before = fixtures.target.state
    try Disk.remove(fixtures.folder.data.loaded.journal)
    #expect(try await fixtures.load(selection) == .complete)
    #expect(fixtures.target.state.carriedOut == before.carriedOut)
    #expect(fixtures.target.state.numbers["1/create"] == ["new-2-1"])
  }

  @Test func `only for a text that is not as it would be sent now other tickets are looked for`() async throws
  {
    let fixtures = try LoadingFixtures()
    try fixtures.write([LoadingFixtures.ticket("1", mentioning: "9"), LoadingFixtures.ticket("2")])
    #expect(try await fixtures.load() == .complete)
    #expect(try await fixtures.load() == .complete)
    #expect(!fixtures.target.state.searches.contains { $0.contains("9") })
  }

  @Test func `a ticket that comes later is put into the texts of a later run, whatever that selects`()
    async throws
  {
    let fixtures = try LoadingFixtures(["2/create": [.refused]])
    try fixtures.write([LoadingFixtures.ticket("1", mentioning: "2"), LoadingFixtures.ticket("2")])
    #expect(try await fixtures.load() == .rejected)
    #expect(fixtures.target.state.numbers["1/create"] == [])
    #expect(try await fixtures.load(["--only", "rejects"]) == .complete)
    #expect(fixtures.target.state.numbers["1/create"] == ["new-2-1"])
  }

  @Test(arguments: [[FakeTarget.Fate.unanswered], [.lost], [.faulted], [.faultedAfter], [.conflict]])
  func `an answer without a good end does not keep a text from its numbers`(fates: [FakeTarget.Fate])
    async throws
  {
    let fixtures = try LoadingFixtures(["1/references/1": fates])
    try fixtures.write([LoadingFixtures.ticket("1", mentioning: "2"), LoadingFixtures.ticket("2")])
    #expect(try await fixtures.load(["--jobs", "1"]) == .complete)
    #expect(fixtures.target.state.numbers["1/create"] == ["new-2-1"])
  }

  @Test func `what refuses its numbers is written down, and stays as it is`() async throws {
    let fixtures = try LoadingFixtures(["1/references/1": [.refused]])
    try fixtures.write([LoadingFixtures.ticket("1", mentioning: "2"), LoadingFixtures.ticket("2")])
    #expect(try await fixtures.load(["--jobs", "1"]) == .rejected)
    #expect(try fixtures.rejects().map(\.rule) == ["1/references/1"])
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.repeated == [])
  }
}
