import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineTargetTests {
  static let files = (1...4).map { number in
    MigrationKit.Attachment(
      id: String(number), name: "a ü.txt", mediaType: "text/plain", byteCount: number - 1,
      sha256: String(repeating: String(number), count: 64))
  }
  static let known = KnownIDs(
    ticket: TargetID("50"), uploads: ["1": "1.a", "2": "2.b", "3": "3.c", "4": "4.d"],
    linked: [SourceID("6"): TargetID("40"), SourceID("7"): TargetID("60")])
  static var ticket: Ticket { RedmineSamples.everything(id: "5", files: files) }

  static func link(_ kind: TicketLink.Kind, _ ticket: String) -> Step {
    .link(TicketLink(kind: kind, ticket: SourceID(ticket)))
  }

  @Test func `the steps stand in the order they must happen`() async throws {
    var ticket = Self.ticket
    ticket.watchers += [RedmineSamples.person("lock6225"), RedmineSamples.person("Boris")]
    ticket.links = [TicketLink(kind: .parent, ticket: SourceID("6"))]
    let target = try await RedmineFixtures.target()
    #expect(
      target.steps(for: ticket).map(\.name) == [
        "upload/1", "create", "upload/2", "article/2", "upload/3", "upload/4", "article/3", "article/4",
        "article/5", "watcher/boris", "state", "link/parent/6",
      ])
  }

  @Test func `an internal first article never becomes the description`() async throws {
    var ticket = Self.ticket
    ticket.articles[0].isInternal = true
    let target = try await RedmineFixtures.target()
    #expect(target.steps(for: ticket).map(\.name).starts(with: ["create", "upload/1", "article/1"]))
    let create = try target.request(for: .create, of: ticket, known: Self.known)
    let description = try #require(try body(create)["issue"]?["description"]?.string)
    #expect(description == "RT ticket 5")
    #expect(try body(create)["issue"]?["uploads"] == nil)
    let note = try target.request(for: .article(id: "1"), of: ticket, known: Self.known)
    #expect(try body(note)["issue"]?["private_notes"]?.bool == true)
  }

  @Test func `the issue is created with everything that can be sent`() async throws {
    let target = try await RedmineFixtures.target()
    let request = try target.request(for: .create, of: Self.ticket, known: Self.known)
    #expect(request.target == "/issues.json")
    #expect(request.isRepeatable == false)
    #expect(request.headers.contains(HTTPHeader("X-Redmine-Switch-User", "reporter")))
    #expect(
      JSONValue.source(try body(request)).text == #"""
        {"issue":{"project_id":1,"tracker_id":3,"status_id":5,"priority_id":3,"subject":"Ticket 5",\#
        "description":"RT ticket 5\n\n[2021-01-02, RT transaction 1]\n\n  Grüße 👋\n\n[2021-01-05, RT transaction 2]\n",\#
        "assigned_to_id":5,"start_date":null,"due_date":null,"estimated_hours":1.5,"custom_fields":[\#
        {"id":1,"value":"5"},{"id":5,"value":["1.2","2.0-β"]},{"id":6,"value":"K 77"},{"id":9,"value":"a\nb"}],\#
        "uploads":[{"token":"1.a","filename":"a ü.txt","content_type":"text/plain"}]}}
        """#)
  }

  @Test(arguments: [
    (
      "2", "anna" as String?,
      #"{"issue":{"notes":"[2021-01-05, RT transaction 2]\n\n> [2021-01-05, RT transaction 3]\nno","private_notes":false,"uploads":[{"token":"2.b","filename":"a ü.txt","content_type":"text/plain"}]}}"#
    ),
    (
      "4", nil,
      #"{"issue":{"notes":"[Rita Åberg <rita@example.com>, 2021-01-05, RT transaction 4]\n\nHello","private_notes":true}}"#
    ),
  ])
  func `an article is one request with its files`(id: String, login: String?, expected: String) async throws {
    let target = try await RedmineFixtures.target()
    let request = try target.request(for: .article(id: id), of: Self.ticket, known: Self.known)
    #expect(request.method == .put)
    #expect(request.path == "/issues/50.json")
    #expect(request.isRepeatable == false)
    #expect(request.headers.first { $0.name == "X-Redmine-Switch-User" }?.value == login)
    #expect(JSONValue.source(try body(request)).text == expected)
  }

  @Test(arguments: [
    (Step.state, "PUT /issues/50.json", #"{"issue":{"status_id":5}}"#, true),
    (.watcher(login: "boris"), "POST /issues/50/watchers.json", #"{"user_id":6}"#, true),
    (.hide(journal: "77"), "PUT /journals/77.json", #"{"journal":{"private_notes":true}}"#, true),
    (link(.parent, "6"), "PUT /issues/50.json", #"{"issue":{"parent_issue_id":40}}"#, true),
    (
      link(.blocks, "6"), "POST /issues/50/relations.json",
      #"{"relation":{"issue_to_id":40,"relation_type":"blocks"}}"#, true
    ),
    (
      link(.relates, "7"), "POST /issues/50/relations.json",
      #"{"relation":{"issue_to_id":60,"relation_type":"relates"}}"#, true
    ),
    (
      link(.relates, "6"), "POST /issues/40/relations.json",
      #"{"relation":{"issue_to_id":50,"relation_type":"relates"}}"#, true
    ),
  ])
  func `the other steps are small`(step: Step, line: String, json: String, isRepeatable: Bool) async throws {
    let request = try await RedmineFixtures.target().request(for: step, of: Self.ticket, known: Self.known)
    #expect("\(request.method.rawValue) \(request.target)" == line)
    #expect(JSONValue.source(try body(request)).text == json)
    #expect(request.isRepeatable == isRepeatable)
    #expect(!request.headers.contains { $0.name == "X-Redmine-Switch-User" })
  }

  @Test(arguments: [(0, "reporter" as String?), (1, "anna"), (2, "anna")])
  func `a file is uploaded by whoever writes its article`(index: Int, login: String?) async throws {
    let file = Self.files[index]
    let request = try await RedmineFixtures.target().request(
      for: .upload(file), of: Self.ticket, known: KnownIDs())
    #expect(request.target == "/uploads.json?filename=a%20%C3%BC.txt&content_type=text%2Fplain")
    #expect(request.headers.first { $0.name == "Content-Type" }?.value == "application/octet-stream")
    #expect(request.headers.first { $0.name == "X-Redmine-Switch-User" }?.value == login)
    switch request.body {
    case .file(let path, let byteCount):
      #expect(path == "/blobs/\(file.sha256)")
      #expect(byteCount == file.byteCount)
    case .bytes(let bytes): #expect(bytes.isEmpty && file.byteCount == 0)
    case .segments, nil: Issue.record("no body of one piece")
    }
  }

  @Test func `what the server would quietly replace is an error`() async throws {
    let target = try await RedmineFixtures.target()
    var changed: [Ticket] = Array(repeating: Self.ticket, count: 5)
    changed[0].type = "Support "
    changed[1].state = "Gone"
    changed[2].fields = [CustomField(name: "Gone", values: ["1"])]
    changed[3].fields = [CustomField(name: "RT link", values: ["1", "2"])]
    changed[4].id = SourceID("X-5")
    for ticket in changed {
      #expect(throws: RedmineError.self) { try target.request(for: .create, of: ticket, known: Self.known) }
    }
    #expect(throws: RedmineError.self) {
      try target.request(for: .create, of: Self.ticket, known: KnownIDs())
    }
    #expect(throws: RedmineError.self) { try target.request(for: .state, of: Self.ticket, known: KnownIDs()) }
  }

  private func body(_ request: HTTPRequest) throws -> JSONNode {
    guard case .bytes(let bytes) = request.body else { throw JSONShapeError("no JSON") }
    return try JSONDocument(bytes).root
  }
}
