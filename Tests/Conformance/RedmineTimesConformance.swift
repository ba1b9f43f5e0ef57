import MigrationKit
import Testing

/// Time entries, and texts that are changed after they were sent.
extension RedmineConformanceTests {
  @Test func `a time entry keeps day, person and comment, on a closed issue too`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    #expect(try await redmine.change(id, ["status_id": 5]).status == 204)
    let reply = try await redmine.post(
      "/time_entries.json",
      [
        "time_entry": [
          "issue_id": .int(id), "hours": .number("0.16666666666666666"), "spent_on": "2021-01-05",
          "activity_id": 9, "user_id": 6, "comments": " a\nb ",
        ]
      ])
    #expect(reply.status == 201)
    let list = try await redmine.get("/time_entries.json", ["issue_id": "\(id)"]).json
    #expect(list["total_count"]?.int == 1)
    let entry = try #require(list["time_entries"]?.elements.first)
    #expect(entry["id"]?.int == (try reply.json["time_entry"]?["id"]?.int))
    #expect(entry["issue"]?["id"]?.int == id)
    #expect(entry["user"]?["id"]?.int == 6)
    #expect(entry["spent_on"]?.string == "2021-01-05")
    #expect(entry["hours"]?.numberText == "0.17")
    #expect(entry["comments"]?.string == " a\nb ")
  }

  @Test(
    arguments: [
      (["activity_id": 99], ["Activity is not included in the list"]),
      (["user_id": 99_999_999], ["User is invalid"]),
      (["hours": -1], ["Hours is invalid"]),
      (["spent_on": "soon"], ["Date cannot be blank", "Date is not a valid date"]),
      (
        ["comments": .string(String(repeating: "é", count: 1025))],
        ["Comment is too long (maximum is 1024 characters)"]
      ),
      (["issue_id": 99_999_999], ["Project cannot be blank", "Project is invalid", "Issue is invalid"]),
    ] as [([String: JSONValue], [String])])
  func `a time entry that cannot be is refused`(changes: [String: JSONValue], errors: [String]) async throws {
    let redmine = try await RedmineUnderTest.connected()
    var members: [String: JSONValue] = ["hours": 1, "activity_id": 9]
    members["issue_id"] = .int(try await redmine.createIssue())
    members.merge(changes) { $1 }
    let values = members.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
    let reply = try await redmine.post("/time_entries.json", ["time_entry": .object(values)])
    #expect(reply.status == 422)
    #expect(try reply.errors == errors)
  }

  @Test func `the time entries of an issue are listed by pages, the others' not`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (id, other) = (try await redmine.createIssue(), try await redmine.createIssue())
    for (issue, comment) in [(id, "1"), (id, "2"), (other, "3"), (id, "4")] {
      _ = try await redmine.post(
        "/time_entries.json",
        ["time_entry": ["issue_id": .int(issue), "hours": 1, "activity_id": 8, "comments": .string(comment)]])
    }
    let pages = try await [
      redmine.get("/time_entries.json", ["issue_id": "\(id)", "limit": "2"]).json,
      redmine.get("/time_entries.json", ["issue_id": "\(id)", "limit": "2", "offset": "2"]).json,
    ]
    #expect(pages.map { $0["total_count"]?.int } == [3, 3])
    let comments = pages.flatMap { $0["time_entries"]?.elements ?? [] }.map { $0["comments"]?.string }
    #expect(comments == ["4", "2", "1"])
  }

  @Test func `a note is rewritten in its place and stays private`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    _ = try await redmine.change(id, ["notes": "see #1", "private_notes": true], for: "anna")
    let journal = try #require(try await redmine.journals(of: id).first?["id"]?.int)
    let reply = try await redmine.put("/journals/\(journal).json", ["journal": ["notes": "see\n#2"]])
    #expect(reply.status == 204 && reply.bytes.isEmpty)
    let journals = try await redmine.journals(of: id)
    #expect(journals.count == 1)
    #expect(journals.first?["notes"]?.string == "see\n#2")
    #expect(journals.first?["private_notes"]?.bool == true)
    #expect(journals.first?["user"]?["id"]?.int == 5)
  }

  @Test func `a description is rewritten with a trace, the same one without`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue(["description": "see #1"])
    for _ in 1...2 { #expect(try await redmine.change(id, ["description": "see\n#2"]).status == 204) }
    #expect(try await redmine.issue(id)["description"]?.string == "see\r\n#2")
    let journals = try await redmine.journals(of: id)
    #expect(journals.count == 1)
    #expect(journals.first?["details"]?.elements.map { $0["name"]?.string } == ["description"])
  }
}
