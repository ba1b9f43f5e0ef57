import MigrationKit
import Testing

/// What every RT of version 5 does, real or imitated, as long as it holds some tickets.
@Suite struct RequestTrackerConformanceTests {
  let site: RequestTrackerSite

  init() throws { site = try RequestTrackerSite.open() }

  @Test func `the version begins with 5`() async throws {
    let answer = try await site.get("rt")
    #expect(answer["Version"]?.string?.hasPrefix("5.") == true)
  }

  // MARK: Lists

  @Test func `a list names its items by text, and counts in numbers`() async throws {
    let page = try await site.get("tickets", ["query": "id > 0", "per_page": "2", "orderby": "id"])
    let total = try page.int("total")
    #expect(try page.int("count") == min(2, total))
    #expect(try page.int("page") == 1)
    #expect(try page.int("per_page") == 2)
    #expect(try page.int("pages") == (total + 1) / 2)
    let item = try #require(page.items.first)
    #expect(item["id"]?.string != nil)
    #expect(item["type"]?.string == "ticket")
    #expect(try item.string("_url").hasSuffix("/REST/2.0/ticket/\(item.string("id"))"))
  }

  @Test(arguments: [("100", 100), ("500", 100), ("7", 7), ("0", 20), ("junk", 20), ("-3", 20)])
  func `a page holds at most 100`(asked: String, given: Int) async throws {
    let page = try await site.get("tickets", ["query": "id > 0", "per_page": asked])
    #expect(try page.int("per_page") == given)
  }

  @Test func `a page behind the last is empty and still tells the total`() async throws {
    let page = try await site.get("tickets", ["query": "id > 0", "per_page": "50", "page": "9999"])
    #expect(try page.int("count") == 0)
    #expect(try page.int("total") > 0)
    #expect(page["next_page"] == nil)
    #expect(page["prev_page"]?.string != nil)
  }

  @Test(arguments: ["0", "junk"]) func `a page that is no number is the first`(page: String) async throws {
    let answer = try await site.get("tickets", ["query": "id > 0", "page": page])
    #expect(try answer.int("page") == 1)
  }

  @Test(arguments: ["tickets", "transactions"])
  func `an unknown order gives 200 and nothing, but the total`(collection: String) async throws {
    let page = try await site.get(collection, ["query": "id > 0", "orderby": "bogus"])
    #expect(try page.int("count") == 0)
    #expect(try page.int("total") > 0)
  }

  @Test(arguments: ["tickets", "transactions", "attachments", "queues", "customfields", "customroles"])
  func `without a query nothing is found, on 0 point 0 pages`(collection: String) async throws {
    let page = try await site.get(collection)
    #expect(try page.int("total") == 0)
    #expect(page["pages"]?.numberText == "0.0")
  }

  @Test func `the next page is named with the query, unless the query came in a form`() async throws {
    let query = "id > 0"
    let byAddress = try await site.get("tickets", ["query": query, "per_page": "1"])
    #expect(byAddress["next_page"]?.string?.contains("query=") == true)
    let form = "query=id%20%3E%200&per_page=1&orderby=id"
    let request = HTTPRequest(
      .post, "/REST/2.0/tickets",
      headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
      body: .bytes(Array(form.utf8)))
    let byForm = try await site.send(request).json()
    #expect(
      byForm.ids == (try await site.get("tickets", ["query": query, "per_page": "1", "orderby": "id"])).ids)
    #expect(byForm["next_page"]?.string?.contains("query=") == false)
  }

  @Test func `descending order turns the list`() async throws {
    let query: KeyValuePairs = ["query": "id > 0", "orderby": "id", "order": "DESC", "per_page": "100"]
    let ids = try await site.get("tickets", query).ids
    #expect(ids == ids.sorted(by: >))
  }

  // MARK: Fields

  @Test func `fields of a list are texts, what is unknown is an empty text`() async throws {
    let fields =
      "id,Subject,TimeWorked,Due,EffectiveId,Owner,Requestor,CustomFields,_hyperlinks,bogus,Content,SLA"
    let query: KeyValuePairs = [
      "query": "id > 0", "fields": fields, "fields[Owner]": "EmailAddress,RealName", "orderby": "id",
    ]
    for item in try await site.get("tickets", query).items {
      #expect(item["id"]?.int != nil)
      #expect(item["TimeWorked"]?.string.flatMap { Int($0) } != nil)
      #expect(item["Due"]?.string?.hasSuffix("Z") == true)
      #expect(item["EffectiveId"]?.string == item["id"]?.numberText)
      #expect(item["Owner"]?["RealName"]?.string != nil)
      #expect(item["Requestor"]?.isArray == true)
      #expect(item["_hyperlinks"]?.elements.first?["ref"]?.string == "self")
      #expect(["bogus", "Content", "SLA"].map { item[$0]?.string } == ["", "", ""])
    }
  }

  @Test func `a single ticket has its number as a number and the rest as texts`() async throws {
    let ticket = try await site.someTicket()
    #expect(ticket["id"]?.int != nil)
    let numbers = ["Priority", "InitialPriority", "FinalPriority", "TimeWorked", "TimeEstimated", "TimeLeft"]
    for name in numbers { #expect(ticket[name]?.string.flatMap { Int($0) } != nil, "\(name)") }
    for name in ["Created", "LastUpdated", "Starts", "Started", "Due", "Resolved"] {
      #expect(ticket[name]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(name)")
    }
    for name in ["Queue", "Owner", "Creator", "LastUpdatedBy", "EffectiveId"] {
      #expect(ticket[name]?["_url"]?.string != nil, "\(name)")
    }
    for name in ["Requestor", "Cc", "AdminCc", "CustomFields", "_hyperlinks"] {
      #expect(ticket[name]?.isArray == true, "\(name)")
    }
  }

  @Test func `a date that was never set is 1970`() async throws {
    let query: KeyValuePairs = ["query": "Status='new'", "fields": "Resolved,Told", "per_page": "100"]
    let dates = try await site.get("tickets", query).texts("Resolved")
    #expect(dates.allSatisfy { $0 == "1970-01-01T00:00:00Z" })
  }

  @Test func `a custom field names itself and lists its values`() async throws {
    let query: KeyValuePairs = ["query": "id > 0", "fields": "CustomFields", "per_page": "100"]
    for field in try await site.get("tickets", query).items.flatMap({ $0["CustomFields"]?.elements ?? [] }) {
      #expect(field["id"]?.string != nil)
      #expect(field["name"]?.string != nil)
      #expect(field["values"]?.isArray == true)
    }
  }

  @Test func `a ticket has its custom roles by their numbers, and only their list tells the names`()
    async throws
  {
    let everything = #"[{"field":"id","operator":">","value":0}]"#
    let roles = try await site.get(
      "customroles", ["query": everything, "fields": "Name", "per_page": "100"])
    #expect(roles.texts("Name").allSatisfy { !$0.isEmpty })
    let query: KeyValuePairs = [
      "query": "id > 0", "fields": "CustomRoles", "fields[CustomRoles]": "Name", "per_page": "100",
    ]
    for item in try await site.get("tickets", query).items {
      let members = try #require(item["CustomRoles"]).members
      #expect(Set(members.map(\.key)) == Set(roles.ids.map { "RT::CustomRole-\($0)" }))
      for person in members.flatMap({ $0.value.isArray ? $0.value.elements : [$0.value] }) {
        #expect(person["Name"]?.string == person["id"]?.string)
      }
    }
    #expect(try await site.someTicket()["CustomRoles"] == nil)
  }

  @Test func `the tag of a ticket is the number of its last transaction`() async throws {
    let id = try #require(try await site.someTicket()["id"]?.int)
    let tag = try await site.answer("ticket/\(id)").header("ETag")
    let last = try await site.transactions("ObjectType='RT::Ticket' AND ObjectId=\(id)").ids.last
    #expect(tag == last.map { "\"\($0)\"" })
  }
}
