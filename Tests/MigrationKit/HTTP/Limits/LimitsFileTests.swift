import Testing

@testable import MigrationKit

@Suite(.temporaryFolder)
struct LimitsFileTests {
  private let path = TemporaryFolder.current.file("limits-extract.json")

  private func client(to server: FaultServer, learned: LearnedLimits? = nil) throws -> HTTPClient {
    var settings = HTTPSettings(connections: 4)
    settings.learned = learned
    return try HTTPClient(base: server.base, settings: settings)
  }

  private func ask(_ client: HTTPClient) async throws {
    try await forEach(1...200, limit: 8) { _ in _ = try await client.send(HTTPRequest(.get, "/x")) }
  }

  @Test func `what one run finds out the next one begins with, even after a fault`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let file = LimitsFile(path, url: server.base)
    let client = try client(to: server)
    await #expect(throws: StageError.self) {
      try await file.keeping(client, Console(name: "test")) {
        try await ask(client)
        throw StageError("a fault")
      }
    }
    let learned = try #require(try file.read())
    #expect(learned.atOnce.map { (1...4).contains($0) } == true)
    #expect(learned.rates.keys.count == 1)
  }

  @Test(arguments: [
    "", "{", "{\"server\":\"https://other\"}", "[1]", #"{"server":"https://here","at_once":{"read":6}}"#,
  ])
  func `what is about another server, or unreadable, is found out anew`(text: String) throws {
    try TemporaryFolder.current.write(text, to: "limits-extract.json")
    #expect(try LimitsFile(path, url: "https://here").read() == nil)
  }

  @Test func `a run that asked next to nothing leaves what is there`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    try await LimitsFile(path, url: server.base).keeping(client(to: server), Console(name: "test")) {}
    #expect(!Disk.exists(path))
  }
}
