import Testing

@testable import MigrationKit

/// Many requests at once to a server that breaks off two answers in three.
@Suite(.timeLimit(.minutes(5))) struct ManyCutsTests {
  private let clock = PatientClock()

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf", "HTTP/1.1 200 OK\r\nContent-Le", "",
  ])
  func `however many answers are cut, nothing is sent twice`(answer: String) async throws {
    let server = try FaultServer { $0.number % 3 == 0 ? .ok() : .sendAndClose(answer) }
    defer { server.stop() }
    let client = try HTTPClient(
      base: server.base, settings: HTTPSettings(connections: 8, waiting: clock.waiting))
    try await forEach(1...300, limit: 30) { number in
      do {
        _ = try await client.send(HTTPRequest(.post, "/tickets/\(number)", body: .bytes([1])))
      } catch RequestError.unknown {}
    }
    let paths = server.arrivals.filter { $0.method == "POST" }.map { $0.head.split(separator: " ")[1] }
    #expect(paths.count == 300)
    #expect(Set(paths).count == 300)
  }
}
