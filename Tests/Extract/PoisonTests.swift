import Testing

@testable import Extract
@testable import MigrationKit

/// One bad thing costs that thing only, and a source that is ill as a whole stops the run.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct PoisonTests {
  private let folder = TemporaryFolder.current

  @Test(arguments: [
    (FaultServer.Action.reply(500, "no room"), "the server answered 500 (no room), in 5 tries"),
    (.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\nbytes"), "the answer was cut off"),
    (
      .ok("Log in, please!!!!", headers: ["Content-Type: text/html; charset=utf-8"]),
      "the server sent a web page instead, most likely its login page"
    ),
    (.reply(403, "virus"), "the login lacks a right (403): virus"),
    (.reply(404, "gone"), "the server answered 404: gone"),
    (.reply(410, "gone"), "the server answered 410: gone"),
  ])
  func `a file that never comes whole is written down with the server's words, the others come`(
    answer: FaultServer.Action, words: String
  ) async throws {
    let server = try FaultServer.shelf(["/file/2/0": answer])
    defer { server.stop() }
    #expect(try await folder.extraction(ShelfSource([[1, 2], [4]]), from: server).run() == .rejected)
    let reject = try #require(try rejects().first)
    #expect(try rejects().count == 1)
    #expect(reject.ticket == SourceID("2") && reject.rule == "attachment/0")
    #expect(reject.reason.hasPrefix("\"../0.txt\" was not fetched: ") && reject.reason.contains(words))
    #expect(try lines("tickets.jsonl") == 3 && lines("attachments.jsonl") == 3)
    #expect(try folder.contents(of: "data/extracted/blobs").values.allSatisfy { !$0.contains("Log in") })
  }

  @Test(arguments: [1, 2]) func `a page in a file's place is asked for again first`(pages: Int) async throws {
    let server = try FaultServer { arrival in
      arrival.number < pages
        ? .ok("<html>", headers: ["content-type: TEXT/HTML"]) : .ok(ShelfSource.bytes(at: "/file/1/0"))
    }
    defer { server.stop() }
    #expect(try await folder.extraction(ShelfSource([[1]]), from: server).run() == .complete)
    #expect(server.arrivals.count == pages + 1)
  }

  /// Tickets 2, 5, 8, … have two files each.
  @Test(arguments: [
    FaultServer.Action.reply(403), .ok("Log in, please!!!!", headers: ["Content-Type: text/html"]),
  ])
  func `many files in a row that are refused are a missing right`(answer: FaultServer.Action) async throws {
    let server = try FaultServer { _ in answer }
    defer { server.stop() }
    let shelves = [Array(1...20), Array(21...40)]
    let error = try await #require(throws: StageError.self) {
      try await folder.extraction(ShelfSource(shelves), from: server).run()
    }
    #expect(error.exitCode == .loginRefused)
    #expect(error.description.hasPrefix("the old system refused 10 files in a row ("))
  }

  @Test func `tickets refused in a row are a missing right, and what was refused before is asked for again`()
    async throws
  {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let refused = Dictionary(uniqueKeysWithValues: (1...12).map { (2 * $0, RequestError.forbidden("no")) })
    let scattered = ShelfSource([Array(1...30)], ill: refused)
    for _ in 1...2 {
      #expect(try await folder.extraction(scattered, from: server).run() == .rejected)
      #expect(try counts().failed == 12)
    }
    let together = Dictionary(uniqueKeysWithValues: (1...10).map { ($0, RequestError.forbidden("no")) })
    let error = try await #require(throws: StageError.self) {
      try await folder.extraction(ShelfSource([Array(1...10)], ill: together), from: server, into: "other")
        .run()
    }
    #expect(error.exitCode == .loginRefused)
  }

  @Test(arguments: [401, 302])
  func `what is about the login stops the run`(status: Int) async throws {
    let server = try FaultServer.shelf(["/file/2/0": .reply(status)])
    defer { server.stop() }
    let error = try await #require(throws: RequestError.self) {
      try await folder.extraction(ShelfSource([[1, 2]]), from: server).run()
    }
    #expect(error.exitCode == .loginRefused)
  }

  @Test func `a file that fails while the source does not answer stops the run`() async throws {
    let server = try FaultServer.shelf(["/file/2/0": .reply(500)])
    defer { server.stop() }
    await #expect(throws: RequestError.self) {
      try await folder.extraction(ShelfSource([[1, 2]], goesDown: true), from: server).run()
    }
    #expect(try folder.text("data/extracted/rejects.jsonl") == "")
  }

  /// 9 is a searchable ticket, 8 a deleted one, 12 the last, 3 stands before the first of its slice.
  @Test(
    arguments: [
      ([9], RequestError.failed("GET /x: the server answered 500")),
      ([8], RequestError.failed("GET /x: the server answered 500")),
      ([3, 12], RequestError.notJSON(status: 200, beginning: "<html>")),
      ([1], SourceError.inconsistent("5 found, 4 shown")), ([6], RequestError.forbidden("no")),
      ([1, 2, 3, 13], JSONShapeError("\"id\" is missing")),
      (Array(1...13), RequestError.faulted("500")),
    ] as [([Int], any Error)])
  func `a ticket that cannot be read costs that ticket, everything else is as it would be without it`(
    ill: [Int], fault: any Error
  ) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    _ = try await folder.extraction(ShelfSource(), from: server, into: "whole").run()
    let source = ShelfSource(ill: Dictionary(uniqueKeysWithValues: ill.map { ($0, fault) }))
    #expect(try await folder.extraction(source, from: server).run() == .rejected)
    #expect(try rejects().map(\.rule) == ill.map { "ticket/\($0)" })
    #expect(try rejects().allSatisfy { $0.reason == "it could not be read: \(fault)" })
    for (name, key) in [("tickets", "id"), ("attachments", "ticket"), ("skipped", "ticket")] {
      let rest = try #require(try folder.text("whole/extracted/\(name).jsonl")).split(separator: "\n")
        .filter { line in !ill.contains { line.contains("\"\(key)\":\"\($0)\"") } }
      #expect(try folder.text("data/extracted/\(name).jsonl") == rest.map { $0 + "\n" }.joined())
    }
    #expect(try counts().failed == ill.count && counts().found == 13)
  }

  @Test(arguments: [RequestError.failed("500"), .notJSON(status: 200, beginning: "<html>maintenance")])
  func `a slice that fails while the source does not answer stops the run`(fault: RequestError) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    await #expect(throws: fault) {
      try await folder.extraction(ShelfSource(ill: [5: fault], goesDown: true), from: server).run()
    }
  }

  @Test(arguments: [
    RequestError.unauthorized, .redirected(to: "/login"), .notSent("no address"),
    .storage("disk full"), .cancelled,
  ])
  func `what is not about one ticket stops the run`(fault: RequestError) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let source = ShelfSource([[1, 2]], ill: [2: fault])
    await #expect(throws: fault) { try await folder.extraction(source, from: server).run() }
    #expect(source.readCount == 1)
  }

  @Test func `a ticket that lists a file twice is not fetched`() async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    #expect(
      try await folder.extraction(ShelfSource([[1, 2], [4]], twins: [2]), from: server).run() == .rejected)
    #expect(try rejects().map(\.rule) == ["ticket/2"])
    #expect(try rejects().map(\.reason) == ["it could not be read: an attachment is listed twice"])
  }

  private func rejects() throws -> [Reject] {
    try (folder.text("data/extracted/rejects.jsonl") ?? "").split(separator: "\n")
      .map { try Reject(json: JSONDocument(String($0)).root) }
  }

  private func lines(_ name: String) throws -> Int? {
    try folder.text("data/extracted/\(name)")?.split(separator: "\n").count
  }

  private func counts() throws -> ExtractionCounts {
    let manifest = try JSONDocument(try #require(try folder.text("data/extracted/manifest.json"))).root
    return try ExtractionCounts(json: manifest.required("counts") { $0 })
  }
}
