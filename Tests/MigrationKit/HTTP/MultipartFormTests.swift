import Foundation
import Testing

@testable import MigrationKit

/// Forms arrive as other programs send them.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct MultipartFormTests {
  private let folder = TemporaryFolder.current
  private static let curl = "/usr/bin/curl"

  /// The body with the boundary named X, and the length that was announced.
  private func form(_ arrival: FaultServer.Arrival) throws -> String {
    let type = try #require(arrival.header("Content-Type"))
    let boundary = try #require(type.firstMatch(of: /^multipart\/form-data; boundary=(\S+)$/)?.output.1)
    #expect(arrival.header("Content-Length") == String(arrival.body.count))
    #expect(arrival.header("Transfer-Encoding") == nil && arrival.header("Expect") == nil)
    return String(decoding: arrival.body, as: UTF8.self).replacing(boundary, with: "X")
  }

  private func run(_ program: String, _ arguments: [String]) async throws {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in caller.resume() }
      do { try process.run() } catch { caller.resume(throwing: error) }
    }
    #expect(process.terminationStatus == 0)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: curl)))
  func `a form has the same bytes as curl's`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let path = try folder.write("from a file\r\n--X\n\u{0}", to: "file")
    try await run(
      Self.curl,
      [
        "--silent", "--form-string", "subject=two\nlines; @no=file", "--form-string", "a\"b=", "-F",
        "file=@\(path);filename=\"grüße \\\"1\\\".txt\";type=text/plain", "--form-string", "last=ü",
        server.base + "/x",
      ])
    var form = MultipartForm()
    form.add("subject", "two\nlines; @no=file")
    form.add("a\"b", "")
    form.add("file", file: path, byteCount: 18, fileName: "grüße \"1\".txt", type: "text/plain")
    form.add("last", "ü")
    _ = try await HTTPClient(base: server.base).send(.multipart(.post, "/x", form))
    let forms = try server.arrivals.map(self.form)
    #expect(forms.count == 2 && forms.first == forms.last)
    #expect(
      forms.last?.contains("filename=\"grüße %221%22.txt\"\r\nContent-Type: text/plain\r\n\r\nfrom a") == true
    )
  }

  @Test(arguments: [
    ("a\"b", "a%22b"), ("a\r\nb", "a%0D%0Ab"), ("a\nb\rc", "a%0Ab%0Dc"), ("ü %22", "ü %22"), ("a\\b", "a\\b"),
    ("", ""),
  ])
  func `a name cannot end before its end`(name: String, written: String) async throws {
    let path = try folder.write("x", to: "file")
    var form = MultipartForm()
    form.add(name, "value")
    form.add("f", file: path, byteCount: 1, fileName: name, type: "text/plain")
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    _ = try await HTTPClient(base: server.base).send(.multipart(.post, "/x", form))
    let body = try self.form(try #require(server.arrivals.first))
    #expect(
      body.hasPrefix("--X\r\nContent-Disposition: form-data; name=\"\(written)\"\r\n\r\nvalue\r\n--X\r\n"))
    #expect(
      body.contains(
        "form-data; name=\"f\"; filename=\"\(written)\"\r\nContent-Type: text/plain\r\n\r\nx\r\n--X--\r\n"))
  }

  @Test(arguments: ["", "text/plain\r\nX-Evil: 1", "text/pläin", "text\u{0}"])
  func `a type that would break the form is not passed on`(type: String) throws {
    var form = MultipartForm()
    form.add("f", file: "/file", byteCount: 1, fileName: "a", type: type)
    guard case .segments(let segments) = form.body, case .bytes(let head) = segments.first else {
      throw UnexpectedError(error: nil)
    }
    let text = String(decoding: head, as: UTF8.self)
    #expect(text.hasSuffix("\r\nContent-Type: application/octet-stream\r\n\r\n") && !text.contains("Evil"))
  }

  @Test func `no two forms have the same boundary, and it has 128 bits`() {
    let types = (0..<100).map { _ in MultipartForm().contentType.value }
    #expect(Set(types).count == 100)
    #expect(types.allSatisfy { $0.wholeMatch(of: /.*----ticketferry-[0-9a-f]{32}/) != nil })
  }
}
