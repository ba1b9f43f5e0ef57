import MigrationKit
import Testing

@testable import Load

@Suite(.temporaryFolder) struct AccountLoadTests {
  private static func ticket(_ id: String, by login: String) -> Ticket {
    var ticket = LoadingFixtures.ticket(id)
    ticket.author = Person(name: login, email: login, login: login)
    return ticket
  }

  private func fixtures(_ fates: [String: [FakeTarget.Fate]] = [:]) throws -> LoadingFixtures {
    let fixtures = try LoadingFixtures(fates)
    try fixtures.write([Self.ticket("1", by: "eve@x.test"), Self.ticket("2", by: "bob@x.test")])
    try fixtures.write(accounts: "eve@x.test", "bob@x.test", "nobody@x.test")
    return fixtures
  }

  @Test func `who is asked for and needed gets an account, becomes a member, and is locked at the end`()
    async throws
  {
    let fixtures = try fixtures()
    #expect(try await fixtures.load() == .complete)
    let books = fixtures.target.state
    #expect(books.accounts == ["eve@x.test": false, "bob@x.test": false])
    #expect(books.members == ["support eve@x.test", "support bob@x.test"])
    #expect(fixtures.target.repeated == [])
  }

  @Test func `a finished load makes, locks and unlocks nobody`() async throws {
    let fixtures = try fixtures()
    #expect(try await fixtures.load() == .complete)
    let before = fixtures.target.state.carriedOut
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.carriedOut == before)
  }

  @Test(arguments: [true, false])
  func `an account that was there before is never touched`(isActive: Bool) async throws {
    let fixtures = try fixtures()
    fixtures.target.change { $0.accounts = ["eve@x.test": isActive] }
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.accounts == ["eve@x.test": isActive, "bob@x.test": false])
    #expect(fixtures.target.state.members == ["support bob@x.test"])
  }

  @Test func `only ours are unlocked for a further ticket, and locked again`() async throws {
    let fixtures = try fixtures()
    #expect(try await fixtures.load() == .complete)
    try fixtures.write([Self.ticket("1", by: "eve@x.test"), Self.ticket("3", by: "bob@x.test")])
    try fixtures.write(accounts: "eve@x.test", "bob@x.test")
    #expect(try await fixtures.load() == .complete)
    let books = fixtures.target.state
    #expect(books.carriedOut["accounts/unlock/bob@x.test"] == 1)
    #expect(books.carriedOut["accounts/unlock/eve@x.test"] == nil)
    #expect(books.accounts == ["eve@x.test": false, "bob@x.test": false])
  }

  @Test(arguments: ["account/eve@x.test", "member/support/eve@x.test", "lock/eve@x.test"])
  func `a lost answer leaves one account, a member, locked`(step: String) async throws {
    let fixtures = try fixtures(["accounts/\(step)": [.unanswered, .faulted]])
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.accounts == ["eve@x.test": false, "bob@x.test": false])
    #expect(fixtures.target.state.members.count == 2)
  }

  @Test func `an account whose making had begun when the run ended is ours`() async throws {
    let fixtures = try fixtures()
    try fixtures.folder.write(
      JournalRecord.opening(LoadingFixtures.owner).json.text + "\n"
        + #"{"ticket":"accounts","step":"account/eve@x.test","state":"begun","sent":"0"}"# + "\n",
      to: "data/loaded/journal.jsonl")
    fixtures.target.change { $0.accounts = ["eve@x.test": true] }
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.carriedOut["accounts/account/eve@x.test"] == nil)
    #expect(fixtures.target.state.accounts["eve@x.test"] == false)
    #expect(fixtures.target.state.members.contains("support eve@x.test"))
  }

  @Test func `without its account no ticket is sent`() async throws {
    let fixtures = try fixtures(["accounts/account/eve@x.test": [.refused]])
    await #expect(throws: StageError.self) { try await fixtures.load() }
    #expect(fixtures.target.state.ids.isEmpty)
    #expect(try await fixtures.load() == .complete)
  }

  @Test func `whoever cannot be locked is written down`() async throws {
    let fixtures = try fixtures(["accounts/lock/eve@x.test": [.refused]])
    #expect(try await fixtures.load() == .rejected)
    #expect(try fixtures.rejects().map(\.rule) == ["accounts/lock/eve@x.test"])
    #expect(try await fixtures.load(["--only", "rejects"]) == .complete)
    #expect(fixtures.target.state.accounts["eve@x.test"] == false)
  }
}
