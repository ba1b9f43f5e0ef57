import Foundation
import MigrationKit
import Testing

/// How RT gives transactions and attachments, real or imitated.
@Suite struct RequestTrackerAttachmentConformance {
  let site: RequestTrackerSite
  private let every = #"[{"field":"TransactionId","operator":">","value":0}]"#

  init() throws { site = try RequestTrackerSite.open() }

  @Test func `a history without fields is a list of numbers`() async throws {
    let id = try await site.someTicket().int("id")
    let item = try #require(try await site.get("ticket/\(id)/history").items.first)
    #expect(Set(item.members.map(\.key)) == ["id", "type", "_url"])
  }

  @Test func `transactions have texts for values and nothing for content`() async throws {
    let fields = "Type,Creator,Created,Field,OldValue,NewValue,Data,TimeTaken,ObjectId,Content,Attachments"
    for row in try await site.transactions("ObjectType='RT::Ticket'", fields: fields).items {
      #expect(row["Creator"]?["id"]?.string != nil)
      #expect(["Content", "Attachments"].map { row[$0]?.string } == ["", ""])
      for name in ["Type", "Field", "OldValue", "NewValue", "Data", "TimeTaken", "ObjectId"] {
        #expect(row[name]?.string != nil, "\(name)")
      }
    }
  }

  @Test func `mails that RT sent are transactions with attachments of their own`() async throws {
    let rows = try await site.transactions("ObjectType='RT::Ticket' AND Type='EmailRecord'", perPage: 5)
    for id in rows.ids {
      let parts = try await site.attachments(#"[{"field":"TransactionId","operator":"=","value":\#(id)}]"#)
      #expect(try parts.int("total") > 0)
      #expect(try await site.get("transaction/\(id)/attachments").int("total") == parts.int("total"))
    }
  }

  @Test func `IN takes a list`() async throws {
    let rows = try await site.attachments(every).texts("TransactionId")
    let wanted = Set([rows.first, rows.last].compactMap(\.self))
    let query =
      #"[{"field":"TransactionId","operator":"IN","value":[\#(wanted.sorted().joined(separator: ","))]}]"#
    #expect(Set(try await site.attachments(query).texts("TransactionId")) == wanted)
    #expect(
      try await site.attachments(#"[{"field":"TransactionId","operator":"IN","value":[]}]"#).int("total") == 0
    )
  }

  @Test func `conditions on one field are ORed unless the second says AND`() async throws {
    let all = try await site.attachments(every).int("total")
    let or = #"[{"field":"id","operator":">","value":3},{"field":"id","operator":"<","value":6}]"#
    #expect(try await site.attachments(or).int("total") == all)
    let and =
      #"[{"field":"id","operator":">","value":3},{"field":"id","operator":"<","value":6,"entry_aggregator":"AND"}]"#
    #expect(try await site.attachments(and).ids == [4, 5])
  }

  @Test func `texts are ordered as texts`() async throws {
    let query = #"[{"field":"ContentType","operator":">","value":"text/a"}]"#
    let types = Set(try await site.attachments(query, fields: "ContentType").texts("ContentType"))
    #expect(types.contains("text/plain"))
    #expect(types.allSatisfy { $0 > "text/a" })
  }

  @Test func `an unknown field is left out, and with no other nothing is found`() async throws {
    #expect(try await site.attachments(#"[{"field":"bogus","value":1}]"#).int("total") == 0)
    #expect(try await site.attachments(#"[{"field":"bogus","value":1},{"field":"id","value":4}]"#).ids == [4])
  }

  @Test(arguments: ["garbage", "[]", #"{"field":"id","value":4}"#])
  func `what is not a list of conditions finds nothing`(query: String) async throws {
    #expect(try await site.attachments(query).int("total") == 0)
  }

  @Test func `broken JSON is a fault of the server`() async throws {
    await #expect(throws: RequestError.self) { try await site.attachments("[{") }
  }

  @Test(arguments: [("application/json", 400), ("application/x-www-form-urlencoded", 500)])
  func `broken JSON in a body is 400 only where it says it is JSON`(type: String, status: Int) async throws {
    let request = HTTPRequest(
      .post, "/REST/2.0/attachments", headers: [HTTPHeader("Content-Type", type)],
      body: .bytes(Array("query=[{".utf8)))
    guard status == 400 else {
      await #expect(throws: RequestError.self) { try await site.send(request) }
      return
    }
    #expect(try await site.send(request).status == status)
  }

  @Test func `by itself, a transaction that links two tickets is 500, another is not`() async throws {
    let links = try await site.transactions("ObjectType='RT::Ticket' AND Type='AddLink'", fields: "NewValue")
    for row in links.items.prefix(10) {
      let resource = try "transaction/\(row.string("id"))"
      if try row.string("NewValue").hasPrefix("fsck.com-rt:") {
        await #expect(throws: RequestError.self) { try await site.answer(resource) }
      } else {
        #expect(try await site.get(resource)["NewValue"]?.string == (try row.string("NewValue")))
      }
    }
  }

  @Test func `by itself, a transaction leaves out what was never set`() async throws {
    let id = try #require(try await site.transactions("ObjectType='RT::Ticket' AND Type='Create'").ids.first)
    let row = try await site.get("transaction/\(id)")
    #expect(row["id"]?.int == id)
    #expect(row["Object"]?["type"]?.string == "ticket")
    #expect(["Field", "OldValue", "NewValue"].allSatisfy { row[$0] == nil })
  }

  @Test func `the body of a POST is a query too`() async throws {
    let request = HTTPRequest(
      .post, "/REST/2.0/attachments", query: [("per_page", "100"), ("orderby", "id")],
      headers: [HTTPHeader("Content-Type", "application/json")], body: .bytes(Array(every.utf8)))
    #expect(try await site.send(request).json().ids == (try await site.attachments(every)).ids)
  }

  @Test func `bodies are found by type and the lack of a name`() async throws {
    let query = #"""
      [{"field":"ContentType","operator":"LIKE","value":"text/"},{"field":"Filename","operator":"IS","value":"NULL"}]
      """#
    let bodies = try await site.attachments(query, fields: "ContentType,Filename")
    #expect(!bodies.items.isEmpty)
    #expect(bodies.texts("ContentType").allSatisfy { $0.hasPrefix("text/") })
    #expect(bodies.texts("Filename").allSatisfy { $0.isEmpty })
  }

  @Test func `asking for Parent ends in 500 where there is none`() async throws {
    await #expect(throws: RequestError.self) { try await site.attachments(every, fields: "Parent") }
    let below = #"[{"field":"Parent","operator":">","value":0}]"#
    for row in try await site.attachments(below, fields: "Parent").items {
      #expect(row["Parent"]?["type"]?.string == "attachment")
    }
  }

  @Test func `what holds other parts has no content`() async throws {
    let query = #"[{"field":"ContentType","operator":"LIKE","value":"multipart/"}]"#
    let parts = try await site.attachments(query, fields: "Content,ContentLength", perPage: 3)
    for part in parts.items {
      #expect(part["Content"]?.string == "")
      #expect(part["ContentLength"]?.string == "0")
      #expect(try await site.get("attachment/\(part.string("id"))")["Content"]?.isNull == true)
    }
  }

  @Test func `inline, as base64 and raw, the bytes are the same`() async throws {
    let query = #"[{"field":"Filename","operator":"IS NOT","value":"NULL"}]"#
    let files = try await site.attachments(
      query, fields: "TransactionId,Filename,ContentType,ContentLength,Content", perPage: 20)
    for file in files.items { try await compare(file) }
    for body in try await site.attachments(every, fields: "TransactionId,ContentLength,Content", perPage: 5)
      .items
    {
      try await compare(body)
    }
  }

  private func compare(_ row: JSONNode) async throws {
    let id = try row.string("id")
    let single = try await site.get("attachment/\(id)")
    #expect(single["TransactionId"]?["id"]?.string == (try row.string("TransactionId")))
    guard let encoded = single["Content"]?.string else { return }
    #expect(encoded.isEmpty || encoded.hasSuffix("\n"))
    let data = try #require(Data(base64Encoded: encoded, options: .ignoreUnknownCharacters))
    #expect(data.count == Int(try row.string("ContentLength")), "attachment \(id)")
    let inline = try row.string("Content")
    #expect(Array(data) == Array(inline.utf8) || Array(data) == latinBytes(inline), "attachment \(id)")
    guard data.count > 0 else { return }
    let raw = try await site.send(
      HTTPRequest(.get, "/Ticket/Attachment/\(row.string("TransactionId"))/\(id)/x"))
    #expect(raw.status == 200)
    #expect(raw.body == Array(data), "attachment \(id)")
    #expect(raw.header("Content-Length") == nil)
  }

  @Test func `the wrong transaction does not give the file`() async throws {
    let row = try #require(try await site.attachments(every).items.first)
    let request = try HTTPRequest(.get, "/Ticket/Attachment/999999/\(row.string("id"))/x")
    #expect(try await site.send(request).status == 404)
  }

  @Test func `an image in a custom field is downloaded by the number of its value`() async throws {
    let query: KeyValuePairs = ["query": "id > 0", "fields": "CustomFields", "per_page": "100"]
    let fields = try await site.get("tickets", query).items.flatMap { $0["CustomFields"]?.elements ?? [] }
    for image in fields.flatMap({ $0["values"]?.elements ?? [] }) where image.isObject {
      let id = try #require(image.string("_url").split(separator: "/").last)
      let answer = try await site.answer("download/cf/\(id)")
      #expect(answer.header("Content-Type") == (try image.string("content_type")))
      #expect(!answer.body.isEmpty)
    }
  }
}
