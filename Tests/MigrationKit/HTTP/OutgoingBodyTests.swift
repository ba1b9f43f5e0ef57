import Foundation
import Testing

@testable import MigrationKit

/// A body is the same however small the pieces are in which it is handed out, and nothing of it is sent when a file of it
/// has changed.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct OutgoingBodyTests {
  private let folder = TemporaryFolder.current

  private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) } }

  private func file(_ bytes: [UInt8]) throws -> String {
    let path = folder.file(UUID().uuidString)
    try OpenFile(path, .replacing).write(bytes)
    return path
  }

  private func drained(_ body: HTTPRequest.Body, room: Int) throws -> [UInt8] {
    var outgoing = try OutgoingBody(body)
    var whole: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: room)
    while case let count = try piece.withUnsafeMutableBytes({ try outgoing.next(into: $0) }), count > 0 {
      whole += piece[..<count]
    }
    #expect(outgoing.byteCount == whole.count && outgoing.sentCount == whole.count)
    return whole
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 49_151, 49_152, 49_153, 200_000], [1, 7, 65_536])
  func `a file in a body of parts is whole, as it is and as base64`(byteCount: Int, room: Int) throws {
    let content = bytes(byteCount)
    let path = try file(content)
    let body = HTTPRequest.Body.segments([
      .bytes(Array("<".utf8)), .file(path: path, byteCount: byteCount), .bytes([]),
      .base64File(path: path, byteCount: byteCount), .bytes(Array(">".utf8)),
    ])
    let base64 = Array(Data(content).base64EncodedString().utf8)
    let whole = try drained(body, room: room)
    #expect(whole == Array("<".utf8) + content + base64 + Array(">".utf8))
    #expect(body.byteCount == whole.count)
  }

  @Test(arguments: [
    HTTPRequest.Body.bytes([1, 2, 3]), .segments([.bytes([1]), .bytes([]), .bytes([2, 3])]),
  ])
  func `bytes are handed out once and in order`(body: HTTPRequest.Body) throws {
    for room in [1, 2, 3, 10] { #expect(try drained(body, room: room) == [1, 2, 3]) }
  }

  @Test(arguments: [4, 6], [false, true])
  func `nothing is sent when a file behind the first part has changed`(
    announced: Int, isBase64: Bool
  ) async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let path = try file(bytes(5))
    let part: HTTPRequest.Segment =
      isBase64
      ? .base64File(path: path, byteCount: announced) : .file(path: path, byteCount: announced)
    let request = HTTPRequest(.post, "/x", body: .segments([.bytes(bytes(200_000)), part]))
    let client = try HTTPClient(base: server.base)
    let error = await #expect(throws: RequestError.self) { try await client.send(request) }
    guard case .storage(let reason) = error else { throw UnexpectedError(error: error) }
    #expect(reason.contains("has 5 bytes instead of \(announced)"))
    #expect(server.connectionCount == 0)
  }

  @Test func `a body of parts is sent again from its beginning`() async throws {
    let server = try FaultServer { $0.number == 0 ? .reply(429, headers: ["Retry-After: 5"]) : .ok() }
    defer { server.stop() }
    let content = bytes(100_000)
    let body = HTTPRequest.Body.segments([.bytes([1]), .file(path: try file(content), byteCount: 100_000)])
    let settings = HTTPSettings(waiting: PatientClock().waiting)
    _ = try await HTTPClient(base: server.base, settings: settings).send(
      HTTPRequest(.post, "/x", body: body))
    #expect(server.arrivals.map(\.body) == [[1] + content, [1] + content])
  }

  /// `TICKETFERRY_MEASURE=1 swift test --filter memory`: alone, since other tests use memory too.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["TICKETFERRY_MEASURE"] != nil), arguments: [0, 1, 2])
  func `a file of 300 MB costs little memory, whatever it is sent in`(form: Int) async throws {
    let byteCount = 300 << 20
    let path = folder.file("sparse")
    try OpenFile(path, .replacing).truncate(to: byteCount)
    let drain = try DrainServer()
    defer { drain.stop() }
    let client = try HTTPClient(base: drain.base)
    _ = try await client.send(HTTPRequest(.post, "/warm", body: .bytes([1])))
    let before = try peakMemory()
    var (multipart, files) = (MultipartForm(), JSONFiles())
    multipart.add("file", file: path, byteCount: byteCount, fileName: "a", type: "text/plain")
    let json: JSONValue = ["data": files.base64(path: path, byteCount: byteCount)]
    let request = [
      HTTPRequest(.post, "/x", body: .file(path: path, byteCount: byteCount)),
      .multipart(.post, "/x", multipart), .json(.post, "/x", json, files),
    ][form]
    let start = ContinuousClock.now
    _ = try await client.send(request)
    let (time, grown) = (ContinuousClock.now - start, try peakMemory() - before)
    print("300 MB as \(["a file", "multipart", "base64"][form]): \(grown >> 10) KiB more memory, \(time)")
    #expect(drain.byteCount > request.body?.byteCount ?? 0)
    #expect(grown < 64 << 20)
  }

  private func peakMemory() throws -> Int {
    let status = String(decoding: try Disk.contents("/proc/self/status"), as: UTF8.self)
    let kilobytes = try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/)?.output.1)
    return try #require(Int(kilobytes)) << 10
  }
}
