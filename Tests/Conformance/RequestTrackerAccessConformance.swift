import MigrationKit
import Testing

/// Whom RT lets in and what it shows them, real or imitated; its people and queues.
@Suite struct RequestTrackerAccessConformance {
  let site: RequestTrackerSite

  init() throws { site = try RequestTrackerSite.open() }

  @Test(arguments: [nil, "1-14-00000000000000000000000000000000"])
  func `without a good token it is 401`(token: String?) async throws {
    let client = try site.client(token: token)
    await #expect(throws: RequestError.unauthorized) {
      try await client.send(HTTPRequest(.get, "/REST/2.0/rt"))
    }
  }

  @Test func `with a stale cookie it is a redirection instead`() async throws {
    let client = try site.client(token: nil)
    let request = HTTPRequest(.get, "/REST/2.0/rt", headers: [HTTPHeader("Cookie", "RT_SID_x=1")])
    await #expect(throws: RequestError.redirected(to: "/")) { try await client.send(request) }
  }

  @Test func `who looks like a browser is redirected too`() async throws {
    let client = try site.client(token: nil, userAgent: "Mozilla/5.0")
    await #expect(throws: RequestError.redirected(to: "/")) {
      try await client.send(HTTPRequest(.get, "/REST/2.0/rt"))
    }
  }

  @Test func `a stale cookie beside a good token does no harm`() async throws {
    let request = HTTPRequest(.get, "/REST/2.0/rt", headers: [HTTPHeader("Cookie", "RT_SID_x=1")])
    #expect(try await site.send(request).status == 200)
  }

  @Test func `the cookie that comes with a file opens REST`() async throws {
    let query = #"[{"field":"id","operator":">","value":0}]"#
    let rows = try await site.attachments(query, fields: "TransactionId", perPage: 1)
    let row = try #require(rows.items.first)
    let path = try "/Ticket/Attachment/\(row.string("TransactionId"))/\(row.string("id"))/x"
    let setting = try #require(try await site.send(HTTPRequest(.get, path)).header("Set-Cookie"))
    let cookie = String(setting.prefix { $0 != ";" })
    #expect(cookie.hasPrefix("RT_SID_"))
    let request = HTTPRequest(.get, "/REST/2.0/rt", headers: [HTTPHeader("Cookie", cookie)])
    #expect(try await site.client(token: nil).send(request).status == 200)
  }

  @Test(arguments: [
    "ticket/99999999", "ticket/abc", "user/nobody.of.this.name", "queue/99999", "customfield/99999", "bogus",
  ])
  func `what is not there is 404`(resource: String) async throws {
    #expect(try await site.answer(resource).status == 404)
  }

  @Test(arguments: ["transaction/99999999", "attachment/99999999"])
  func `a transaction or attachment that is not there is 500`(resource: String) async throws {
    await #expect(throws: RequestError.self) { try await site.answer(resource) }
  }

  @Test(arguments: ["history", "attachments"])
  func `parts of a ticket that is not there are an empty list`(part: String) async throws {
    #expect(try await site.get("ticket/99999999/\(part)").int("total") == 0)
  }

  @Test(arguments: [("text/html", 406), ("application/json", 200), ("*/*", 200)])
  func `only JSON is spoken`(accepted: String, status: Int) async throws {
    let request = HTTPRequest(.get, "/REST/2.0/rt", headers: [HTTPHeader("Accept", accepted)])
    #expect(try await site.send(request).status == status)
  }

  @Test(arguments: ["rt", "queues/all", "attachment/1", "ticket/1/history"])
  func `what is to be read cannot be deleted`(resource: String) async throws {
    #expect(try await site.send(HTTPRequest(.delete, "/REST/2.0/\(resource)")).status == 405)
  }

  @Test func `even a file that is not there brings a cookie`() async throws {
    let answer = try await site.send(HTTPRequest(.get, "/Ticket/Attachment/0/0/x"))
    #expect(answer.status == 404)
    let cookie = try #require(answer.header("Set-Cookie")).prefix { $0 != ";" }
    let request = HTTPRequest(.get, "/REST/2.0/rt", headers: [HTTPHeader("Cookie", String(cookie))])
    #expect(try await site.client(token: nil).send(request).status == 200)
  }

  @Test func `a page tells its scripts whose it is`() async throws {
    let page = try await site.send(HTTPRequest(.get, "/Ticket/Attachment/0/0/x"))
    let text = String(decoding: page.body, as: UTF8.self)
    let line = try #require(text.firstMatch(of: /(?m)^RT\.CurrentUser = (\{.*\});$/))
    let user = try JSONDocument(Array(line.output.1.utf8)).root
    let name = try user.string("Name")
    #expect(try await site.get("user/\(percentEncoded(name))").int("id") == user["id"]?.int)
    #expect(user["EmailAddress"]?.string != nil)
  }

  @Test func `outside REST a stranger is sent to the page for logging in`() async throws {
    let client = try site.client(token: nil)
    let error = await #expect(throws: RequestError.self) {
      try await client.send(HTTPRequest(.get, "/Ticket/Attachment/1/1/x"))
    }
    guard case .redirected(let location) = error else {
      Issue.record("not redirected: \(String(describing: error))")
      return
    }
    #expect(location.contains("/NoAuth/Login.html?next="))
  }

  // MARK: People and queues

  @Test func `users are listed by name, the disabled ones only when asked for`() async throws {
    let query = #"[{"field":"id","operator":">","value":0}]"#
    let fields = "Name,EmailAddress,RealName,Disabled,Privileged"
    let enabled = try await site.get("users", ["query": query, "fields": fields, "per_page": "100"])
    #expect(enabled.items.allSatisfy { $0["id"]?.string == $0["Name"]?.string })
    #expect(enabled.items.allSatisfy { $0["Disabled"]?.string == "" && $0["Privileged"]?.string == "" })
    #expect(enabled.texts("Name").contains("Nobody"))
    let all = try await site.get("users", ["query": query, "find_disabled_rows": "1", "per_page": "100"])
    #expect(Set(enabled.texts("id")).isSubset(of: all.texts("id")))
    for name in Set(all.texts("id")).subtracting(enabled.texts("id")) {
      #expect(try await site.get("user/\(percentEncoded(name))")["Disabled"]?.string == "1")
    }
  }

  @Test(arguments: ["=", "!=", "<", ">", "IN"])
  func `a search for users passes over conditions on their numbers`(operation: String) async throws {
    let number = try await site.get("user/root").int("id")
    let condition = #"{"field":"id","operator":"\#(operation)","value":\#(number)}"#
    let everybody = try await site.get("users", ["per_page": "100"])
    #expect(try everybody.int("total") > 1)
    let all = try await site.get("users", ["query": "[\(condition)]", "per_page": "100"])
    #expect(try all.int("total") == everybody.int("total"))
    #expect(Set(all.texts("id")) == Set(everybody.texts("id")))
    let byName = #"{"field":"Name","operator":"=","value":"Nobody"}"#
    let nobody = try await site.get("users", ["query": "[\(condition),\(byName)]"])
    #expect(nobody.texts("id") == ["Nobody"])
  }

  @Test(arguments: ["Comments", "Created", "bogus"])
  func `a search for users passes over what RT does not show to everybody`(field: String) async throws {
    let query = #"[{"field":"\#(field)","operator":"=","value":"2999-01-01"}]"#
    let everybody = try await site.get("users")
    #expect(try await site.get("users", ["query": query]).int("total") == everybody.int("total"))
  }

  @Test func `a user is the same by name and by number`() async throws {
    let byName = try await site.get("user/root")
    let byNumber = try await site.get("user/\(byName.int("id"))")
    #expect(byNumber["Name"]?.string == "root")
    #expect(byName["Privileged"]?.int == 1)
    #expect(byName["Disabled"]?.string == "0")
    #expect(byName["EmailAddress"]?.string != nil)
  }

  @Test func `queues are listed and found by name and number`() async throws {
    let queues = try await site.get(
      "queues/all", ["fields": "Name,Description,Lifecycle", "per_page": "100"])
    let queue = try #require(queues.items.first)
    let byNumber = try await site.get("queue/\(queue.string("id"))")
    #expect(byNumber["Name"]?.string == queue["Name"]?.string)
    let byName = try await site.get("queue/\(percentEncoded(queue.string("Name")))")
    #expect(byName["id"]?.int == byNumber["id"]?.int)
    #expect(byName["TicketCustomFields"]?.isArray == true)
  }

  @Test func `custom fields of a queue tell their type, a Select its choices`() async throws {
    let queue = try #require(try await site.someTicket()["Queue"]?["id"]?.string)
    let fields = try await site.get(
      "queue/\(queue)/customfields", ["fields": "Name,Type,MaxValues,LookupType"])
    for field in fields.items {
      #expect(field["LookupType"]?.string == "RT::Queue-RT::Ticket")
      let single = try await site.get("customfield/\(field.string("id"))")
      #expect(single["Type"]?.string == field["Type"]?.string)
      #expect((single["Values"] != nil) == (field["Type"]?.string == "Select"))
    }
  }

  // MARK: A login that does not see everything

  @Test(.enabled(if: RequestTrackerSite.hasLimitedLogin))
  func `who does not see everything is told no totals`() async throws {
    let token = try #require(site.limitedToken)
    let client = try site.client(token: token)
    for path in ["/REST/2.0/queues/all", "/REST/2.0/transactions"] {
      let request = HTTPRequest(.get, path, query: [("query", "id > 0")])
      let page = try await client.send(request).json()
      #expect(page["total"]?.isNull == true)
      #expect(page["pages"]?.isNull == true)
      #expect(page["next_page"] == nil)
    }
    let tickets = HTTPRequest(.get, "/REST/2.0/tickets", query: [("query", "id > 0")])
    #expect(try await client.send(tickets).json()["total"]?.int != nil)
  }

  @Test(.enabled(if: RequestTrackerSite.hasLimitedLogin))
  func `what one may not see is missing from lists and forbidden by itself`() async throws {
    let token = try #require(site.limitedToken)
    let client = try site.client(token: token)
    let comments = try await site.transactions(
      "ObjectType='RT::Ticket' AND Type='Comment'", fields: "ObjectId")
    let comment = try #require(comments.items.first)
    let id = try comment.string("id")
    await #expect(throws: RequestError.forbidden(#"{"message":"Forbidden"}"#)) {
      try await client.send(HTTPRequest(.get, "/REST/2.0/transaction/\(id)"))
    }
    let history = HTTPRequest(
      .get, "/REST/2.0/ticket/\(try comment.string("ObjectId"))/history", query: [("per_page", "100")])
    let shown = try await client.send(history).json()
    #expect(!shown.texts("id").contains(id))
  }
}
