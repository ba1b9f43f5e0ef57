import Foundation
import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct LoadingTests {
  private let fixtures: LoadingFixtures
  private var folder: TemporaryFolder { fixtures.folder }
  private var target: FakeTarget { fixtures.target }

  init() throws {
    fixtures = try LoadingFixtures()
  }

  @Test func `a limit loads the first tickets, a later run the others`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write((1...6).map { LoadingFixtures.ticket("\($0)") })
    #expect(try await fixtures.load(["--limit", "2"]) == .complete)
    #expect(target.state.ids.keys.sorted() == ["1", "2"])
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.ids.keys.sorted() == ["1", "2", "3", "4", "5", "6"])
    #expect(target.repeated.isEmpty)
  }

  @Test func `an interrupted run has its files, and the next one continues`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write((1...6).map { LoadingFixtures.ticket("\($0)", links: [LoadingFixtures.blocks("1")]) })
    let target = target
    let interruption = Interruption { !target.state.ids.isEmpty }
    #expect(try await fixtures.load(["--jobs", "1"], interruption: interruption) == .interrupted)
    #expect(target.state.carriedOut == ["1/create": 1, "1/state": 1])
    #expect(try folder.text("data/loaded/ids.csv")?.split(separator: "\n").count == 2)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.ids.count == 6 && target.repeated.isEmpty)
  }

  @Test func `the manifest says what came of it, alike for the same state`() async throws {
    defer { fixtures.server.stop() }
    target.decide("2/state", [.refused])
    try fixtures.write([LoadingFixtures.ticket("1"), LoadingFixtures.ticket("2")])
    func counts() throws -> [Int] {
      let manifest = try JSONDocument(try #require(try folder.text("data/loaded/manifest.json"))).root
      #expect(try manifest.string("target") == "fake as anna")
      #expect(try manifest.string("tickets") == SHA256.hex(ofFile: folder.data.transformed.tickets))
      let counts = try manifest.required("counts") { $0 }
      return [try counts.int("complete"), try counts.int("rejected")]
    }
    #expect(try await fixtures.load() == .rejected)
    #expect(try counts() == [1, 1])
    #expect(try await fixtures.load() == .complete)
    #expect(try counts() == [2, 0])
  }

  @Test func `a run stops when every ticket is refused, and continues after the fix`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write((1...80).map { LoadingFixtures.ticket("\($0)") })
    for id in 1...80 { target.decide("\(id)/create", [.refused]) }
    let error = try await #require(throws: StageError.self) { try await fixtures.load(["--jobs", "2"]) }
    #expect(error.description.contains("tickets in a row were refused"))
    #expect(error.exitCode == .stopped)
    let tried = try fixtures.rejects().count
    #expect((50...54).contains(tried))
    #expect(try await fixtures.load() == .rejected)
    #expect(target.state.ids.count == tried)
    #expect(try await fixtures.load() == .complete)
    #expect(target.state.ids.count == 80 && target.repeated.isEmpty)
  }

  @Test func `a log-in that ends leaves what is done, and the next run continues`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1", files: [[], []]), LoadingFixtures.ticket("2")])
    target.decide("1/article/2", [.unauthorized])
    let error = try await #require(throws: RequestError.self) { try await fixtures.load(["--jobs", "1"]) }
    #expect(error == .unauthorized && error.exitCode == .loginRefused)
    #expect(target.state.carriedOut == ["1/create": 1])
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty && target.state.carriedOut["1/article/2"] == 1)
  }

  @Test func `a second run at the same time is refused, verifying too`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1")])
    let lock = try RunLock(stage: "load", in: folder.data)
    await #expect(throws: FileError.self) { try await fixtures.load() }
    await #expect(throws: FileError.self) { try await fixtures.verify() }
    #expect(target.state.carriedOut.isEmpty)
    withExtendedLifetime(lock) {}
  }

  /// Copies of one data folder would bring everything twice.
  @Test func `two loads from two folders into one target are refused`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1")])
    let lock = try RunLock(stage: "load", on: fixtures.server.base)
    let error = try await #require(throws: FileError.self) { try await fixtures.load() }
    #expect(
      error.reason.hasPrefix("another load is running against \(fixtures.server.base) (process \(getpid()));")
    )
    #expect(target.state.carriedOut.isEmpty)
    withExtendedLifetime(lock) {}
  }

  @Test func `only what was rejected is tried again when that is asked for`() async throws {
    defer { fixtures.server.stop() }
    for id in ["2", "3"] { target.decide("\(id)/state", [.refused]) }
    try fixtures.write((1...4).map { LoadingFixtures.ticket("\($0)") })
    #expect(try await fixtures.load(["--limit", "3"]) == .rejected)
    let before = fixtures.server.arrivals.count
    #expect(try await fixtures.load(["--only", "rejects", "--jobs", "1"]) == .complete)
    #expect(
      fixtures.server.arrivals[before...].map { $0.head.prefix { !$0.isNewline } } == [
        "POST /2/state HTTP/1.1", "POST /3/state HTTP/1.1",
      ])
    #expect(try fixtures.rejects().isEmpty && target.state.ids["4"] == nil)
    #expect(try await fixtures.load(["--only", "rejects"]) == .complete)
    #expect(throws: UsageError.self) { try fixtures.options(["--only", "failures"]) }
  }

  /// Bytes that are not those of the extraction must not become someone's attachment.
  @Test func `a blob that was changed stops the run before it is sent`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1", files: [[], ["a"]])])
    let blob = folder.data.extracted.blobs.path(of: SHA256.hex(of: Array("a".utf8)))
    try OpenFile(blob, .replacing).write("b".utf8)
    let error = try await #require(throws: FileError.self) { try await fixtures.load() }
    #expect(error.path == blob && error.reason.contains("does not match its name"))
    #expect(target.state.carriedOut == ["1/create": 1])
    try fixtures.write([LoadingFixtures.ticket("1", files: [[], ["a"]])])
    #expect(try await fixtures.load() == .complete)
    #expect(target.repeated.isEmpty)
  }

  @Test func `a broken ticket stops the run and is named`() async throws {
    defer { fixtures.server.stop() }
    try fixtures.write([LoadingFixtures.ticket("1")])
    try OpenFile(folder.data.transformed.tickets, .appending).write(#"{"id":2}"#.utf8)
    let error = try await #require(throws: RecordLineError.self) { try await fixtures.load() }
    #expect(error.description.hasPrefix("\(folder.data.transformed.tickets):2: \"id\" has"))
    #expect(target.state.carriedOut.isEmpty)
  }
}

@Suite(.temporaryFolder) struct IdentityListTests {
  private let folder = TemporaryFolder.current

  @Test func `cells are quoted only where they must be, tickets not loaded left out`() async throws {
    var tickets = ["1", "2", "a,b", #"say "hi""#].map { LoadingFixtures.ticket($0) }
    tickets[0].url = "https://old.test/?a=1,2"
    try folder.write(tickets.map { $0.json.text + "\n" }.joined(), to: "data/transformed/tickets.jsonl")
    try Disk.makeFolder(folder.data.loaded.root)
    let journal = try Journal(
      folder.data.loaded.journal, owner: LoadingFixtures.owner, console: Console(name: "test"))
    for (id, new) in [(tickets[3].id, "9"), (tickets[2].id, "8\n"), (tickets[0].id, "7")] {
      try await journal.finish(.create, of: id, result: new)
    }
    try await IdentityList(data: folder.data, target: FakeTarget()).write(from: journal)
    #expect(
      try folder.text("data/loaded/ids.csv") == """
        old_id,old_url,new_id,new_url
        1,"https://old.test/?a=1,2",7,https://new.test/7
        "a,b","https://old.test/a,b","8
        ","https://new.test/8
        "
        "say ""hi""\","https://old.test/say ""hi""\",9,https://new.test/9

        """)
  }
}

@Suite(.temporaryFolder) struct LoadOptionsTests {
  private let folder = TemporaryFolder.current

  private func options(_ words: [String]) throws -> LoadOptions {
    try LoadOptions(Arguments(folder.words(words, data: "data"), LoadOptions.syntax))
  }

  @Test(
    arguments: [
      ([], LoadOptions.Action.run), (["run"], .run), (["check"], .check), (["verify"], .verify),
    ] as [([String], LoadOptions.Action)])
  func `a word chooses the action`(words: [String], action: LoadOptions.Action) throws {
    #expect(try options(words).action == action)
    #expect(try options(words).jobs == 32)
  }

  @Test func `the words of the mapping and of the tickets are asked for together`() throws {
    #expect(try options([]).needs().vocabulary.states["Feedback"] == 0)
    var uses = Vocabulary()
    uses.count(LoadingFixtures.ticket("1"))
    let manifest: JSONValue = ["uses": uses.json]
    try folder.write(manifest.text, to: "data/transformed/manifest.json")
    let vocabulary = try options([]).needs().vocabulary
    #expect(vocabulary.states["New"] == 1 && vocabulary.states["Feedback"] == 0)
    #expect(vocabulary.types == ["Support": 0, "Bug": 1])
  }
}
