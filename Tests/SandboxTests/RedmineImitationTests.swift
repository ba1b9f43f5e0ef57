import MigrationKit
import Testing

@testable import Sandbox

/// What only the imitation has: its books, its limit for uploads, and its digest.
@Suite struct RedmineImitationTests {
  private let key = "0123456789abcdef0123456789abcdef01234567"

  private func request(
    _ method: String, _ path: String, query: [(name: String, value: String)] = [],
    type: String = "application/json", body: [UInt8] = []
  ) -> WebRequest {
    let headers = [(name: "X-Redmine-API-Key", value: key), (name: "Content-Type", value: type)]
    return WebRequest(method: method, path: path, query: query, headers: headers, body: body)
  }

  private func issue(_ members: JSONValue) -> [UInt8] { (["issue": members] as JSONValue).bytes }

  /// Lengths on both sides of a block's end; the digests are coreutils' sha256sum's.
  @Test(arguments: [
    (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
    (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
    (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
    (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
    (1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    (100000, "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee"),
  ])
  func `the digest is SHA-256, whatever the length`(count: Int, digest: String) {
    #expect(sha256Hexadecimal(Array(repeating: UInt8(ascii: "a"), count: count)) == digest)
  }

  @Test func `the books hold what came, and count every writing request`() throws {
    let redmine = RedmineImitation(apiKey: key)
    let upload = redmine.respond(
      to: request(
        "POST", "/uploads.json", query: [("filename", "a.txt")], type: "application/octet-stream",
        body: Array("hello".utf8)))
    let token = try #require(try JSONDocument(upload.body).root["upload"]?["token"]?.string)
    let created = redmine.respond(
      to: request(
        "POST", "/issues.json",
        body: issue([
          "project_id": "support", "subject": "s", "custom_fields": [["id": 1, "value": 4711]],
          "uploads": [["token": .string(token)]],
        ])))
    #expect(created.status == 201)
    for change in [["notes": "one"], ["notes": "two", "private_notes": true], ["subject": ""]] as [JSONValue]
    {
      _ = redmine.respond(to: request("PUT", "/issues/1.json", body: issue(change)))
    }
    let books = redmine.books()
    let entry = try #require(books.issues.first)
    #expect(books.writingRequestCount == 5)
    #expect(entry.writingRequestCount == 3)
    #expect(entry.marker == "4711")
    #expect(entry.articles.map(\.notes) == ["one", "two"])
    #expect(entry.articles.map(\.isPrivate) == [false, true])
    #expect(entry.files.map(\.digest) == ["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"])
    #expect(books.looseUploadCount == 0)
    let page = redmine.respond(
      to: WebRequest(method: "GET", path: "/sandbox/books.json", query: [], headers: [], body: []))
    #expect(String(decoding: page.body, as: UTF8.self) == books.json.text)
  }

  @Test func `an upload over the limit is refused`() throws {
    let redmine = RedmineImitation(apiKey: key, maximumUploadByteCount: 4)
    func status(_ text: String) -> Int {
      redmine.respond(
        to: request(
          "POST", "/uploads.json", query: [("filename", "a")], type: "application/octet-stream",
          body: Array(text.utf8))
      ).status
    }
    #expect(status("1234") == 201)
    #expect(status("12345") == 422)
    #expect(redmine.books().looseUploadCount == 1)
  }

  @Test func `a change begun on an older state is refused`() throws {
    var state = RedmineState(apiKey: key, maximumUploadByteCount: 1)
    func call(_ method: String, _ path: String, _ members: JSONValue) throws -> RedmineCall {
      var call = try RedmineCall(request(method, path, body: issue(members)))
      call.user = state.user(1)
      call.parameters = ["1"]
      return call
    }
    _ = try state.createIssue(call("POST", "/issues.json", ["project_id": "support", "subject": "s"]))
    var first = try call("PUT", "/issues/1.json", ["notes": "first"])
    var second = try call("PUT", "/issues/1.json", ["notes": "second"])
    (first.lockVersion, second.lockVersion) = (0, 0)
    #expect(try state.changeIssue(first).status == 204)
    let refusal = #expect(throws: RedmineRefusal.self) { try state.changeIssue(second) }
    #expect(refusal?.response.status == 422)
    #expect(refusal?.response.body == Array(#"{"errors":[]}"#.utf8))
    #expect(state.journals.all.map(\.notes) == ["first"])
  }

  @Test(arguments: [false, true])
  func `issues of two projects are linked where the settings let them`(isAllowed: Bool) throws {
    let redmine = RedmineImitation(apiKey: key, links: isAllowed ? .everywhere : RedmineLinkSettings())
    for project in ["support", "sales"] {
      let body = issue(["project_id": .string(project), "subject": "s"])
      #expect(redmine.respond(to: request("POST", "/issues.json", body: body)).status == 201)
    }
    let relation = (["relation": ["issue_to_id": 2]] as JSONValue).bytes
    let related = redmine.respond(to: request("POST", "/issues/1/relations.json", body: relation))
    #expect(related.status == (isAllowed ? 201 : 422))
    let child = issue(["project_id": "sales", "subject": "s", "parent_issue_id": 1])
    let adopted = redmine.respond(to: request("POST", "/issues.json", body: child))
    #expect(adopted.status == (isAllowed ? 201 : 422))
    guard !isAllowed else { return }
    #expect(
      String(decoding: related.body, as: UTF8.self)
        == #"{"errors":["Related issue doesn't belong to the same project"]}"#)
    #expect(
      String(decoding: adopted.body, as: UTF8.self) == #"{"errors":["Parent task is invalid"]}"#)
  }
}
