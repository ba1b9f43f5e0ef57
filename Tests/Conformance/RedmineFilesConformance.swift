import MigrationKit
import Testing

/// Uploads and attachments.
extension RedmineConformanceTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("hello", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
    (
      String(repeating: "0123456789", count: 1000),
      "4c207598af7a20db0e3334dd044399a40e467cb81b37f7ba05a4f76dcbd8fd59"
    ),
  ])
  func `the token holds the SHA-256 of the bytes, and they come back`(text: String, digest: String)
    async throws
  {
    let redmine = try await RedmineUnderTest.connected()
    let token = try await redmine.upload(Array(text.utf8), name: "file.bin", type: "text/x-foo")
    #expect(token.split(separator: ".").last.map(String.init) == digest)
    let id = try await redmine.createIssue(["uploads": [["token": .string(token)]]])
    let issue = try await redmine.issue(id, include: "journals,attachments")
    #expect(issue["journals"]?.elements.isEmpty == true)
    let file = try #require(issue["attachments"]?.elements.first)
    #expect(file["filesize"]?.int == text.utf8.count)
    let number = try #require(file["id"]?.int)
    #expect(token == "\(number).\(digest)")
    for path in ["/attachments/download/\(number)", "/attachments/download/\(number)/file.bin"] {
      let reply = try await redmine.get(path)
      #expect(reply.status == 200)
      #expect(reply.bytes == Array(text.utf8))
    }
    #expect(try await redmine.get("/attachments/download/\(number)/other.bin").status == 404)
    #expect(try await redmine.get("/attachments/download/\(number)", as: .stranger).status == 302)
  }

  @Test(arguments: [
    ("plain.txt", "plain.txt"), ("quote\"d.pdf", "quote_d.pdf"), ("a/b\\c:*?\"<>|.txt", "c_.txt"),
    ("ünï; cödé 日本 😀.txt", "ünï; cödé 日本 😀.txt"), ("two\nlines.txt", "two_lines.txt"),
    ("../../etc/passwd", "passwd"),
  ])
  func `file names are cleaned`(name: String, kept: String) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let token = try await redmine.upload([1], name: name)
    let id = try await redmine.createIssue(["uploads": [["token": .string(token)]]])
    let issue = try await redmine.issue(id, include: "attachments")
    #expect(issue["attachments"]?.elements.map { $0["filename"]?.string } == [kept])
  }

  @Test(arguments: [
    ("a.txt", "text/plain"), ("a.PNG", "image/png"), ("a.bin", "application/octet-stream"), ("noext", nil),
    ("a.unheardof", nil),
  ])
  func `the kind of a file is guessed from its name`(name: String, type: String?) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let token = try await redmine.upload([1], name: name)
    let id = try await redmine.createIssue(["uploads": [["token": .string(token)]]])
    let file = try await redmine.issue(id, include: "attachments")["attachments"]?.elements.first
    #expect(file?["content_type"]?.string == type)
  }

  @Test func `a token serves once, and a refused change does not use it up`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let token = try await redmine.upload(Array("x".utf8), name: "x.txt")
    let uploads = [["token": .string(token)]] as JSONValue
    let id = try await redmine.createIssue()
    #expect(
      try await redmine.change(id, ["subject": "", "uploads": uploads]).errors == ["Subject cannot be blank"])
    #expect(try await redmine.change(id, ["uploads": uploads]).status == 204)
    #expect(try await redmine.change(id, ["uploads": uploads]).errors == ["1 file(s) could not be saved."])
    let marker = RedmineUnderTest.newMarker
    let reply = try await redmine.postIssue([
      "uploads": uploads, "custom_fields": [["id": 1, "value": .int(marker)]],
    ])
    #expect(reply.status == 422)
    let found = try await redmine.get("/issues.json", ["status_id": "*", "cf_1": "\(marker)"])
    #expect(try found.json["total_count"]?.int == 0)
  }

  @Test func `an upload needs its own content type, a key, and a name that fits`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let name = [(name: "filename", value: "x")]
    let bytes: [UInt8] = [1]
    let plain = try await redmine.send("POST", "/uploads.json", query: name, type: "text/plain", body: bytes)
    #expect(plain.status == 406)
    let octets = "application/octet-stream"
    let stranger = try await redmine.send(
      "POST", "/uploads.json", query: name, as: .stranger, type: octets, body: bytes)
    #expect(stranger.status == 401)
    let long = [(name: "filename", value: String(repeating: "x", count: 256))]
    let reply = try await redmine.send("POST", "/uploads.json", query: long, type: octets, body: bytes)
    #expect(reply.status == 422)
    #expect(try reply.errors == ["File is too long (maximum is 255 characters)"])
  }

  @Test func `a deleted file leaves a word in the journal`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let token = try await redmine.upload(Array("x".utf8), name: "x.txt")
    let id = try await redmine.createIssue(["uploads": [["token": .string(token)]]])
    let file = try #require(token.split(separator: ".").first)
    #expect(
      try await redmine.get("/attachments/\(file).json").json["attachment"]?["filename"]?.string == "x.txt")
    #expect(try await redmine.send("DELETE", "/attachments/\(file).json").status == 204)
    #expect(try await redmine.get("/attachments/\(file).json").status == 404)
    let detail = try await redmine.journals(of: id).first?["details"]?.elements.first
    #expect(detail?["old_value"]?.string == "x.txt")
    #expect(detail?["new_value"]?.isNull == true)
  }
}
