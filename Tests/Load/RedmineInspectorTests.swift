import MigrationKit
import Synchronization
import Testing

@testable import Load

@Suite struct RedmineInspectorTests {
  @Test(
    arguments: [
      // An empty page, a short one, a total that rises and stays, one that never stays.
      ([(2, [1]), (2, [])], nil), ([(3, [1]), (3, [2]), (3, [3])], [1, 2, 3]),
      ([(2, [1]), (3, [2]), (3, [1]), (3, [2, 3])], [1, 2, 3]),
      ([(1, [1, 2])], [1, 2]), ([(0, [])], []),
      ((1...10).map { ($0 + 1, [$0]) }, nil),
    ] as [([(total: Int, ids: [Int])], [Int]?)])
  func `a list in pages is whole, or an error`(answers: [(total: Int, ids: [Int])], ids: [Int]?) async throws
  {
    let remaining = Mutex(answers[...])
    let survey = RedmineSurvey(vocabulary: Vocabulary(), marker: "") { _ in
      let answer = remaining.withLock { $0.popFirst() } ?? (total: 99, ids: [])
      let rows = answer.ids.map { JSONValue.members(["id": .int($0)]) }
      let page: JSONValue = ["users": .array(rows), "total_count": .int(answer.total)]
      return HTTPResponse(status: 200, body: page.bytes)
    }
    guard let ids else {
      await #expect(throws: RedmineError.self) { try await survey.pages("/users.json", "users") }
      return
    }
    #expect(try await survey.pages("/users.json", "users").map { try $0.int("id") } == ids)
  }

  @Test func `a fitting server has no faults and its unknowns are noted`() async throws {
    let inspection = try await RedmineFixtures.findings().inspection
    #expect(inspection.faults == [])
    #expect(inspection.product == "Redmine at https://redmine.example.com, as admin")
    for expected in ["mail", "cannot set the dates", "private files", "Set notes as private\": reporter"] {
      #expect(inspection.notes.contains { $0.contains(expected) }, "\(expected)")
    }
  }

  @Test(arguments: [
    (Vocabulary(queues: ["suport": 1]), "the project \"suport\" does not exist"),
    (Vocabulary(types: ["Suport": 2]), "no tracker \"Suport\" (did you mean \"Support\"?); correct"),
    (Vocabulary(states: ["Close": 2]), "no status \"Close\" (did you mean \"Closed\"?); correct"),
    (Vocabulary(priorities: ["Hihg": 2]), "no priority \"Hihg\" (did you mean \"High\"?); correct"),
    (
      Vocabulary(fields: ["Kundennumer": 0]),
      "no custom field \"Kundennumer\" (did you mean \"Kundennummer\"?); correct"
    ),
    (Vocabulary(logins: ["ana": 7]), "no user \"ana\" (did you mean \"anna\"?); create"),
    (Vocabulary(logins: ["lock6225": 1]), "the user \"lock6225\" is locked"),
    (
      Vocabulary(queues: ["support": 1], owners: ["support": ["admin": 2]]),
      "project \"support\" cannot be assigned to \"admin\""
    ),
  ])
  func `each wrong word is one fault with what to do`(vocabulary: Vocabulary, expected: String) async throws {
    let faults = try await RedmineFixtures.findings(vocabulary).inspection.faults
    #expect(faults.count == 1)
    #expect(faults.first?.contains(expected) == true, "\(faults)")
    #expect(faults.first?.contains(";") == true)
  }

  @Test(arguments: [
    ("RT tickt", "there is no custom field \"RT tickt\" for issues (did you mean \"RT ticket\"?); make"),
    ("Root cause", "is not \"Used as a filter\""), ("Category", "has the format list"),
    ("Affected versions", "has the format list (multiple)"),
  ])
  func `a marker field that could not be searched is a fault`(marker: String, expected: String) async throws {
    let findings = try await RedmineFixtures.findings(marker: marker)
    #expect(findings.inspection.faults.contains { $0.contains(expected) }, "\(findings.inspection.faults)")
    #expect(findings.catalog.marker == nil)
  }

  @Test func `a number field that is no filter cannot be the marker`() async throws {
    let fields = String(decoding: try RedmineFixtures.bytes("custom_fields"), as: UTF8.self)
      .replacing("\"is_filter\": true", with: "\"is_filter\": false")
    let findings = try await RedmineFixtures.findings(
      RedmineFixtures.vocabulary,
      ["/custom_fields.json": HTTPResponse(status: 200, body: Array(fields.utf8))])
    #expect(findings.inspection.faults.count == 1)
    #expect(findings.inspection.faults.first?.contains("\"RT ticket\" is not \"Used as a filter\"") == true)
    #expect(findings.catalog.marker == nil)
  }

  @Test func `a filter that is ignored shows that the field is not in the project`() async throws {
    let ignored = HTTPResponse(status: 200, body: Array(#"{"issues":[],"total_count":0}"#.utf8))
    let faults = try await RedmineFixtures.findings(marker: "RT ticket", ["/issues.json": ignored]).inspection
      .faults
    #expect(faults.contains { $0.contains("\"RT ticket\" is not enabled in the project \"support\"") })
    #expect(faults.contains { $0.contains("\"Kundennummer\" is not enabled in any project") })
  }

  @Test(arguments: ["<html>", "{}"])
  func `a page in place of the filter's answer says nothing of the field`(body: String) async throws {
    let page = HTTPResponse(status: 200, body: Array(body.utf8))
    await #expect(throws: (any Error).self) {
      try await RedmineFixtures.findings(marker: "RT ticket", ["/issues.json": page])
    }
  }

  @Test func `an account in another language is a fault`() async throws {
    let german = HTTPResponse(
      status: 422, body: Array(#"{"errors":["RT ticket muss ausgefüllt werden"]}"#.utf8))
    let faults = try await RedmineFixtures.findings(marker: "RT ticket", ["/issues.json": german]).inspection
      .faults
    #expect(faults.contains { $0.contains("does not use English") })
  }

  @Test(arguments: [(#""status":5,"#, "closed or archived"), (#""status":1,"#, "no issue tracking")])
  func `a project that takes no issues is a fault`(status: String, expected: String) async throws {
    let project = """
      {"project":{"id":1,\(status)"identifier":"support","trackers":[{"id":3}],"enabled_modules":[]}}
      """
    let faults = try await RedmineFixtures.findings(
      RedmineFixtures.vocabulary,
      ["/projects/support.json": HTTPResponse(status: 200, body: Array(project.utf8))]
    ).inspection.faults
    #expect(faults.contains { $0.contains(expected) }, "\(faults)")
  }

  @Test func `a project that is archived is named`() async throws {
    let survey = RedmineSurvey(vocabulary: Vocabulary(queues: ["old": 1]), marker: "RT ticket") { _ in
      throw RequestError.forbidden("")
    }
    let error = await #expect(throws: StageError.self) { try await survey.places() }
    #expect(error?.exitCode == .usage)
    #expect(error?.description.contains("the project \"old\" is archived") == true)
  }

  @Test func `a project found by its number is not the one that was meant`() async throws {
    let project = HTTPResponse(status: 200, body: try RedmineFixtures.bytes("project"))
    let faults = try await RedmineFixtures.findings(
      Vocabulary(queues: ["1": 1]), ["/projects/1.json": project]
    ).inspection.faults
    #expect(faults.map { $0.hasPrefix("the project \"1\" does not exist") } == [true])
  }

  @Test func `a tracker that the project lacks is a fault`() async throws {
    let project = """
      {"project":{"id":1,"identifier":"support","trackers":[{"id":1}],"enabled_modules":[{"name":"issue_tracking"}]}}
      """
    let faults = try await RedmineFixtures.findings(
      RedmineFixtures.vocabulary,
      ["/projects/support.json": HTTPResponse(status: 200, body: Array(project.utf8))]
    ).inspection.faults
    #expect(
      faults == [
        "the tracker \"Support\" is not enabled in the project \"support\"; enable it in the project's settings"
      ])
  }

  @Test func `a key without administrator rights is refused with what would be lost`() async throws {
    let boris = HTTPResponse(
      status: 200, body: Array(#"{"user":{"id":6,"login":"boris","admin":false}}"#.utf8))
    let error = await #expect(throws: RedmineError.self) {
      try await RedmineFixtures.findings(marker: "RT ticket", ["/users/current.json": boris])
    }
    #expect(error?.description.contains("\"boris\", who is not an administrator") == true)
  }

  @Test func `an API that is switched off is told from a wrong key`() async throws {
    let survey = RedmineSurvey(vocabulary: Vocabulary(), marker: "RT ticket") { _ in
      throw RequestError.forbidden("")
    }
    let error = await #expect(throws: RedmineError.self) { try await survey.catalog() }
    #expect(error?.description.contains("Enable REST web service") == true)
    let other = RedmineSurvey(vocabulary: Vocabulary(), marker: "RT ticket") { _ in
      throw RequestError.unauthorized
    }
    await #expect(throws: RequestError.unauthorized) { try await other.catalog() }
  }

  @Test func `who may write where follows the roles`() async throws {
    let catalog = try await RedmineFixtures.findings().catalog
    func writer(_ login: String, isInternal: Bool, isPrivate: Bool = false) -> String? {
      var ticket = RedmineSamples.plain(id: "1")
      ticket.queue = "support"
      ticket.author = RedmineSamples.person("reporter")
      ticket.isPrivate = isPrivate
      return catalog.writer(
        of: RedmineSamples.article("2", isInternal: isInternal, login: login), in: ticket)?.login
    }
    #expect(writer("Anna", isInternal: true) == "anna")
    #expect(writer("reporter", isInternal: false) == "reporter")
    #expect(writer("reporter", isInternal: true) == nil)
    #expect(writer("lock6225", isInternal: false) == nil)
    // Whether someone sees a private issue that is not their own, roles decide that no page shows.
    #expect(writer("anna", isInternal: false, isPrivate: true) == nil)
    #expect(writer("reporter", isInternal: false, isPrivate: true) == "reporter")
    #expect(catalog.creator(RedmineSamples.person("anna"), in: "elsewhere") == nil)
    #expect(catalog.assignee(RedmineSamples.person("admin"), in: "support") == nil)
  }
}
