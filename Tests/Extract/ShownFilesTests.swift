import Testing

@testable import Extract
@testable import MigrationKit

/// Files that the source shows several at a time.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct ShownFilesTests {
  private let folder = TemporaryFolder.current
  private static let single = ["/file/1/0", "/file/2/0", "/file/2/1", "/file/4/0"]
  private static let all = "/shown" + single.joined(separator: ",")

  private func extract(_ server: FaultServer) async throws -> ExitCode {
    defer { server.stop() }
    return try await folder.extraction(ShelfSource([[1, 2, 4]], shownAtOnce: 100), from: server).run()
  }

  /// As if each file had come by itself.
  private func requireWhole() async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    let whole = try folder.extraction(ShelfSource([[1, 2, 4]]), from: server, into: "whole")
    #expect(try await whole.run() == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  private func asked(_ server: FaultServer) -> [String] {
    server.arrivals.map { String($0.head.split(separator: " ")[1]) }
  }

  @Test func `all come in one answer and are written as if each had come by itself`() async throws {
    let server = try FaultServer.shelf()
    #expect(try await extract(server) == .complete)
    #expect(asked(server) == [Self.all])
    try await requireWhole()
  }

  @Test func `one whose bytes do not have its length is fetched by itself`() async throws {
    let bytes = Self.single.map { $0 == "/file/2/1" ? "short" : ShelfSource.bytes(at: $0) }
    let server = try FaultServer.shelf([Self.all: .ok(bytes.joined(separator: "\n"))])
    #expect(try await extract(server) == .complete)
    #expect(asked(server) == [Self.all, "/file/2/1"])
    try await requireWhole()
  }

  @Test(arguments: [
    (FaultServer.Action.reply(500), 5), (.reply(404), 1), (.reply(403), 1), (.ok("one line"), 3),
    (.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\nbytes"), 5),
  ])
  func `an answer that never comes whole costs no file, each comes by itself`(
    answer: FaultServer.Action, tries: Int
  ) async throws {
    let server = try FaultServer.shelf([Self.all: answer])
    #expect(try await extract(server) == .complete)
    #expect(asked(server) == Array(repeating: Self.all, count: tries) + Self.single)
    try await requireWhole()
  }

  @Test(arguments: [401, 302]) func `what is about the login stops the run`(status: Int) async throws {
    let server = try FaultServer.shelf([Self.all: .reply(status)])
    let error = try await #require(throws: RequestError.self) { try await extract(server) }
    #expect(error.exitCode == .loginRefused)
  }

  /// They are read from the disk then, where the notes say they are.
  @Test func `files that an earlier run brought are not asked for again`() async throws {
    let server = try FaultServer.shelf([Self.all: .reply(500), "/file/2/1": .reply(401)])
    await #expect(throws: RequestError.self) { try await extract(server) }
    let second = try FaultServer.shelf()
    #expect(try await extract(second) == .complete)
    #expect(asked(second) == ["/shown/file/2/1,/file/4/0"])
    try await requireWhole()
  }
}
