import Foundation
import Testing

@testable import MigrationKit

/// What arrives is whole and where it belongs, or it is an error.
@Suite(.timeLimit(.minutes(5))) struct TransferTests {
  private let clock = PatientClock()

  private func client(_ server: FaultServer, connections: Int = 8) throws -> HTTPClient {
    try HTTPClient(
      base: server.base,
      settings: HTTPSettings(idleTimeout: .seconds(1), connections: connections, waiting: clock.waiting))
  }

  private func temporaryFile() -> String {
    FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf",
    "HTTP/1.1 200 OK\r\nContent-Le", "",
  ])
  func `a cut answer is never data`(answer: String) async throws {
    let server = try FaultServer { _ in .sendAndClose(answer) }
    defer { server.stop() }
    let client = try client(server)
    let read = await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, "/x")) }
    guard case .outage = read else { throw UnexpectedError(error: read) }
    let write = await #expect(throws: RequestError.self) {
      try await client.send(HTTPRequest(.post, "/cut", body: .bytes([1])))
    }
    guard case .unknown = write else { throw UnexpectedError(error: write) }
    #expect(server.arrivals.filter { $0.head.hasPrefix("POST /cut ") }.count == 1)
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"])
  func `a server that falls silent is given up`(beginning: String) async throws {
    let server = try FaultServer { _ in .stall(after: beginning) }
    defer { server.stop() }
    let client = try client(server)
    let error = await #expect(throws: RequestError.self) {
      try await client.send(HTTPRequest(.post, "/x", body: .bytes([1])))
    }
    guard case .unknown(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("fell silent"))
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "HTTP/1.1 200 OK\r\nX-Slow: ",
  ])
  func `a hopeless drip is given up`(beginning: String) async throws {
    let server = try FaultServer { _ in .drip(after: beginning, pause: .milliseconds(50)) }
    defer { server.stop() }
    let client = try client(server)
    let error = await #expect(throws: RequestError.self) {
      try await client.send(HTTPRequest(.post, "/x", body: .bytes([1])))
    }
    guard case .unknown(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("fell silent"))
  }

  @Test func `an answer longer than the limit is refused`() async throws {
    let server = try FaultServer { _ in .ok(String(repeating: "x", count: 1001)) }
    defer { server.stop() }
    var request = HTTPRequest(.get, "/x")
    request.destination = .memory(limit: 1001)
    let client = try client(server)
    #expect(try await client.send(request).byteCount == 1001)
    request.destination = .memory(limit: 1000)
    await #expect(throws: RequestError.tooLarge(limit: 1000)) { try await client.send(request) }
  }

  @Test(arguments: [
    (String(repeating: "X: \(String(repeating: "x", count: 1020))\r\n", count: 200), 200),
    (String(repeating: "X: y\r\n", count: 990), 990),
  ])
  func `long headers are kept`(headers: String, count: Int) async throws {
    let server = try FaultServer { _ in .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\(headers)\r\n") }
    defer { server.stop() }
    #expect(try await client(server).send(HTTPRequest(.get, "/x")).headers.count == count + 1)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
      + String(repeating: "X: \(String(repeating: "x", count: 1020))\r\n", count: 260),
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + String(repeating: "X: y\r\n", count: 1001),
    String(repeating: "HTTP/1.1 103 Early\r\nX: \(String(repeating: "x", count: 1020))\r\n\r\n", count: 260)
      + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
  ])
  func `headers without end are refused`(head: String) async throws {
    let server = try FaultServer { _ in .send(head + "\r\n") }
    defer { server.stop() }
    let client = try client(server)
    let error = await #expect(throws: RequestError.self) {
      try await client.send(HTTPRequest(.post, "/x", body: .bytes([1])))
    }
    guard case .unknown(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("headers are longer"))
  }

  @Test(arguments: [0, 1, 5_000_000])
  func `a body lands in its file`(byteCount: Int) async throws {
    let server = try FaultServer { _ in .ok(String(repeating: "x", count: byteCount)) }
    defer { server.stop() }
    let path = temporaryFile()
    try Data("older and longer".utf8).write(to: URL(filePath: path))
    var request = HTTPRequest(.get, "/x")
    request.destination = .file(path: path)
    let response = try await client(server).send(request)
    #expect(response.body.isEmpty)
    #expect(response.byteCount == byteCount)
    #expect(try Data(contentsOf: URL(filePath: path)) == Data(repeating: 0x78, count: byteCount))
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func `a download that was cut begins again from nothing`() async throws {
    let server = try FaultServer {
      $0.number == 0 ? .sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nlonger!") : .ok("whole")
    }
    defer { server.stop() }
    let path = temporaryFile()
    var request = HTTPRequest(.get, "/x")
    request.destination = .file(path: path)
    _ = try await client(server).send(request)
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("whole".utf8))
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func `the body of an error does not land in the file`() async throws {
    let server = try FaultServer { _ in .reply(404, "no such attachment") }
    defer { server.stop() }
    let path = temporaryFile()
    var request = HTTPRequest(.get, "/x")
    request.destination = .file(path: path)
    let response = try await client(server).send(request)
    #expect(response.status == 404)
    #expect(response.excerpt == "no such attachment")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk is told as such`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    var request = HTTPRequest(.get, "/x")
    request.destination = .file(path: "/dev/full")
    let client = try client(server)
    let error = await #expect(throws: RequestError.self) { try await client.send(request) }
    guard case .storage(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(
      reason.contains("/dev/full") && reason.contains("the disk is full")
        && reason.contains("free some space"))
  }

  @Test func `a folder that is missing is told as such`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    var request = HTTPRequest(.get, "/x")
    request.destination = .file(path: "/nowhere/at/all")
    let client = try client(server)
    let error = await #expect(throws: RequestError.self) { try await client.send(request) }
    guard case .storage(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.hasPrefix("/nowhere/at/all: cannot open it: No such file or directory"))
  }

  @Test func `a file is sent as it is`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let content = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let path = temporaryFile()
    try content.write(to: URL(filePath: path))
    let body = HTTPRequest.Body.file(path: path, byteCount: content.count)
    _ = try await client(server).send(HTTPRequest(.post, "/uploads", body: body))
    let arrival = try #require(server.arrivals.first)
    #expect(Data(arrival.body) == content)
    #expect(!arrival.head.lowercased().contains("expect:"))
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func `a file that became shorter is not sent as whole`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let path = temporaryFile()
    try Data("short".utf8).write(to: URL(filePath: path))
    let client = try client(server)
    let request = HTTPRequest(.post, "/uploads", body: .file(path: path, byteCount: 6))
    let error = await #expect(throws: RequestError.self) { try await client.send(request) }
    guard case .storage(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("has 5 bytes instead of 6"))
    #expect(server.arrivals.isEmpty)
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func `a packed body is unpacked`() async throws {
    let packed: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x2A, 0x49,
      0xAD, 0x28, 0x51, 0xB2, 0x52, 0x2A, 0x48, 0x4C, 0xCE, 0x4E, 0x4D, 0x51, 0x48, 0xCC,
      0x4B, 0x51, 0x28, 0xCD, 0x83, 0x70, 0x94, 0x6A, 0x01, 0x03, 0xDB, 0x2A, 0x74, 0x1E,
      0x00, 0x00, 0x00,
    ]
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
    let server = try FaultServer { _ in .sendBytes(Array(head.utf8) + packed) }
    defer { server.stop() }
    let response = try await client(server).send(HTTPRequest(.get, "/x"))
    #expect(String(decoding: response.body, as: UTF8.self) == #"{"text":"packed and unpacked"}"#)
    #expect(server.arrivals.first?.head.contains("gzip") == true)
  }

  @Test func `headers are kept in their order, also those that occur twice`() async throws {
    let server = try FaultServer { _ in
      .send(
        "HTTP/1.1 100 Continue\r\nX: no\r\n\r\nHTTP/1.1 200 OK\r\n"
          + "Set-Cookie: a=1\r\nset-cookie:  b=2 \r\nContent-Length: 0\r\n\r\n"
      )
    }
    defer { server.stop() }
    let response = try await client(server).send(HTTPRequest(.get, "/x"))
    #expect(
      response.headers == [
        HTTPHeader("Set-Cookie", "a=1"), HTTPHeader("set-cookie", "b=2"), HTTPHeader("Content-Length", "0"),
      ])
  }
}
