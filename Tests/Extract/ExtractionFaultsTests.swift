import Testing

@testable import Extract
@testable import MigrationKit

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct ExtractionFaultsTests {
  private let folder = TemporaryFolder.current

  @Test(arguments: [0, 1, 2])
  func `a slice that contradicts itself is read again`(contradictions: Int) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let source = ShelfSource([[1, 2], [3]], contradictions: contradictions)
    #expect(try await folder.extraction(source, from: server).run() == .complete)
    #expect(source.readCount == 2 * (contradictions + 1))
    #expect(try folder.text("data/extracted/tickets.jsonl")?.split(separator: "\n").count == 3)
  }

  @Test(arguments: [
    (FaultServer.Action.reply(404, "gone"), "the server answered 404: gone"),
    (.ok("short"), "received 5 bytes, expected 18"), (.ok(""), "received 0 bytes, expected 18"),
  ])
  func `a file that cannot be fetched is written down, the others come`(
    answer: FaultServer.Action, reason: String
  ) async throws {
    let server = try FaultServer.shelf(["/file/2/0": answer])
    defer { server.stop() }
    #expect(try await folder.extraction(ShelfSource([[1, 2]]), from: server).run() == .rejected)
    let hint =
      "open it in the old system; once it opens there, run extract again: it fetches only what is missing"
    let reject = Reject(
      ticket: SourceID("2"), rule: "attachment/0", reason: "\"../0.txt\" was not fetched: \(reason)",
      hint: hint)
    let contents = try folder.contents(of: "data/extracted")
    #expect(contents["rejects.jsonl"] == reject.json.text + "\n")
    #expect(contents["attachments.jsonl"]?.split(separator: "\n").count == 2)
    #expect(contents["tickets.jsonl"]?.split(separator: "\n").count == 2)
    #expect(contents.keys.filter { $0.hasPrefix("blobs/") }.count == 2)
    #expect(try await folder.extraction(ShelfSource([[1, 2]]), from: server).run() == .rejected)
  }

  @Test(arguments: [0, 1, 2])
  func `an interrupted run says so and continues later to the same bytes`(slices: Int) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server, into: "whole").run()
    let source = ShelfSource()
    let interruption = Interruption { source.readCount >= slices }
    let stopped = try folder.extraction(source, from: server, ["--jobs", "1"], interruption: interruption)
    #expect(try await stopped.run() == .interrupted)
    #expect(source.readCount < 5)
    #expect(try folder.text("data/extracted/manifest.json") == nil)
    #expect(try await folder.extraction(ShelfSource(), from: server).run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `fewer tickets than the source counts are not complete`() async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let error = try await #require(throws: StageError.self) {
      try await folder.extraction(ShelfSource([[1, 2]], hidden: 1), from: server).run()
    }
    #expect(error.exitCode == .stopped)
    let numbers = "2 found, 2 extracted + 0 skipped + 0 failed"
    #expect(error.description.hasPrefix("the old system counts 3 tickets, but only 2 arrived (\(numbers)). "))
  }

  @Test(arguments: [(1, [1]), (2, [1, 2]), (3, [1, 2, 4]), (4, [1, 2, 4, 5]), (99, [1, 2, 4, 5])])
  func `no more tickets come than were asked for`(limit: Int, tickets: [Int]) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    for _ in 1...2 {
      let extraction = try folder.extraction(
        ShelfSource([[1, 2], [4, 5]]), from: server, ["--limit", "\(limit)"])
      #expect(try await extraction.run() == .complete)
      let lines = try folder.text("data/extracted/tickets.jsonl")?.split(separator: "\n")
      #expect(
        try lines?.map { try SourceRecord(json: JSONDocument(String($0)).root).id }
          == tickets.map(String.init))
    }
  }

  @Test func `a damaged checkpoint is named`() async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    try folder.write(#"{"request":{"#, to: "data/extracted/checkpoint.json")
    let error = try await #require(throws: RecordLineError.self) {
      try await folder.extraction(ShelfSource(), from: server).run()
    }
    #expect(error.path == folder.data.extracted.checkpoint)
  }
}
