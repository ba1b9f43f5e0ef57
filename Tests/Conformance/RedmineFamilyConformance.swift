import MigrationKit
import Testing

/// Relations and parents: the links of a ticket.
extension RedmineConformanceTests {
  private func relate(_ from: Int, _ to: Int, _ type: String) async throws -> Reply {
    try await RedmineUnderTest.connected().post(
      "/issues/\(from)/relations.json",
      ["relation": ["issue_to_id": .int(to), "relation_type": .string(type)]])
  }

  @Test func `a pair has one relation, whatever its type`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (low, high) = (try await redmine.createIssue(), try await redmine.createIssue())
    let reply = try await relate(high, low, "relates")
    #expect(reply.status == 201)
    let relation = try #require(try reply.json["relation"])
    #expect(relation["issue_id"]?.int == low)
    #expect(relation["issue_to_id"]?.int == high)
    #expect(relation["delay"]?.isNull == true)
    for (from, to, type, error) in [
      (low, high, "relates", "Related issue has already been taken"),
      (low, high, "blocks", "Related issue has already been taken"),
      (high, low, "relates", "This relation would create a circular dependency"),
      (low, low, "duplicates", "Related issue is invalid"),
      (low, 99_999_999, "relates", "Related issue cannot be blank"),
      (high, low, "unheard_of", "Relation type is not included in the list"),
    ] {
      let reply = try await relate(from, to, type)
      #expect(reply.status == 422)
      #expect(try reply.errors == [error], "\(type)")
    }
    let id = try #require(relation["id"]?.int)
    #expect(try await redmine.get("/relations/\(id).json").status == 200)
    #expect(try await redmine.issue(low, include: "relations")["relations"]?.elements.count == 1)
    #expect(try await redmine.get("/issues/\(low)/relations.json").json["relations"]?.elements.count == 1)
    #expect(try await redmine.get("/issues/\(low)/relations.json", as: .reporter).status == 403)
    #expect(try await redmine.send("DELETE", "/relations/\(id).json").status == 204)
    #expect(try await redmine.get("/relations/\(id).json").status == 404)
    #expect(try await redmine.issue(low, include: "relations")["relations"] == nil)
  }

  @Test(arguments: [
    ("blocked", "blocks"), ("duplicated", "duplicates"), ("copied_from", "copied_to"),
    ("follows", "precedes"),
  ])
  func `a relation said from the other side is stored turned around`(said: String, stored: String)
    async throws
  {
    let redmine = try await RedmineUnderTest.connected()
    let (first, second) = (try await redmine.createIssue(), try await redmine.createIssue())
    let relation = try #require(try await relate(first, second, said).json["relation"])
    #expect(relation["relation_type"]?.string == stored)
    #expect(relation["issue_id"]?.int == second)
    #expect(relation["issue_to_id"]?.int == first)
    #expect(relation["delay"]?.int == (stored == "precedes" ? 0 : nil))
    let details = try await redmine.journals(of: first).last?["details"]?.elements
    let moved = stored == "precedes" ? ["due_date", "start_date"] : []
    #expect(details?.map { $0["name"]?.string } == moved + [said])
    #expect(details?.last?["new_value"]?.string == "\(second)")
  }

  @Test func `blocking in a circle is refused, and a blocked issue stays open`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (first, second) = (try await redmine.createIssue(), try await redmine.createIssue())
    #expect(try await relate(first, second, "blocks").status == 201)
    let back = try await relate(second, first, "blocks")
    #expect(try back.errors == ["This relation would create a circular dependency"])
    for (id, status) in [(second, 1), (first, 5), (second, 5)] {
      #expect(try await redmine.change(id, ["status_id": 5]).status == 204)
      #expect(try await redmine.issue(id)["status"]?["id"]?.int == status)
    }
  }

  @Test func `blocking in a wide circle is refused, and relating there is not`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (first, second, third) = (
      try await redmine.createIssue(), try await redmine.createIssue(), try await redmine.createIssue()
    )
    #expect(try await relate(first, second, "blocks").status == 201)
    #expect(try await relate(second, third, "blocks").status == 201)
    let back = try await relate(third, first, "blocks")
    #expect(try back.errors == ["This relation would create a circular dependency"])
    #expect(try await relate(first, third, "relates").status == 201)
  }

  @Test func `an open issue may block a closed one, whose text can still be changed`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (open, closed) = (try await redmine.createIssue(), try await redmine.createIssue())
    #expect(try await redmine.change(closed, ["status_id": 5]).status == 204)
    #expect(try await relate(open, closed, "blocks").status == 201)
    #expect(try await redmine.change(closed, ["description": "new", "notes": "n"]).status == 204)
    let issue = try await redmine.issue(closed)
    #expect(issue["status"]?["id"]?.int == 5 && issue["description"]?.string == "new")
  }

  @Test func `no relation leads to an ancestor, and siblings may have any`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    var family = [try await redmine.createIssue()]
    for _ in 1...3 {
      family.append(try await redmine.createIssue(["parent_issue_id": .int(try #require(family.last))]))
    }
    let sibling = try await redmine.createIssue(["parent_issue_id": .int(family[2])])
    for type in ["relates", "blocks", "duplicates"] {
      for (from, to) in [(family[3], family[0]), (family[0], family[3]), (family[1], family[3])] {
        let reply = try await relate(from, to, type)
        #expect(try reply.errors == ["An issue cannot be linked to one of its subtasks"])
      }
    }
    #expect(try await relate(family[3], sibling, "blocks").status == 201)
  }

  @Test func `a closed family may grow, and an open issue may relate to a closed one`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    var closed: [Int] = []
    for _ in 1...3 {
      closed.append(try await redmine.createIssue())
      #expect(try await redmine.change(try #require(closed.last), ["status_id": 5]).status == 204)
    }
    for (child, parent) in [(closed[1], closed[0]), (closed[2], closed[1])] {
      #expect(try await redmine.change(child, ["parent_issue_id": .int(parent)]).status == 204)
    }
    let open = try await redmine.createIssue()
    #expect(
      try await redmine.change(open, ["parent_issue_id": .int(closed[2])]).errors
        == ["An open issue cannot be attached to a closed parent task"])
    #expect(try await relate(open, closed[2], "relates").status == 201)
  }

  @Test func `closing an issue closes its duplicates`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (original, duplicate) = (try await redmine.createIssue(), try await redmine.createIssue())
    #expect(try await relate(duplicate, original, "duplicates").status == 201)
    #expect(try await redmine.change(original, ["status_id": 6, "notes": "no"]).status == 204)
    #expect(try await redmine.issue(duplicate)["status"]?["id"]?.int == 6)
    #expect(try await redmine.journals(of: duplicate).last?["notes"]?.string == "no")
  }

  @Test func `what follows is moved behind what precedes it`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    // 2 January 2026 is a Friday.
    let first = try await redmine.createIssue(["start_date": "2026-01-01", "due_date": "2026-01-02"])
    let second = try await redmine.createIssue(["start_date": "2025-12-01", "due_date": "2025-12-03"])
    #expect(try await relate(first, second, "precedes").status == 201)
    let moved = try await redmine.issue(second)
    #expect(moved["start_date"]?.string == "2026-01-05")
    #expect(moved["due_date"]?.string == "2026-01-07")
  }

  @Test func `a parent has priority, dates and progress from its children`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let parent = try await redmine.createIssue([
      "priority_id": 5, "start_date": "2021-01-01", "done_ratio": 70,
    ])
    let short = try await redmine.createIssue([
      "parent_issue_id": .int(parent), "priority_id": 1, "start_date": "2021-02-01", "due_date": "2021-02-03",
      "done_ratio": 20, "estimated_hours": 1,
    ])
    let long = try await redmine.createIssue([
      "parent_issue_id": .int(parent), "priority_id": 3, "start_date": "2021-03-01", "done_ratio": 50,
      "estimated_hours": 3,
    ])
    _ = try await redmine.change(parent, ["priority_id": 5, "start_date": "2001-01-01", "done_ratio": 99])
    let issue = try await redmine.issue(parent, include: "children")
    #expect(issue["priority"]?["id"]?.int == 3)
    #expect(issue["start_date"]?.string == "2021-02-01")
    #expect(issue["due_date"]?.string == "2021-02-03")
    #expect(issue["done_ratio"]?.int == 42)
    #expect(issue["total_estimated_hours"]?.numberText == "4.0")
    #expect(issue["children"]?.elements.compactMap { $0["id"]?.int } == [short, long])
    #expect(try await redmine.issue(short)["parent"]?["id"]?.int == parent)
    for child in [short, long] { _ = try await redmine.change(child, ["status_id": 5]) }
    let finished = try await redmine.issue(parent)
    #expect(finished["priority"]?["id"]?.int == 2)
    #expect(finished["done_ratio"]?.int == 100)
  }

  @Test func `a parent waits for its children, and children for their parent`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let parent = try await redmine.createIssue()
    let child = try await redmine.createIssue(["parent_issue_id": .int(parent)])
    for (id, asked, gotten) in [(parent, 5, 1), (child, 5, 5), (parent, 5, 5), (child, 1, 5)] {
      #expect(try await redmine.change(id, ["status_id": .int(asked)]).status == 204)
      #expect(try await redmine.issue(id)["status"]?["id"]?.int == gotten)
    }
    let refused = ["An open issue cannot be attached to a closed parent task"]
    #expect(try await redmine.postIssue(["parent_issue_id": .int(parent)]).errors == refused)
    let late = try await redmine.createIssue()
    #expect(try await redmine.change(late, ["parent_issue_id": .int(parent)]).errors == refused)
    #expect(try await redmine.change(late, ["parent_issue_id": .int(parent), "status_id": 5]).status == 204)
    #expect(try await redmine.issue(late)["parent"]?["id"]?.int == parent)
  }

  @Test func `a family has no circle and no relations within`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let parent = try await redmine.createIssue()
    let child = try await redmine.createIssue()
    #expect(try await relate(parent, child, "relates").status == 201)
    #expect(try await redmine.change(child, ["parent_issue_id": .int(parent)]).status == 204)
    #expect(try await redmine.issue(child, include: "relations")["relations"] == nil)
    #expect(
      try await redmine.change(parent, ["parent_issue_id": .int(child)]).errors == ["Parent task is invalid"])
    #expect(
      try await redmine.change(parent, ["parent_issue_id": .int(parent)]).errors == ["Parent task is invalid"]
    )
    let reply = try await relate(child, parent, "blocks")
    #expect(try reply.errors == ["An issue cannot be linked to one of its subtasks"])
    #expect(try await redmine.change(child, ["parent_issue_id": ""]).status == 204)
    #expect(try await redmine.issue(child)["parent"] == nil)
    #expect(
      try await redmine.journals(of: parent).compactMap { $0["details"]?.elements.first?["name"]?.string }
        == ["relates", "child_id", "child_id"])
    let grandchild = try await redmine.createIssue(["parent_issue_id": .int(child)])
    #expect(try await redmine.send("DELETE", "/issues/\(child).json").status == 204)
    #expect(try await redmine.get("/issues/\(grandchild).json").status == 404)
  }
}
