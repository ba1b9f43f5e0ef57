import MigrationKit
import Testing

/// Notes: the articles of a ticket.
extension RedmineConformanceTests {
  @Test func `a private note from one who may not make it private is public`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    #expect(
      try await redmine.change(id, ["notes": "internal", "private_notes": true], as: .reporter).status == 204)
    let leaked = try #require(try await redmine.journals(of: id).first)
    #expect(leaked["private_notes"]?.bool == false)
    let journal = try #require(leaked["id"]?.int)
    let mended = try await redmine.put("/journals/\(journal).json", ["journal": ["private_notes": true]])
    #expect(mended.status == 204)
    #expect(try await redmine.journals(of: id).first?["private_notes"]?.bool == true)
  }

  @Test func `a private note is seen by its author and by who has the right`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    #expect(
      try await redmine.change(id, ["notes": "internal", "private_notes": true], as: .anna).status == 204)
    #expect(try await redmine.change(id, ["notes": "public"], as: .anna).status == 204)
    #expect(try await redmine.journals(of: id).map { $0["notes"]?.string } == ["internal", "public"])
    #expect(try await redmine.journals(of: id, as: .boris).count == 2)
    #expect(try await redmine.journals(of: id, as: .reporter).map { $0["notes"]?.string } == ["public"])
  }

  @Test func `what changes with a private note stands in a public journal before it, files too`() async throws
  {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    let token = try await redmine.upload(Array("hello".utf8), name: "secret.txt")
    let reply = try await redmine.change(
      id,
      ["notes": "internal", "private_notes": true, "status_id": 2, "uploads": [["token": .string(token)]]])
    #expect(reply.status == 204)
    let journals = try await redmine.journals(of: id)
    try #require(journals.count == 2)
    #expect(journals[0]["notes"]?.isNull == true)
    #expect(journals[0]["private_notes"]?.bool == false)
    #expect(journals[0]["details"]?.elements.map { $0["property"]?.string } == ["attachment", "attr"])
    #expect(journals[1]["notes"]?.string == "internal")
    #expect(journals[1]["private_notes"]?.bool == true)
    #expect(journals[1]["details"]?.elements.isEmpty == true)
  }

  @Test func `files sent with a public note stand in its journal`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    let token = try await redmine.upload(Array("hello".utf8), name: "a.txt")
    let reply = try await redmine.change(
      id,
      [
        "notes": "see file",
        "uploads": [["token": .string(token), "filename": "neu ü?.txt", "content_type": "text/x-foo"]],
      ])
    #expect(reply.status == 204)
    let issue = try await redmine.issue(id, include: "journals,attachments")
    let journal = try #require(issue["journals"]?.elements.first)
    let file = try #require(issue["attachments"]?.elements.first)
    #expect(issue["journals"]?.elements.count == 1)
    #expect(journal["notes"]?.string == "see file")
    #expect(journal["details"]?.elements.first?["property"]?.string == "attachment")
    #expect(journal["details"]?.elements.first?["name"]?.string == file["id"]?.numberText)
    #expect(journal["details"]?.elements.first?["new_value"]?.string == "neu ü_.txt")
    #expect(file["content_type"]?.string == "text/x-foo")
  }

  @Test func `changes are told in the order of the columns, fields last`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    let reply = try await redmine.change(
      id,
      [
        "custom_fields": [["id": 5, "value": ["1.2", "3.0"]], ["id": 2, "value": "k"]], "is_private": true,
        "done_ratio": 40, "assigned_to_id": 5, "status_id": 2, "description": "x\ny", "estimated_hours": 1,
      ])
    #expect(reply.status == 204)
    let journals = try await redmine.journals(of: id)
    #expect(journals.count == 1)
    #expect(
      journals.first?["details"]?.elements.map { detail in
        ["property", "name", "old_value", "new_value"].map { detail[$0]?.string ?? "-" }.joined(
          separator: " ")
      } == [
        "attr description - x\r\ny", "attr status_id 1 2", "attr assigned_to_id - 5", "attr done_ratio 0 40",
        "attr estimated_hours - 1.0", "attr is_private 0 1", "cf 2 - k", "cf 5 - 1.2", "cf 5 - 3.0",
      ])
  }

  @Test func `nothing said and nothing changed leaves no journal`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    for change in [[:], ["notes": ""], ["private_notes": true], ["subject": "Conformance"]] as [JSONValue] {
      #expect(try await redmine.change(id, change).status == 204)
    }
    #expect(try await redmine.journals(of: id).isEmpty)
  }

  @Test func `an emptied note goes, a reporter may not empty one`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    _ = try await redmine.change(id, ["notes": "wrong"])
    let journal = try #require(try await redmine.journals(of: id).first?["id"]?.int)
    let empty = ["journal": ["notes": ""]] as JSONValue
    #expect(try await redmine.put("/journals/\(journal).json", empty, as: .reporter).status == 403)
    #expect(try await redmine.put("/journals/\(journal).json", empty).status == 204)
    #expect(try await redmine.journals(of: id).isEmpty)
    #expect(try await redmine.put("/journals/99999999.json", empty).status == 404)
  }

  @Test func `of changes at the same time each is either made or refused with no words`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
      for number in 1...6 {
        group.addTask { try await redmine.change(id, ["notes": .string("note \(number)")]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let refused = replies.filter { $0.status == 422 }
    #expect(try refused.allSatisfy { try $0.errors.isEmpty })
    #expect(replies.allSatisfy { [204, 422].contains($0.status) })
    #expect(try await redmine.journals(of: id).count == replies.count - refused.count)
  }

  @Test func `an administrator who notes something watches from then on, a developer does not`() async throws
  {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue(["watcher_user_ids": [6]])
    _ = try await redmine.change(id, ["notes": "by anna"], as: .anna)
    #expect(try await watchers(of: id) == [6])
    _ = try await redmine.change(id, ["notes": "by the administrator"])
    #expect(try await watchers(of: id) == [1, 6])
  }

  @Test func `a watcher who does not exist is no error`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    for user in [5, 5, 99_999_999] as [JSONValue] {
      #expect(try await redmine.post("/issues/\(id)/watchers.json", ["user_id": user]).status == 204)
    }
    #expect(try await watchers(of: id) == [5])
    #expect(
      try await redmine.post("/issues/\(id)/watchers.json", ["user_id": 6], as: .reporter).status == 403)
    #expect(try await redmine.send("DELETE", "/issues/\(id)/watchers/5.json").status == 204)
    #expect(try await redmine.send("DELETE", "/issues/\(id)/watchers/5.json").status == 204)
    #expect(try await watchers(of: id).isEmpty)
    #expect(try await redmine.postIssue(["watcher_user_ids": [99_999_999]]).status == 404)
  }

  private func watchers(of id: Int) async throws -> [Int] {
    let issue = try await RedmineUnderTest.connected().issue(id, include: "watchers")
    return issue["watchers"]?.elements.compactMap { $0["id"]?.int }.sorted() ?? []
  }
}
