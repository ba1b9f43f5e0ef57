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

  private func get(_ url: String) -> TransferRequest {
    TransferRequest(
      kind: .read, method: .get, url: url, headers: [], body: nil, destination: .memory(limit: 100))
  }

  @Test func `between two requests a task stays on the engine's thread`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let engine = engine()
    let names = await engine.onItsThread {
      var names = [threadName()]
      for _ in 1...3 {
        _ = await engine.perform(get(server.base + "/"))
        names.append(threadName())
      }
      return names
    }
    #expect(names == ["curl", "curl", "curl", "curl"])
    #expect(threadName() != "curl")
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

private func threadName() -> String? { Thread.current.name }
