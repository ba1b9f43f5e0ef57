import Testing

@testable import Extract
@testable import MigrationKit

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct ExtractionTests {
  private let folder = TemporaryFolder.current
  private let server: FaultServer

  init() throws {
    server = try FaultServer.shelf()
  }

  @Test func `an undisturbed run writes every file in order`() async throws {
    defer { server.stop() }
    let source = ShelfSource([[1, 2], [4]])
    #expect(try await folder.extraction(source, from: server).run() == .complete)
    let hashes = ["/file/1/0", "/file/2/0", "/file/2/1", "/file/4/0"].map {
      SHA256.hex(of: Array(ShelfSource.bytes(at: $0).utf8))
    }
    let contents = try folder.contents(of: "data/extracted")
    func line(_ ticket: Int, _ id: Int, _ hash: String) -> String {
      #"{"ticket":"\#(ticket)","id":"\#(id)","name":"../\#(id).txt","type":"text/plain","bytes":18,"sha256":"\#(hash)"}"#
        + "\n"
    }
    #expect(
      contents["tickets.jsonl"]
        == [1, 2, 4].map { #"{"system":"shelf","id":"\#($0)","data":{"n":\#($0)}}"# + "\n" }.joined())
    #expect(
      contents["attachments.jsonl"]
        == line(1, 0, hashes[0]) + line(2, 0, hashes[1]) + line(2, 1, hashes[2]) + line(4, 0, hashes[3]))
    #expect(contents["skipped.jsonl"] == #"{"ticket":"3","reason":"deleted"}"# + "\n")
    #expect(contents["rejects.jsonl"] == "" && contents["changed.jsonl"] == "")
    #expect(contents["people.jsonl"]?.split(separator: "\n").count == 3)
    #expect(contents["queues.jsonl"] == #"{"system":"shelf","id":"1","data":{"name":"Support"}}"# + "\n")
    for (hash, path) in zip(hashes, ["/file/1/0", "/file/2/0"]) {
      #expect(contents["blobs/\(hash.prefix(2))/\(hash)"] == ShelfSource.bytes(at: path))
    }
    #expect(contents.count == 9 + 4)
    #expect(
      contents["manifest.json"] == """
        {
          "stage": "extract",
          "version": "\(Stage.version)",
          "request": {
            "system": "request-tracker",
            "url": "https://rt.example.com",
            "queues": [
              "Support"
            ]
          },
          "product": "Shelf 1",
          "login": "librarian",
          "counts": {
            "found": 4,
            "tickets": 3,
            "transactions": 6,
            "attachments": 4,
            "attachment_bytes": 72,
            "skipped": 1,
            "failed": 0,
            "rejected": 0,
            "changed": 0
          },
          "high_water": {
            "ticket": 4,
            "last_transaction": 400
          }
        }

        """)
  }

  @Test(arguments: [1, 4, 9, 10, 13])
  func `a run that was stopped anywhere comes to the same bytes`(lost: Int) async throws {
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server, into: "whole").run()
    await #expect(throws: ShelfSource.Gone.self) {
      try await folder.extraction(ShelfSource(lost: lost), from: server).run()
    }
    #expect(try folder.text("data/extracted/manifest.json") == nil)
    let rest = ShelfSource()
    #expect(try await folder.extraction(rest, from: server).run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `what is behind the checkpoint is cut off, half arrived files are cleared in the end`()
    async throws
  {
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server, into: "whole").run()
    await #expect(throws: ShelfSource.Gone.self) {
      try await folder.extraction(ShelfSource(lost: 12), from: server, ["--jobs", "1"]).run()
    }
    let extracted = folder.data.extracted
    #expect(Disk.byteCount(extracted.tickets) ?? 0 > 0)
    for path in [extracted.tickets, extracted.attachments, extracted.skipped, extracted.rejects] {
      try OpenFile(path, .appending).write(#"{"ticket":"12"}"#.utf8 + [0x0A] + #"{"tick"#.utf8)
    }
    try OpenFile(extracted.blobs.arrival(), .replacing).write("half".utf8)
    let rest = ShelfSource()
    #expect(try await folder.extraction(rest, from: server).run() == .complete)
    #expect(rest.readCount < 5)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `a second run asks for no ticket and no file again`() async throws {
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server).run()
    let before = try folder.contents(of: "data")
    let arrivals = server.arrivals.count
    let source = ShelfSource()
    #expect(try await folder.extraction(source, from: server).run() == .complete)
    #expect(source.readCount == 0)
    #expect(server.arrivals.count == arrivals)
    #expect(try folder.contents(of: "data") == before)
  }

  @Test(arguments: [false, true])
  func `what had arrived of an unfinished slice is not fetched again`(isTorn: Bool) async throws {
    server.stop()
    let server = try FaultServer { arrival in
      let path = String(arrival.head.split(separator: " ")[1])
      let isLast = path == "/file/2/1" && arrival.number < 3
      return isLast ? .reply(401) : .ok(ShelfSource.bytes(at: path))
    }
    defer { server.stop() }
    await #expect(throws: RequestError.unauthorized) {
      try await folder.extraction(ShelfSource([[1, 2]]), from: server, ["--jobs", "1"]).run()
    }
    #expect(server.arrivals.count == 3)
    let path = "data/extracted/blobs/arriving/kept.jsonl"
    let notes = try #require(try folder.text(path))
    #expect(notes.split(separator: "\n").count == 2)
    if isTorn { try folder.write(String(notes.dropLast(20)), to: path) }
    #expect(try await folder.extraction(ShelfSource([[1, 2]]), from: server).run() == .complete)
    #expect(server.arrivals.count == (isTorn ? 5 : 4))
    #expect(try folder.contents(of: "data/extracted/blobs/arriving").isEmpty)
  }

  @Test func `a file that has become shorter is refused`() async throws {
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server).run()
    try folder.write("", to: "data/extracted/attachments.jsonl")
    let error = try await #require(throws: FileError.self) {
      try await folder.extraction(ShelfSource(), from: server).run()
    }
    #expect(
      error.description == "\(folder.data.extracted.attachments): it is shorter than when it was written; "
        + "delete \(folder.data.extracted.root) and extract again")
  }

  @Test func `a file that someone has made longer is not cut`() async throws {
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server).run()
    try OpenFile(folder.data.extracted.tickets, .appending).write("{}\n".utf8)
    let before = try folder.contents(of: "data")
    let error = try await #require(throws: FileError.self) {
      try await folder.extraction(ShelfSource(), from: server).run()
    }
    #expect(error.description.contains("tickets.jsonl: it was edited after it was written; "))
    #expect(try folder.contents(of: "data") == before)
  }

  @Test(arguments: [["--queue", "Other"], ["--limit", "3"]])
  func `another request does not share the folder`(words: [String]) async throws {
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server).run()
    let before = try folder.contents(of: "data")
    let error = try await #require(throws: StageError.self) {
      try await folder.extraction(ShelfSource(), from: server, words).run()
    }
    #expect(error.exitCode == .usage)
    #expect(
      error.description.contains("holds another extraction (Support of https://rt.example.com); this one is ")
    )
    #expect(try folder.contents(of: "data") == before)
  }

  @Test func `a second run at the same time is refused`() async throws {
    defer { server.stop() }
    let lock = try RunLock(stage: "extract", in: folder.data)
    let error = try await #require(throws: FileError.self) {
      try await folder.extraction(ShelfSource(), from: server).run()
    }
    #expect(error.description.contains("another extract is running here"))
    withExtendedLifetime(lock) {}
  }
}
