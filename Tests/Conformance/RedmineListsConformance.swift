import MigrationKit
import Testing

/// Lists, and how an issue is found by its old number.
extension RedmineConformanceTests {
  /// Three issues with markers m, m + 1 and m + 3; the last is closed.
  private func seeded(_ redmine: RedmineUnderTest) async throws -> (marker: Int, ids: [Int]) {
    let marker = RedmineUnderTest.newMarker / 10 * 10
    var ids: [Int] = []
    for offset in [0, 1, 3] {
      let fields =
        [["id": 1, "value": .int(marker + offset)], ["id": 2, "value": "k\(marker + offset)"]] as JSONValue
      ids.append(try await redmine.createIssue(["custom_fields": fields]))
    }
    _ = try await redmine.change(ids[2], ["status_id": 5])
    return (marker, ids)
  }

  @Test func `markers are found by value, by range and by comparison`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (marker, ids) = try await seeded(redmine)
    let forms: [(String, String, [Int])] = [
      ("cf_1", "\(marker)", [0]), ("cf_1", "\(marker + 2)", []),
      ("cf_1", "><\(marker)|\(marker + 3)", [0, 1, 2]),
      ("cf_1", "><\(marker + 1)|\(marker + 2)", [1]), ("cf_1", "\(marker)|\(marker + 1)", [0]),
      ("cf_1", "\(marker),\(marker + 1)", [0, 1]), ("cf_2", "k\(marker)|k\(marker + 3)", [0, 2]),
      ("cf_2", "k\(marker)|nothing", [0]), ("cf_2", "~K\(marker / 10)", [0, 1, 2]),
      ("cf_2", "k\(marker / 10)", []),
    ]
    for (name, value, positions) in forms {
      let query: KeyValuePairs = ["status_id": "*", name: value, "sort": "id", "limit": "100"]
      let list = try await redmine.get("/issues.json", query)
      #expect(list.status == 200)
      #expect(try self.ids(list) == positions.map { ids[$0] }, "\(name)=\(value)")
      #expect(try list.json["total_count"]?.int == positions.count)
    }
    let above = try await redmine.get(
      "/issues.json", ["status_id": "*", "cf_1": ">=\(marker)", "limit": "100"])
    #expect(try Set(self.ids(above)).isSuperset(of: ids))
  }

  @Test func `closed issues are hidden until a status is asked for`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (marker, ids) = try await seeded(redmine)
    let range = "><\(marker)|\(marker + 3)"
    for (status, positions) in [
      ("*", [0, 1, 2]), ("open", [0, 1]), ("closed", [2]), ("5", [2]), ("!5", [0, 1]),
    ] {
      let list = try await redmine.get("/issues.json", ["status_id": status, "cf_1": range, "sort": "id"])
      #expect(try self.ids(list) == positions.map { ids[$0] }, "status \(status)")
    }
    let list = try await redmine.get("/issues.json", ["cf_1": range, "sort": "id"])
    #expect(try self.ids(list) == [ids[0], ids[1]])
  }

  @Test(arguments: [("cf_9", "x"), ("cf_99", "x"), ("unheard_of", "x")])
  func `a filter that is none is ignored, and everything is found`(name: String, value: String) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await redmine.createIssue()
    let list = try await redmine.get("/issues.json", ["status_id": "*", name: value, "limit": "1"])
    #expect(try ids(list) == [id])
  }

  @Test(arguments: [
    ("abc", "RT ticket is invalid"), ("><a|b", "RT ticket is invalid"), (">5", "RT ticket is invalid"),
    ("", "RT ticket cannot be blank"),
  ])
  func `a filter that makes no sense is refused`(value: String, error: String) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let list = try await redmine.get("/issues.json", ["status_id": "*", "cf_1": value])
    #expect(list.status == 422)
    #expect(try list.errors == [error])
  }

  @Test(arguments: [
    ("500", 100), ("100", 100), ("7", 7), ("0", 25), ("-1", 25), ("abc", 25),
  ])
  func `a page has at most a hundred rows`(asked: String, given: Int) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let list = try await redmine.get("/issues.json", ["status_id": "*", "limit": asked]).json
    #expect(list["limit"]?.int == given)
    #expect(list["offset"]?.int == 0)
  }

  @Test func `pages follow one another by offset`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let (marker, ids) = try await seeded(redmine)
    let range = "><\(marker)|\(marker + 3)"
    for (order, sorted) in [("id", ids), ("id:desc", ids.reversed()), ("unheard_of", ids.reversed())] {
      for offset in 0...3 {
        let query: KeyValuePairs = [
          "status_id": "*", "cf_1": range, "sort": order, "limit": "2", "offset": "\(offset)",
        ]
        #expect(
          try self.ids(try await redmine.get("/issues.json", query))
            == Array(sorted.dropFirst(offset).prefix(2)))
      }
    }
  }

  @Test func `a list carries attachments and relations when asked, journals never`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let marker = RedmineUnderTest.newMarker
    _ = try await redmine.createIssue(["custom_fields": [["id": 1, "value": .int(marker)]]])
    let include = "attachments,relations,journals,watchers,children"
    let list = try await redmine.get("/issues.json", ["cf_1": "\(marker)", "include": include])
    let row = try #require(try list.json["issues"]?.elements.first)
    #expect(row["attachments"]?.isArray == true)
    #expect(row["relations"]?.isArray == true)
    #expect(row["journals"] == nil && row["watchers"] == nil && row["children"] == nil)
  }

  @Test func `a project that is not there has no issues to list`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    #expect(try await redmine.get("/issues.json", ["project_id": "nowhere"]).status == 404)
    #expect(try await redmine.get("/issues.json", ["project_id": "support"]).status == 200)
  }

  private func ids(_ list: Reply) throws -> [Int] {
    try list.json["issues"]?.elements.compactMap { $0["id"]?.int } ?? []
  }
}
