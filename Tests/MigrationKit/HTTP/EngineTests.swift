import Foundation
import Testing

@testable import MigrationKit

@Suite(.timeLimit(.minutes(5))) struct EngineTests {
  @Test func `many requests at once share few connections`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    var settings = HTTPSettings(connections: 4)
    settings.longestIdleConnection = .seconds(60)
    let client = try HTTPClient(base: server.base, settings: settings)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<400 {
        group.addTask { try await client.send(HTTPRequest(.get, "/\(number)")).status }
      }
      for try await status in group { #expect(status == 200) }
    }
    #expect(server.arrivals.count == 400)
    // On a slow machine one may be given up and replaced.
    #expect(server.connectionCount <= 20)
  }

  @Test func `a cancelled request ends at once and frees its place`() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try FaultServer { request in
      guard request.number == 0 else { return .ok() }
      arrival.yield()
      return .stall(after: "")
    }
    defer { server.stop() }
    let client = try HTTPClient(base: server.base, settings: HTTPSettings(connections: 1))
    let task = Task { try await client.send(HTTPRequest(.get, "/slow")) }
    for await _ in arrived { break }
    task.cancel()
    await #expect(throws: RequestError.cancelled) { try await task.value }
    #expect(try await client.send(HTTPRequest(.get, "/next")).status == 200)
  }

  private func engine() -> CurlEngine {
    CurlEngine(
      CurlSettings(
        connectTimeout: .seconds(5), idleTimeout: .seconds(5), longestIdleConnection: .seconds(2),
        connections: 1, userAgent: "test"))
  }

  private func get(_ url: String, body: HTTPRequest.Body? = nil) -> TransferRequest {
    TransferRequest(
      kind: .read, method: .get, url: url, headers: [], body: body, destination: .memory(limit: 100))
  }

  /// Each is another way to end: an answer, none, an address libcurl refuses, a file that is not there.
  @Test(arguments: [
    ("http", nil, "answered"), ("http", HTTPRequest.Body.bytes([UInt8](repeating: 0, count: 7)), "answered"),
    ("gopher", nil, "not sent"),
    ("http", HTTPRequest.Body.file(path: "/nowhere/file", byteCount: 1), "storage"),
  ])
  func `whoever lets the next one in learns of the end before the caller`(
    scheme: String, body: HTTPRequest.Body?, ending: String
  ) async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let (heard, hearing) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(9))
    let request = get(server.base.replacing("http", with: scheme) + "/", body: body)
    let result = await engine().perform(request) { hearing.yield($0.kind) }
    hearing.yield("caller")
    hearing.finish()
    #expect(result.kind == ending)
    #expect(await heard.reduce(into: []) { $0.append($1) } == [ending, "caller"])
  }

  @Test func `a task cancelled before it begins sends nothing`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let engine = engine()
    let request = get(server.base + "/")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await engine.perform(request)
    }
    guard case .failure(.cancelled) = await task.value else { throw UnexpectedError(error: nil) }
    #expect(server.arrivals.isEmpty)
  }

  @Test func `connections are closed when the last client goes`() async throws {
    let (closed, closing) = AsyncStream<Int>.makeStream()
    let server = try FaultServer({ _ in .ok() }, onClose: { closing.yield($0) })
    defer { server.stop() }
    do {
      let client = try HTTPClient(base: server.base)
      _ = try await client.send(HTTPRequest(.get, "/x"))
      #expect(server.openCount == 1)
    }
    // The run ends only when the server sees the client's side close.
    for await left in closed where left == 0 { break }
  }
}

extension TransferResult {
  fileprivate var kind: String {
    switch self {
    case .success: "answered"
    case .failure(.notSent): "not sent"
    case .failure(.storage): "storage"
    case .failure(.cancelled): "cancelled"
    case .failure(.lost), .failure(.tooLarge), .failure(.misfit): "lost"
    }
  }
}
