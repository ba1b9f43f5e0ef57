import Foundation
import Testing

@testable import MigrationKit

/// Files in a JSON body arrive in their places, and nothing else in it changes.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct JSONFilesTests {
  private let folder = TemporaryFolder.current

  @Test func `files stand in a JSON body as base64`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    var files = JSONFiles()
    let texts = (0..<12).map { String(repeating: "\($0)\u{0}", count: $0 * 10_000) }
    let attachments: [JSONValue] = try texts.enumerated().map { number, text in
      let path = try folder.write(text, to: "\(number)")
      return ["name": "\(number) \"ü\"", "data": files.base64(path: path, byteCount: text.utf8.count)]
    }
    let article: JSONValue = ["body": "hello", "attachments": .array(attachments), "internal": true]
    _ = try await HTTPClient(base: server.base).send(.json(.post, "/articles", article, files))
    let arrival = try #require(server.arrivals.first)
    #expect(arrival.header("Content-Type") == "application/json")
    #expect(arrival.header("Content-Length") == String(arrival.body.count))
    let json = try JSONDocument(arrival.body).root
    let arrived = json["attachments"]?.elements ?? []
    #expect(json["body"]?.string == "hello" && json["internal"]?.bool == true)
    #expect(arrived.map { $0["name"]?.string } == (0..<12).map { "\($0) \"ü\"" })
    #expect(
      arrived.map { $0["data"]?.string } == texts.map { Data($0.utf8).base64EncodedString() })
  }

  @Test func `without files it is the JSON alone`() throws {
    let value: JSONValue = ["a": [1, "x"]]
    let request = HTTPRequest.json(.post, "/x", value, JSONFiles())
    guard case .segments(let segments) = request.body else { throw UnexpectedError(error: nil) }
    #expect(segments == [.bytes(value.bytes)])
    #expect(request.kind == .write)
  }
}
