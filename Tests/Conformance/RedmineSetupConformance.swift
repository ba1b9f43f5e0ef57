import MigrationKit
import Testing

/// What an administrator's set-up does to values, asserted of the imitation and of a real Redmine 5.0 alike: everything
/// here is of the tracker "Feature", and of the project "strict" where projects have defaults (`prepare-redmine.rb`).
@Suite(.serialized) struct RedmineSetupConformance {
  private static let feature = 2

  @Test(arguments: [("reporter", nil as String?), ("anna", "2021-02-03")])
  func `what a role may not set is dropped without a word`(login: String, kept: String?) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let reply = try await redmine.postIssue(
      [
        "tracker_id": .int(Self.feature), "due_date": "2021-02-03", "start_date": .null,
        "custom_fields": [["id": 8, "value": "early"]],
      ], for: login)
    #expect(reply.status == 201)
    let issue = try #require(try reply.json["issue"])
    #expect(issue["due_date"]?.string == kept)
    #expect(RedmineUnderTest.value(issue, field: 8)?.string == kept.map { _ in "early" })
    // The key's account may set what some role may.
    let id = try issue.int("id")
    let change: JSONValue = ["due_date": "2021-02-03", "custom_fields": [["id": 8, "value": "early"]]]
    #expect(try await redmine.change(id, change).status == 204)
    let changed = try await redmine.issue(id)
    #expect(changed["due_date"]?.string == "2021-02-03")
    #expect(RedmineUnderTest.value(changed, field: 8)?.string == "early")
  }

  @Test func `what no role may set not even an administrator sets`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue([
      "tracker_id": .int(Self.feature), "priority_id": 4, "custom_fields": [["id": 10, "value": "x"]],
    ])
    #expect(try await redmine.change(id, ["priority_id": 4]).status == 204)
    let issue = try await redmine.issue(id)
    #expect(issue["priority"]?["id"]?.int == 2)
    #expect(RedmineUnderTest.value(issue, field: 10)?.string ?? "" == "")
  }

  @Test func `a field that the tracker does not have is dropped without a word`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue(["tracker_id": .int(Self.feature), "estimated_hours": 3])
    #expect(try await redmine.issue(id)["estimated_hours"]?.numberText == nil)
    let trackers = try await redmine.get("/trackers.json").json["trackers"]?.elements ?? []
    let fields = trackers.first { $0["id"]?.int == Self.feature }?["enabled_standard_fields"]?.elements
    #expect(fields?.contains { $0.string == "estimated_hours" } == false)
    #expect(fields?.contains { $0.string == "due_date" } == true)
  }

  @Test func `a project's defaults are filled in, and an empty value keeps the version away`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let project = try #require(try await redmine.get("/projects/strict.json").json["project"])
    #expect(project["default_version"]?["name"]?.string == "1.0")
    #expect(project["default_assignee"]?["name"]?.string == "Boris Čapek")
    let filled = try await redmine.issue(redmine.createIssue(["project_id": "strict"]))
    #expect(filled["fixed_version"]?["name"]?.string == "1.0")
    #expect(filled["assigned_to"]?["name"]?.string == "Boris Čapek")
    let id = try await redmine.createIssue([
      "project_id": "strict", "fixed_version_id": "", "assigned_to_id": "",
    ])
    let asked = try await redmine.issue(id)
    #expect(asked["fixed_version"] == nil && asked["assigned_to"]?["name"]?.string == "Boris Čapek")
    #expect(try await redmine.change(id, ["assigned_to_id": ""]).status == 204)
    #expect(try await redmine.issue(id)["assigned_to"] == nil)
  }

  @Test func `a custom field's default is filled in where no value is sent, be it an empty one`() async throws
  {
    let redmine = try await RedmineUnderTest.connected()
    let fields = try await redmine.get("/custom_fields.json").json["custom_fields"]?.elements ?? []
    let severity = try #require(fields.first { $0["name"]?.string == "Severity" })
    let (id, several) = (
      try severity.int("id"), fields.first { $0["name"]?.string == "Sites" }?["id"]?.int ?? 0
    )
    #expect(severity["default_value"]?.string == "Low")
    let filled = try await redmine.issue(redmine.createIssue())
    #expect(RedmineUnderTest.value(filled, field: id)?.string == "Low")
    #expect(RedmineUnderTest.value(filled, field: several)?.elements.map(\.string) == ["North"])
    let emptied = try await redmine.issue(
      redmine.createIssue([
        "custom_fields": [["id": .int(id), "value": ""], ["id": .int(several), "value": []]]
      ]))
    #expect(RedmineUnderTest.value(emptied, field: id)?.string == "")
    #expect(RedmineUnderTest.value(emptied, field: several)?.elements.isEmpty == true)
  }
}
