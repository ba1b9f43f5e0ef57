import MigrationKit
import Testing

/// How RT searches, real or imitated.
@Suite struct RequestTrackerSearchConformance {
  let site: RequestTrackerSite

  init() throws { site = try RequestTrackerSite.open() }

  @Test(arguments: [
    ("Queue IN ('a')", "Wrong query, expecting a OPERATOR in 'Queue >IN<--here"),
    ("NOT id=2", "Wrong query, expecting a OPERATOR in"),
    ("id > 3 id", "Wrong query, expecting a AGGREGATOR in"),
    ("garbage", "Incomplete query, last element (KEYWORD) is not close paren or value in 'garbage'"),
    ("id > 1 AND", "Incomplete query, last element (AGGREGATOR) is not close paren or value"),
    ("(id > 5", "Incomplete query, 1 unclosed paren in '(id > 5'"),
    ("bogus = 1", "Unknown field: bogus"),
  ])
  func `a query that makes no sense is refused with 400`(query: String, message: String) async throws {
    let answer = try await site.answer("tickets", ["query": query])
    #expect(answer.status == 400)
    #expect(try answer.json()["message"]?.string?.hasPrefix(message) == true, "\(answer.excerpt)")
  }

  @Test func `the last AND or OR of a level joins the whole level`() async throws {
    let some = try await found("id > 0")
    let first = try #require(some.first)
    let last = try #require(some.last)
    #expect(try await found("id <= \(last) AND id = \(first) OR id = \(first)") == some)
    #expect(try await found("id = \(first) OR id > 0 AND id = -1") == [])
    #expect(try await found("(id > 0 AND id = \(first)) OR id = \(first)") == [first])
  }

  @Test func `comparisons, capitals and parentheses work as in SQL`() async throws {
    let some = try await found("id > 0")
    let middle = some[some.count / 2]
    let last = try #require(some.last)
    #expect(try await found("id > \(middle) AND id <= \(last)") == some.filter { $0 > middle })
    #expect(try await found("id <= '\(middle)' and id >= 1") == some.filter { $0 <= middle })
    #expect(try await found("id != \(middle) AND id <= \(last)") == some.filter { $0 != middle })
    #expect(try await found("(id = \(middle) OR id = \(some[0])) AND id > 0") == [some[0], middle].uniqued)
    #expect(try await found("id = 'abc'") == [])
  }

  @Test func `a queue is found by name, whatever its capitals, and by number`() async throws {
    let number = try #require(try await site.someTicket()["Queue"]?["id"]?.string)
    let name = try await site.get("queue/\(number)").string("Name")
    let byNumber = try await found("Queue = \(number)")
    #expect(!byNumber.isEmpty)
    #expect(try await found("Queue = '\(name)'") == byNumber)
    #expect(try await found("Queue = '\(name.lowercased())'") == byNumber)
    #expect(try await found("Queue = 'no such queue'") == [])
  }

  @Test func `deleted tickets are hidden from searches and open to GET`() async throws {
    #expect(try await found("Status = 'deleted'") == [])
    let rows = try await site.transactions(
      "ObjectType='RT::Ticket' AND Type='Status' AND NewValue='deleted'", fields: "ObjectId")
    for id in rows.texts("ObjectId") {
      let ticket = try await site.get("ticket/\(id)")
      guard ticket["Status"]?.string == "deleted" else { continue }
      #expect(try await found("id = \(id)") == [])
      #expect(try await site.get("ticket/\(id)/history").int("total") > 0)
    }
  }

  @Test func `a merged ticket's number answers with the survivor, who has both histories`() async throws {
    let rows = try await site.transactions(
      "ObjectType='RT::Ticket' AND Type='AddLink' AND Field='MergedInto'", fields: "ObjectId,NewValue")
    for row in rows.items {
      let merged = try row.string("ObjectId")
      let target = try #require(row.string("NewValue").split(separator: "/").last)
      let survivor = try await site.get("ticket/\(target)").int("id")
      #expect(try await site.get("ticket/\(merged)").int("id") == survivor)
      guard merged != String(survivor) else { continue }
      #expect(try await found("id = \(merged)") == [])
      #expect(try await found("EffectiveId = \(survivor)").contains(try #require(Int(merged))))
      let history = try await site.get(
        "ticket/\(survivor)/history", ["fields": "ObjectId", "per_page": "100"])
      #expect(history.texts("ObjectId").contains(merged))
    }
  }

  @Test func `transactions of a queue hold rows that are of no ticket`() async throws {
    let queue = try #require(try await site.someTicket()["Queue"]?["id"]?.string)
    let loose = try await site.transactions("TicketQueue = \(queue)", fields: "ObjectType")
    #expect(Set(loose.texts("ObjectType")).count > 1)
    let strict = try await site.transactions(
      "ObjectType = 'RT::Ticket' AND TicketQueue = \(queue)", fields: "ObjectType")
    #expect(Set(strict.texts("ObjectType")) == ["RT::Ticket"])
  }

  @Test func `a ticket's history is what the search for its transactions finds`() async throws {
    let id = try await site.someTicket().int("id")
    let history = try await site.get("ticket/\(id)/history", ["per_page": "100"])
    #expect(history.ids == (try await site.transactions("ObjectType='RT::Ticket' AND ObjectId = \(id)")).ids)
  }

  @Test func `a moment that cannot be read counts as 1970, and T and Z cut it to its day`() async throws {
    let all = try await found("id > 0")
    #expect(try await found("Created > 'garbage'") == all)
    #expect(try await found("Created > '2999-01-01 00:00:00'") == [])
    let created = try await site.someTicket().string("Created")
    let id = try await site.someTicket().int("id")
    #expect(try await found("Created >= '\(created)'").contains(id))
    #expect(try await found("Created = '\(created.prefix(10))'").contains(id))
  }

  private func found(_ query: String) async throws -> [Int] {
    try await site.get("tickets", ["query": query, "orderby": "id", "per_page": "100"]).ids
  }
}

extension [Int] {
  fileprivate var uniqued: [Int] { Set(self).sorted() }
}
