import Testing

@testable import MigrationKit

/// A file that broke off continues where it ended, and two versions of it are never mixed.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct HalfFileTests {
  private let clock = PatientClock()
  private let folder = TemporaryFolder.current
  private static let whole = "0123456789"

  private var file: String { folder.file("file") }

  private func request(_ path: String = "/x") -> HTTPRequest {
    var request = HTTPRequest(.get, path)
    request.destination = .file(path: file)
    return request
  }

  private func send(_ request: HTTPRequest, to server: FaultServer) async throws -> HTTPResponse {
    try await HTTPClient(base: server.base, settings: HTTPSettings(waiting: clock.waiting)).send(request)
  }

  private func cut(_ headers: [String], _ body: String = "01234", of length: Int = 10) -> FaultServer.Action {
    let lines = ["HTTP/1.1 200 OK", "Content-Length: \(length)"] + headers
    return .sendAndClose(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  private func rest(_ range: String, _ body: String, _ headers: [String] = []) -> FaultServer.Action {
    .reply(206, body, headers: ["Content-Range: bytes \(range)"] + headers)
  }

  private func expectWhole(_ response: HTTPResponse, _ whole: String = whole) throws {
    #expect(response.status == 200 && response.byteCount == whole.utf8.count)
    #expect(try folder.text("file") == whole)
    #expect(try folder.text("file.validator") == nil)
  }

  @Test(arguments: [
    (["Accept-Ranges: bytes", "ETag: \"v1\""], "\"v1\""),
    (
      [
        "accept-ranges: Bytes", "Last-Modified: Tue, 14 Nov 2023 22:13:20 GMT",
        "Date: Tue, 14 Nov 2023 22:13:50 GMT",
      ],
      "Tue, 14 Nov 2023 22:13:20 GMT"
    ),
  ])
  func `a file that broke off continues where it ended`(headers: [String], validator: String) async throws {
    let server = try FaultServer { [self] arrival in
      switch arrival.number {
      case 0: cut(headers)
      case 1:
        .sendAndClose("HTTP/1.1 206 Part\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56")
      default: rest("7-9/10", "789")
      }
    }
    defer { server.stop() }
    try expectWhole(try await send(request(), to: server))
    let ranges = server.arrivals.map { $0.header("Range") }
    #expect(ranges == [nil, "bytes=5-", "bytes=7-"])
    #expect(server.arrivals.map { $0.header("If-Range") } == [nil, validator, validator])
  }

  @Test(arguments: [
    ["ETag: \"v1\""], ["Accept-Ranges: none", "ETag: \"v1\""], ["Accept-Ranges: bytes"],
    ["Accept-Ranges: bytes", "ETag: W/\"v1\"", "Last-Modified: Tue, 14 Nov 2023 22:13:20 GMT"],
    [
      "Accept-Ranges: bytes", "Last-Modified: Tue, 14 Nov 2023 22:13:20 GMT",
      "Date: Tue, 14 Nov 2023 22:13:20 GMT",
    ],
    ["Accept-Ranges: bytes", "Last-Modified: lately"],
    ["Accept-Ranges: bytes", "ETag: \"v1\"", "Content-Encoding: br"],
  ])
  func `without a way to tell that the bytes are the same it begins anew`(headers: [String]) async throws {
    let server = try FaultServer { [self] in $0.number == 0 ? cut(headers) : .ok(Self.whole) }
    defer { server.stop() }
    try expectWhole(try await send(request(), to: server))
    #expect(server.arrivals.map { $0.header("Range") } == [nil, nil])
  }

  @Test(arguments: [
    (FaultServer.Action.reply(416), 3), (.reply(206, "56789"), 3), (.ok(whole), 2),
    (.reply(206, "6789", headers: ["Content-Range: bytes 6-9/10"]), 3),
    (.reply(206, "56789A", headers: ["Content-Range: bytes 5-10/11"]), 3),
    (.reply(206, "567", headers: ["Content-Range: bytes 5-7/10"]), 3),
    (.reply(206, "56789", headers: ["Content-Range: bytes 5-9/10", "ETag: \"v2\""]), 3),
    (.reply(206, "", headers: ["Content-Range: bytes 5-9/*"]), 3),
  ])
  func `an answer that is not the rest of these bytes is not added to them`(
    answer: FaultServer.Action, requests: Int
  ) async throws {
    let server = try FaultServer { [self] arrival in
      switch arrival.number {
      case 0: cut(["Accept-Ranges: bytes", "ETag: \"v1\""])
      case 1: answer
      default: .ok(Self.whole)
      }
    }
    defer { server.stop() }
    try expectWhole(try await send(request(), to: server))
    #expect(server.arrivals.map { $0.header("Range") } == Array([nil, "bytes=5-", nil].prefix(requests)))
  }

  @Test func `a rest that ends too soon is not the end`() async throws {
    let server = try FaultServer { [self] arrival in
      switch arrival.number {
      case 0: cut(["Accept-Ranges: bytes", "ETag: \"v1\""])
      case 1: rest("5-9/10", "5678")
      default: rest("9-9/10", "9")
      }
    }
    defer { server.stop() }
    try expectWhole(try await send(request(), to: server))
    #expect(server.arrivals.last?.header("Range") == "bytes=9-")
  }

  @Test func `a part that nobody asked for is never the whole`() async throws {
    let server = try FaultServer { [self] _ in rest("0-4/10", "01234") }
    defer { server.stop() }
    for destination in [HTTPRequest.Destination.file(path: file), .memory(limit: 1000)] {
      var request = HTTPRequest(.get, "/x")
      request.destination = destination
      await #expect(throws: RequestError.self) { try await send(request, to: server) }
    }
  }

  @Test(
    arguments: [
      ("/x", "01234", "\n10\n", "bytes=5-"), ("/other", "01234", "\n10\n", nil), ("/x", "01234", "\n10", nil),
      ("/x", "01234", "\n", nil), ("/x", "", "\n10\n", nil), ("/x", "0123456789", "\n10\n", nil),
      ("/x", nil, "\n10\n", nil),
    ] as [(String, String?, String, String?)])
  func `a later run continues only with what belongs together`(
    path: String, content: String?, end: String, range: String?
  ) async throws {
    let server = try FaultServer { [self] in
      $0.header("Range") == nil ? .ok(Self.whole) : rest("5-9/10", "56789")
    }
    defer { server.stop() }
    if let content { try folder.write(content, to: "file") }
    try folder.write("\(server.base)\(path)\nETag: \"v1\"\(end)", to: "file.validator")
    try expectWhole(try await send(request("/x"), to: server))
    #expect(server.arrivals.map { $0.header("Range") } == [range])
  }

  @Test func `what a run leaves is what the next one continues with`() async throws {
    let server = try FaultServer { [self] arrival in
      if arrival.number == 0 { return cut(["Accept-Ranges: bytes", "ETag: \"v1\""]) }
      return arrival.number < 5 ? .close : rest("5-9/10", "56789")
    }
    defer { server.stop() }
    await #expect(throws: RequestError.self) { try await send(request(), to: server) }
    #expect(try folder.text("file") == "01234")
    #expect(try folder.text("file.validator") == "\(server.base)/x\nETag: \"v1\"\n10\n")
    try expectWhole(try await send(request(), to: server))
  }

  @Test func `a long file comes through a line that breaks often`() async throws {
    let piece = 1 << 20
    let server = try FaultServer { [self] arrival in
      guard arrival.number > 0 else {
        return cut(
          ["Accept-Ranges: bytes", "ETag: \"v1\""], String(repeating: "a", count: piece), of: 12 * piece)
      }
      let (start, end) = (arrival.number * piece, 12 * piece)
      let head = "HTTP/1.1 206 Part\r\nContent-Range: bytes \(start)-\(end - 1)/\(end)\r\n"
      let body = String(repeating: "a", count: piece)
      return .sendAndClose(head + "Content-Length: \(end - start)\r\n\r\n" + body)
    }
    defer { server.stop() }
    #expect(try await send(request(), to: server).byteCount == 12 * piece)
    #expect(server.arrivals.count == 12)
  }
}
