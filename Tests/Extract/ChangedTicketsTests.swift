import Testing

@testable import Extract
@testable import MigrationKit

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct ChangedTicketsTests {
  private let folder = TemporaryFolder.current

  private func entry(_ id: Int, _ ticket: Int, isOfOwnTicket: Bool = true) -> TransactionPage.Entry {
    TransactionPage.Entry(
      id: id, ticket: ticket, created: "2026-01-02T03:04:05Z", isOfOwnTicket: isOfOwnTicket)
  }

  /// Tickets 1, 2, 4 and 2000 exist, 3 and those before 2000 are deleted; the newest transaction of a record has a
  /// hundred times its number, so that 2000's are newer than all that follow.
  @Test(
    arguments: [
      ([], []),
      ([(100_001, 2)], [(2, 100_001)]),
      (
        [(100_001, 4), (100_002, 2), (100_003, 4), (100_004, 1), (100_005, 4)],
        [(1, 100_004), (2, 100_002), (4, 100_005)]
      ),
      ([(100_001, 2000), (200_000, 2000)], []),
      ([(100_001, 2001)], []),
    ] as [([(Int, Int)], [(Int, Int)])])
  func `a ticket with a transaction that its record has not is written down`(
    later: [(Int, Int)], changed: [(Int, Int)]
  ) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let source = ShelfSource([[1, 2], [4, 2000]], later: later.map { entry($0, $1) })
    #expect(try await folder.extraction(source, from: server).run() == .complete)
    let lines = changed.map { ticket, transaction in
      #"{"ticket":"\#(ticket)","reason":"transaction \#(transaction) at 2026-01-02T03:04:05Z was added after the ticket was read"}"#
        + "\n"
    }
    #expect(try folder.text("data/extracted/changed.jsonl") == lines.joined())
    #expect(
      try folder.text("data/extracted/manifest.json")?.contains("\"changed\": \(changed.count)\n") == true)
  }

  @Test func `a ticket that came into a queue behind the extraction's back is written down`() async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let source = ShelfSource(
      [[1, 2], [5]], ill: [1: RequestError.failed("500")],
      later: [entry(100_001, 1), entry(100_002, 3), entry(100_003, 4, isOfOwnTicket: false)])
    #expect(try await folder.extraction(source, from: server).run() == .rejected)
    let reason = "transaction 100002 at 2026-01-02T03:04:05Z moved the ticket here after its place was read"
    #expect(
      try folder.text("data/extracted/changed.jsonl") == #"{"ticket":"3","reason":"\#(reason)"}"# + "\n")
  }

  @Test func `a run that continues remembers how new the source was when the first one began`() async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    await #expect(throws: ShelfSource.Gone.self) {
      try await folder.extraction(ShelfSource(lost: 12), from: server, ["--jobs", "1"]).run()
    }
    #expect(try Checkpoint.read(folder.data.extracted.checkpoint)?.began == 100_000)
  }
}
