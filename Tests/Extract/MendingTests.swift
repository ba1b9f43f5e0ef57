import Testing

@testable import Extract
@testable import MigrationKit

/// An extraction that ended with rejects is started again.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct MendingTests {
  private let folder = TemporaryFolder.current
  private let ill: [Int: any Error] = [
    1: RequestError.failed("500"), 9: RequestError.failed("500"), 11: RequestError.failed("500"),
  ]
  private let missing: [String: FaultServer.Action] = [
    "/file/2/0": .reply(404), "/file/5/1": .reply(500), "/file/13/0": .ok("short"),
  ]

  /// Leaves rejected tickets and files behind, beside an undisturbed extraction in "whole".
  private func extractBadly() async throws {
    let (well, bad) = (try FaultServer.shelf(), try FaultServer.shelf(missing))
    defer { [well, bad].forEach { $0.stop() } }
    _ = try await folder.extraction(ShelfSource(), from: well, into: "whole").run()
    #expect(try await folder.extraction(ShelfSource(ill: ill), from: bad).run() == .rejected)
    #expect(try folder.text("data/extracted/rejects.jsonl")?.split(separator: "\n").count == 6)
  }

  @Test func `what was rejected comes, nothing else is asked for, and the bytes are those of a good run`()
    async throws
  {
    try await extractBadly()
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let source = ShelfSource()
    #expect(try await folder.extraction(source, from: server).run() == .complete)
    #expect(source.readCount == 6)
    #expect(
      Set(server.arrivals.map { $0.head.split(separator: " ")[1] })
        == ["/file/1/0", "/file/2/0", "/file/5/1", "/file/13/0"])
    #expect(server.arrivals.count == 4)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `what still fails stays rejected, also when it fails for another reason`() async throws {
    try await extractBadly()
    let server = try FaultServer.shelf(["/file/5/1": .reply(410, "gone")])
    defer { server.stop() }
    let source = ShelfSource(ill: [9: RequestError.failed("501")])
    #expect(try await folder.extraction(source, from: server).run() == .rejected)
    let lines = try #require(try folder.text("data/extracted/rejects.jsonl")).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains("answered 410: gone") == true)
    #expect(lines.last?.contains("it could not be read: 501") == true)
    let well = try FaultServer.shelf()
    defer { well.stop() }
    #expect(try await folder.extraction(ShelfSource(), from: well).run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `a run that stops while it mends has changed nothing`() async throws {
    try await extractBadly()
    let before = try folder.contents(of: "data")
    let server = try FaultServer.shelf(["/file/13/0": .reply(401)])
    defer { server.stop() }
    await #expect(throws: RequestError.unauthorized) {
      try await folder.extraction(ShelfSource(), from: server).run()
    }
    let after = try folder.contents(of: "data").filter { !$0.key.contains("/blobs/") }
    let whole = after.filter { !$0.key.contains(".mended") && !$0.key.hasSuffix(".partial") }
    #expect(whole == before.filter { !$0.key.contains("/blobs/") })
    let well = try FaultServer.shelf()
    defer { well.stop() }
    #expect(try await folder.extraction(ShelfSource(), from: well).run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `an interrupted run keeps what it has mended, and the rest stays rejected`() async throws {
    try await extractBadly()
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let source = ShelfSource()
    let interruption = Interruption { source.readCount >= 2 }
    #expect(
      try await folder.extraction(source, from: server, ["--jobs", "1"], interruption: interruption).run()
        == .interrupted)
    let left = try #require(try folder.text("data/extracted/rejects.jsonl")).split(separator: "\n").count
    #expect(left > 0 && left < 6)
    #expect(try folder.text("data/extracted/manifest.json") == nil)
    #expect(try await folder.extraction(ShelfSource(), from: server).run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  /// The moments at which a power cut can find the files: which of the four have got their names.
  @Test(arguments: 0...4) func `a crash between the new files' names is settled`(renamed: Int) async throws {
    try await extractBadly()
    let extracted = folder.data.extracted
    let old = try extracted.growing.map { try Disk.contents($0) }
    let checkpoint = try #require(try folder.text("data/extracted/checkpoint.json"))
    let server = try FaultServer.shelf()
    defer { server.stop() }
    #expect(try await folder.extraction(ShelfSource(), from: server).run() == .complete)
    var settled = try #require(try Checkpoint.read(extracted.checkpoint))
    for (path, bytes) in zip(extracted.growing, old).dropFirst(renamed) {
      try Disk.rename(path, to: path + ".mended")
      try OpenFile(path, .replacing).write(bytes)
    }
    settled.isMending = true
    try Disk.replace(extracted.checkpoint, with: settled.json.indentedText)
    #expect(checkpoint != settled.json.indentedText)
    #expect(try await folder.extraction(ShelfSource(), from: server).run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `files that were not said to count are thrown away`() async throws {
    try await extractBadly()
    let server = try FaultServer.shelf()
    defer { server.stop() }
    for path in folder.data.extracted.growing {
      try OpenFile(path + ".mended", .replacing).write("{\"half".utf8)
      try OpenFile(path + ".mended.partial", .replacing).write("{\"half".utf8)
    }
    #expect(try await folder.extraction(ShelfSource(), from: server).run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `a file that the source lists no more stays rejected as it was`() async throws {
    try await extractBadly()
    let server = try FaultServer.shelf()
    defer { server.stop() }
    // In this source 2 and 5 are deleted.
    let source = ShelfSource([[1], [4], [6, 9], [10], [12, 13]])
    #expect(try await folder.extraction(source, from: server).run() == .rejected)
    let rules = try #require(try folder.text("data/extracted/rejects.jsonl")).split(separator: "\n")
    #expect(rules.count == 2 && rules[0].contains(#""ticket":"2","rule":"attachment/0""#))
    #expect(rules[1].contains(#""ticket":"5","rule":"attachment/1""#))
  }

  @Test(arguments: ["attachment", "ticket/", "blob/5", ""])
  func `a line that no extraction writes is named`(rule: String) async throws {
    #expect(RejectRule(rule) == nil)
  }

  @Test func `half files stay while something is missing, under names that are not the source's`()
    async throws
  {
    let half = FaultServer.Action.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\nbytes of")
    let source = ShelfSource([[1]], tellsLengths: false)
    let bad = try FaultServer.shelf(["/file/1/0": half])
    defer { bad.stop() }
    #expect(try await folder.extraction(source, from: bad).run() == .rejected)
    let arrival = "data/extracted/blobs/arriving/\(SHA256.hex(of: Array("1/0".utf8)))"
    #expect(try folder.text(arrival) == "bytes of")
    let well = try FaultServer.shelf()
    defer { well.stop() }
    #expect(try await folder.extraction(source, from: well).run() == .complete)
    #expect(try folder.text(arrival) == nil)
  }

  @Test func `half files of nobody knows what are cleared when an extraction begins`() async throws {
    let path = try folder.write("?", to: "data/extracted/blobs/arriving/ab")
    let server = try FaultServer.shelf()
    defer { server.stop() }
    await #expect(throws: ShelfSource.Gone.self) {
      try await folder.extraction(ShelfSource(lost: 1), from: server).run()
    }
    #expect(!Disk.exists(path))
  }
}
