import Foundation
import MigrationKit
import Testing

/// What the loading of issues relies on, asserted of the imitation and of a real Redmine 5.0 alike. One test at a
/// time: on SQLite the real one answers parallel writes with 500.
@Suite(.serialized) struct RedmineConformanceTests {
  @Test func `creation takes what it may and drops the rest without a word`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let marker = RedmineUnderTest.newMarker
    let reply = try await redmine.postIssue([
      "tracker_id": 99, "status_id": 5, "author_id": 5, "created_on": "2001-01-01T00:00:00Z",
      "updated_on": "2001-01-01T00:00:00Z", "closed_on": "2001-01-01T00:00:00Z", "unheard_of": true,
      "custom_fields": [
        ["id": 1, "value": .int(marker)], ["id": 99, "value": "x"], ["id": 5, "value": ["1.2", "3.0"]],
      ],
    ])
    #expect(reply.status == 201)
    let issue = try #require(try reply.json["issue"])
    #expect(issue["total_estimated_hours"]?.isNull == true && issue["spent_hours"] == nil)
    #expect(issue["tracker"]?["id"]?.int == 1)
    #expect(issue["status"]?["name"]?.string == "New")
    #expect(issue["author"]?["id"]?.int == 1)
    #expect(issue["created_on"]?.string?.hasPrefix("2001") == false)
    #expect(issue["closed_on"]?.isNull == true)
    #expect(RedmineUnderTest.value(issue, field: 1)?.string == "\(marker)")
    #expect(RedmineUnderTest.value(issue, field: 5)?.elements.compactMap(\.string) == ["1.2", "3.0"])
    #expect(RedmineUnderTest.value(issue, field: 2)?.isNull == true)
  }

  @Test func `an issue has these members in this order`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue([
      "description": "d", "assigned_to_id": 5, "category_id": 1, "estimated_hours": "1.5", "priority_id": 3,
    ])
    let issue = try await redmine.issue(id, include: "journals,attachments,relations,watchers,children")
    #expect(
      issue.members.map(\.key) == [
        "id", "project", "tracker", "status", "priority", "author", "assigned_to", "category", "subject",
        "description", "start_date", "due_date", "done_ratio", "is_private", "estimated_hours",
        "total_estimated_hours", "spent_hours", "total_spent_hours", "custom_fields", "created_on",
        "updated_on",
        "closed_on", "attachments", "journals", "watchers",
      ])
    #expect(issue["estimated_hours"]?.numberText == "1.5")
    #expect(issue["spent_hours"]?.numberText == "0.0")
    // The real one has more behind these, made for the migration beside it.
    let fields = issue["custom_fields"]?.elements.map { $0["name"]?.string } ?? []
    #expect(Array(fields.prefix(Self.fieldNames.count)) == Self.fieldNames)
  }

  static let fieldNames = [
    "RT ticket", "RT key", "RT link", "Category", "Affected versions", "Kundennummer", "Promised on",
    "Called at",
    "Root cause", "Requestors",
  ]

  @Test(
    arguments: [
      (["subject": ""], ["Subject cannot be blank"]),
      (
        ["subject": .string(String(repeating: "x", count: 256))],
        ["Subject is too long (maximum is 255 characters)"]
      ),
      (["priority_id": 99], ["Priority cannot be blank"]),
      (["category_id": 99], ["Category is not included in the list"]),
      (["assigned_to_id": 99_999], ["Assignee is invalid"]),
      (["estimated_hours": "soon"], ["Estimated time is invalid"]),
      (["start_date": "2021-13-01"], ["Start date is not a valid date"]),
      (["start_date": "2021-05-02", "due_date": "2021-05-01"], ["Due date must be greater than start date"]),
      (["done_ratio": 500], ["% Done is not included in the list"]),
      (["parent_issue_id": 99_999_999], ["Parent task is invalid"]),
      (["custom_fields": [["id": 1, "value": "abc"]]], ["Rt ticket is not a number"]),
      (["custom_fields": [["id": 4, "value": "Nope"]]], ["Category is not included in the list"]),
      (["custom_fields": [["id": 4, "value": ["Network"]]]], ["Category is invalid"]),
      (
        ["custom_fields": [["id": 5, "value": ["1.2", "9.9"]]]],
        ["Affected versions is not included in the list"]
      ),
      (["custom_fields": [["id": 7, "value": "x"]]], ["Promised on is not a valid date"]),
      (["uploads": [["token": "1.abc"], ["token": "zz"]]], ["2 file(s) could not be saved."]),
      (
        ["project_id": "nowhere", "subject": ""],
        [
          "Subject cannot be blank", "Project cannot be blank", "Tracker cannot be blank",
          "Status cannot be blank",
        ]
      ),
      (
        [
          "subject": "", "priority_id": 99, "category_id": 99, "estimated_hours": "x",
          "custom_fields": [["id": 7, "value": "x"]],
        ],
        [
          "Promised on is not a valid date", "Subject cannot be blank", "Priority cannot be blank",
          "Estimated time is invalid", "Category is not included in the list",
        ]
      ),
    ] as [(KeyValuePairs<String, JSONValue>, [String])])
  func `what is wrong with an issue is said in these words`(
    members: KeyValuePairs<String, JSONValue>, errors: [String]
  ) async throws {
    let reply = try await RedmineUnderTest.connected().postIssue(members)
    #expect(reply.status == 422)
    #expect(try reply.errors == errors)
  }

  @Test(arguments: [
    Array("{bad".utf8), Array(#"{"issue":{"project_id":"support","subject":"\ud800"}}"#.utf8),
    Array(#"{"issue":{"project_id":"support","subject":""#.utf8) + [0xFF] + Array(#""}}"#.utf8),
  ])
  func `a body that is no JSON text is refused`(body: [UInt8]) async throws {
    let reply = try await RedmineUnderTest.connected().send("POST", "/issues.json", body: body)
    #expect(reply.status == 400)
  }

  @Test func `line ends become CRLF in descriptions and stay in notes`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue(["description": "a\nb\r\nc\rd\n"])
    #expect(try await redmine.change(id, ["notes": "a\nb\r\nc  "]).status == 204)
    let issue = try await redmine.issue(id, include: "journals")
    #expect(issue["description"]?.string == "a\r\nb\r\nc\r\nd\r\n")
    #expect(issue["journals"]?.elements.first?["notes"]?.string == "a\nb\r\nc  ")
  }

  @Test func `an issue begins today unless told otherwise`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let silent = try await redmine.issue(try await redmine.createIssue())
    #expect(silent["start_date"]?.string == silent["created_on"]?.string.map { String($0.prefix(10)) })
    let told = try await redmine.issue(try await redmine.createIssue(["start_date": nil]))
    #expect(told["start_date"]?.isNull == true)
  }

  @Test func `the administrator sets any status afterwards, a reporter none`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    #expect(try await redmine.change(id, ["status_id": 5], as: .reporter).status == 204)
    #expect(try await redmine.issue(id)["status"]?["id"]?.int == 1)
    #expect(try await redmine.change(id, ["status_id": 99]).status == 204)
    #expect(try await redmine.issue(id)["status"]?["id"]?.int == 1)
    for status in [6, 2, 5] {
      #expect(try await redmine.change(id, ["status_id": .int(status)]).status == 204)
      #expect(try await redmine.issue(id)["status"]?["id"]?.int == status)
    }
    #expect(try await redmine.issue(id)["closed_on"]?.string != nil)
  }

  @Test func `a developer moves an issue only along the workflow`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    for (asked, gotten) in [(6, 1), (2, 2), (5, 5), (2, 5)] {
      #expect(try await redmine.change(id, ["status_id": .int(asked)], as: .anna).status == 204)
      #expect(try await redmine.issue(id)["status"]?["id"]?.int == gotten)
    }
  }

  @Test func `what is not there is 404, what is forbidden is 403, both without a body`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue(["is_private": true])
    for path in [
      "/issues/99999999", "/issues/abc", "/projects/nowhere", "/roles/99", "/attachments/99999999",
    ] {
      let reply = try await redmine.get("\(path).json")
      #expect(reply.status == 404 && reply.bytes.isEmpty, "\(path)")
    }
    for path in ["/issues/\(id)", "/users", "/custom_fields"] {
      let reply = try await redmine.get("\(path).json", as: .reporter)
      #expect(reply.status == 403 && reply.bytes.isEmpty, "\(path)")
    }
    #expect(try await redmine.send("DELETE", "/issues/\(id).json", as: .anna).status == 403)
    #expect(try await redmine.send("DELETE", "/issues/\(id).json").status == 204)
    #expect(try await redmine.get("/issues/\(id).json").status == 404)
  }
}
