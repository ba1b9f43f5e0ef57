import MigrationKit
import Testing

@Suite struct RequestKindTests {
  private static let octets = HTTPHeader("content-type", "application/octet-stream")

  @Test(arguments: [
    (HTTPRequest(.get, "/x"), RequestKind.read),
    (HTTPRequest(.head, "/x"), .read),
    (HTTPRequest(.post, "/x", body: .bytes([1])), .write),
    (.json(.put, "/x", .number("1")), .write),
    (HTTPRequest(.delete, "/x"), .write),
    (HTTPRequest(.patch, "/x", body: .bytes([1])), .write),
    (HTTPRequest(.post, "/x", body: .segments([.bytes([1])])), .write),
    (
      HTTPRequest(.post, "/x", body: .segments([.bytes([1]), .base64File(path: "/file", byteCount: 1)])),
      .upload
    ),
    (HTTPRequest(.post, "/x", body: .file(path: "/file", byteCount: 1)), .upload),
    (HTTPRequest(.post, "/x", headers: [octets], body: .bytes([1])), .upload),
    (HTTPRequest(.get, "/x", headers: [octets]), .read),
  ])
  func `a request's kind is known by what it carries`(request: HTTPRequest, kind: RequestKind) {
    #expect(request.kind == kind)
  }

  @Test func `a search that is posted is a read`() {
    var request = HTTPRequest(.post, "/tickets", body: .bytes([1]))
    request.isSearch = true
    #expect(request.kind == .read)
  }

  @Test func `an answer that goes into a file is a download`() {
    var request = HTTPRequest(.get, "/x")
    request.destination = .file(path: "/file")
    #expect(request.kind == .download)
    request.destination = .memory(limit: 100)
    #expect(request.kind == .read)
    request.isDownload = true
    #expect(request.kind == .download)
  }
}
