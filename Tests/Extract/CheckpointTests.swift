import Testing

@testable import Extract
@testable import MigrationKit

@Suite(.temporaryFolder) struct CheckpointTests {
  private let folder = TemporaryFolder.current
  private let request = ExtractionRequest(system: "s", url: "https://a.test", queues: [], limit: nil)

  private func extracted(last: Int, transaction: Int?) -> ExtractedSlice {
    let reject = Reject(ticket: SourceID("\(last)"), rule: "attachment/2", reason: "", hint: "")
    let contents = SliceContents(
      records: [SourceRecord(system: "s", id: "\(last)", url: nil, data: nil)],
      skipped: [SkippedTicket(ticket: SourceID("1"), reason: "deleted")], foundCount: 2,
      transactionCount: 3, lastTransaction: transaction)
    var slice = ExtractedSlice(
      slice: Slice(first: 1, last: last, tickets: [last]),
      read: ReadSlice(contents: contents, failed: [failed]))
    slice.add(
      .kept(
        ExtractedAttachment(
          ticket: SourceID("\(last)"), id: "1", name: "a", mediaType: "b", byteCount: 600_000, sha256: "")))
    slice.add(.rejected(reject))
    return slice
  }

  private let failed = Reject(ticket: SourceID("2"), rule: "ticket/2", reason: "", hint: "")

  @Test func `what is counted survives being written and read`() throws {
    #expect(try Checkpoint.read(folder.file("checkpoint.json")) == nil)
    var checkpoint = Checkpoint(request: request)
    checkpoint.count(extracted(last: 5, transaction: 90))
    checkpoint.count(extracted(last: 9, transaction: nil))
    checkpoint.lengths = [10, 20, 30, 40]
    checkpoint.began = 70
    checkpoint.isMending = true
    try Disk.replace(folder.file("checkpoint.json"), with: checkpoint.json.indentedText)
    let again = try #require(try Checkpoint.read(folder.file("checkpoint.json")))
    #expect(again.json == checkpoint.json)
    #expect(again.counts == checkpoint.counts)
    #expect(
      again.cursor == Cursor(id: 9) && again.lastTransaction == 90 && again.lengths == [10, 20, 30, 40])
    #expect(again.began == 70 && again.isMending)
    let counts = again.counts
    #expect(
      [counts.found, counts.tickets, counts.transactions, counts.attachments] == [6, 2, 6, 2])
    #expect([counts.skipped, counts.failed, counts.rejected] == [2, 2, 2])
    #expect(
      counts.summary == "2 tickets, 6 transactions, 2 attachments (1 MB), 2 skipped (deleted or merged)")
  }

  @Test func `what was rejected and is mended is counted once`() throws {
    var checkpoint = Checkpoint(request: request)
    checkpoint.count(extracted(last: 5, transaction: 90))
    let contents = SliceContents(
      records: [SourceRecord(system: "s", id: "2", url: nil, data: nil)], foundCount: 1, transactionCount: 4,
      lastTransaction: 95)
    checkpoint.count(
      ExtractedSlice(slice: Slice(first: 2, last: 2, tickets: [2]), read: ReadSlice(contents: contents)),
      insteadOf: [failed])
    let counts = checkpoint.counts
    #expect([counts.found, counts.tickets, counts.transactions, counts.failed] == [3, 2, 7, 0])
    #expect(checkpoint.lastTransaction == 95 && checkpoint.cursor == Cursor(id: 5))
  }

  @Test(arguments: [
    (
      ExtractionRequest(system: "s", url: "https://a.test", queues: [], limit: nil),
      "all queues of https://a.test"
    ),
    (
      ExtractionRequest(system: "s", url: "https://a.test", queues: ["A", "B"], limit: 5),
      "A, B of https://a.test, the first 5"
    ),
  ])
  func `a request says what it asks for`(request: ExtractionRequest, words: String) {
    #expect(request.description == words)
  }

  @Test(
    arguments: [
      (["--queue", "B", "--queue", "A", "--jobs", "2", "--limit", "7"], ["B", "A"], 7, 2),
      ([], ["Support"], nil, 32),
    ] as [([String], [String], Int?, Int)])
  func `the command line goes before the configuration`(
    words: [String], queues: [String], limit: Int?, jobs: Int
  ) throws {
    let options = try ExtractOptions(Arguments(folder.words(words, data: "d"), ExtractOptions.syntax))
    #expect(options.queues == queues && options.limit == limit && options.jobs == jobs)
    #expect(options.data.root == folder.file("d"))
  }
}
