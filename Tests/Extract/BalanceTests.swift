import Testing

@testable import Extract
@testable import MigrationKit

@Suite(.temporaryFolder) struct BalanceTests {
  private let folder = TemporaryFolder.current

  private func slice(records: [String], skipped: [String], failed: [String], found: Int) -> ExtractedSlice {
    let contents = SliceContents(
      records: records.map { SourceRecord(system: "s", id: $0, url: nil, data: nil) },
      skipped: skipped.map { SkippedTicket(ticket: SourceID($0), reason: "deleted") }, foundCount: found)
    let failed = failed.map { Reject(ticket: SourceID($0), rule: "ticket/\($0)", reason: "", hint: "") }
    return ExtractedSlice(
      slice: Slice(first: 1, last: 9, tickets: [2, 5]), read: ReadSlice(contents: contents, failed: failed))
  }

  @Test(
    arguments: [(["2", "5"], ["3"], [], 3), (["2"], ["5"], ["7"], 2), (["2", "4", "5"], [], [], 3)]
      as [([String], [String], [String], Int)])
  func `a slice whose tickets are all accounted for is taken`(
    records: [String], skipped: [String], failed: [String], found: Int
  ) throws {
    try slice(records: records, skipped: skipped, failed: failed, found: found).requireBalance()
  }

  /// One missing; one too many; one twice; another one instead of the listed; one from another slice.
  @Test(
    arguments: [
      (["2", "5"], [], [], 3), (["2", "5"], ["3"], [], 2), (["2", "5", "5"], [], [], 3),
      (["2", "4"], [], [], 2), (["2", "5", "10"], [], [], 3), (["2"], ["2"], ["5"], 2),
    ] as [([String], [String], [String], Int)])
  func `a slice that does not balance stops the stage with the numbers`(
    records: [String], skipped: [String], failed: [String], found: Int
  ) throws {
    let error = try #require(throws: StageError.self) {
      try slice(records: records, skipped: skipped, failed: failed, found: found).requireBalance()
    }
    #expect(error.description.hasPrefix("tickets 1…9"))
    #expect(
      error.description.contains(
        "\(found + failed.count) found, \(records.count) extracted + \(skipped.count) skipped + \(failed.count) failed"
      ))
  }

  @Test(arguments: ["tickets", "skipped"])
  func `a file that has lost a line since it was counted stops the stage`(name: String) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server).run()
    let path = "data/extracted/\(name).jsonl"
    let text = try #require(try folder.text(path))
    try folder.write(text.replacing("}\n{", with: "} {", maxReplacements: 1), to: path)
    let error = try await #require(throws: StageError.self) {
      try await folder.extraction(ShelfSource(), from: server).run()
    }
    #expect(error.description.contains(": 13 found, "))
    #expect(error.description.contains(" = 12; delete "))
  }
}
