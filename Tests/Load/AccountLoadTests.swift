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

  @Test func `an active account that was there before is never touched`() async throws {
    let fixtures = try fixtures()
    fixtures.target.change { $0.accounts = ["eve@x.test": true] }
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.accounts == ["eve@x.test": true, "bob@x.test": false])
    #expect(fixtures.target.state.members == ["support bob@x.test"])
  }

  @Test func `locked accounts of another load are unlocked, used and locked again`() async throws {
    let fixtures = try fixtures()
    fixtures.target.change { $0.accounts = ["eve@x.test": false, "bob@x.test": false] }
    #expect(try await fixtures.load() == .complete)
    let books = fixtures.target.state
    #expect(books.accounts == ["eve@x.test": false, "bob@x.test": false])
    #expect(books.members == ["support eve@x.test", "support bob@x.test"])
    #expect(books.carriedOut["accounts/unlock/eve@x.test"] == 1)
    #expect(books.carriedOut["accounts/account/eve@x.test"] == nil)
  }

  @Test func `an account that a person has taken over since is not locked again`() async throws {
    let fixtures = try fixtures()
    #expect(try await fixtures.load() == .complete)
    fixtures.target.change { $0.accounts["eve@x.test"] = true }
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.accounts["eve@x.test"] == true)
  }

  @Test func `what a load left open is locked by the next, also without data and mapping of the first`()
    async throws
  {
    let fixtures = try fixtures()
    let url = "https://redmine.example.com"
    try fixtures.folder.write(
      #"{"target":"\#(url)","login":"eve@x.test","email":"eve@x.test"}"# + "\n"
        + #"{"target":"\#(url)","login":"gone@x.test","email":"gone@x.test"}"# + "\n"
        + #"{"target":"https://other.test","login":"bob@x.test","email":"bob@x.test"}"# + "\n",
      to: "data/open-accounts.jsonl")
    fixtures.target.change { $0.accounts = ["eve@x.test": true, "gone@x.test": true, "bob@x.test": true] }
    #expect(try await fixtures.load() == .complete)
    #expect(
      fixtures.target.state.accounts == ["eve@x.test": false, "gone@x.test": false, "bob@x.test": true])
    #expect(fixtures.target.state.members.contains("support eve@x.test"))
    #expect(
      try fixtures.folder.text("data/open-accounts.jsonl")
        == #"{"target":"https://other.test","login":"bob@x.test","email":"bob@x.test"}"# + "\n")
  }

  @Test func `what stays open after an interruption is on disk`() async throws {
    let fixtures = try fixtures(["1/create": [.unauthorized]])
    await #expect(throws: RequestError.self) { try await fixtures.load() }
    #expect(fixtures.target.state.accounts["eve@x.test"] == true)
    #expect(try fixtures.folder.text("data/open-accounts.jsonl")?.contains("eve@x.test") == true)
    try Disk.remove(fixtures.folder.data.loaded.journal)
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.accounts == ["eve@x.test": false, "bob@x.test": false])
    #expect(try fixtures.folder.text("data/open-accounts.jsonl") == nil)
  }

  @Test func `accounts that do not show after three rounds stop the load before the first ticket`()
    async throws
  {
    let fixtures = try fixtures()
    fixtures.target.change { $0.hiddenAccounts = ["eve@x.test"] }
    let error = await #expect(throws: StageError.self) { try await fixtures.load() }
    #expect(error?.description.contains("\"eve@x.test\": \"text\",  // the account was created") == true)
    #expect(error?.description.contains("bob@x.test") == false)
    #expect(fixtures.target.state.ids.isEmpty)
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
    try fixtures.folder.write(
      #"{"target":"https://redmine.example.com","login":"eve@x.test","email":"eve@x.test"}"# + "\n",
      to: "data/open-accounts.jsonl")
    fixtures.target.change { $0.accounts = ["eve@x.test": true] }
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.carriedOut["accounts/account/eve@x.test"] == nil)
    #expect(fixtures.target.state.accounts["eve@x.test"] == false)
    #expect(fixtures.target.state.members.contains("support eve@x.test"))
  }

  @Test func `without its account no ticket is sent, and all that are refused are named`() async throws {
    let fixtures = try fixtures([
      "accounts/account/eve@x.test": [.refused], "accounts/account/bob@x.test": [.refused],
    ])
    let error = await #expect(throws: StageError.self) { try await fixtures.load() }
    for login in ["eve@x.test", "bob@x.test"] {
      #expect(error?.description.contains("\"\(login)\": \"text\",  // no, never") == true)
    }
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
