import Foundation
import MigrationKit
import Testing

@testable import Transform

@Suite struct RequestTrackerConversionTests {
  @Test func `the ticket's own creation comes first, merged messages follow by number`() throws {
    let ticket = try OldTicket(
      merged: #""4""#,
      transactions: [
        #"{"id":"9","Type":"Create","ObjectId":"4"}"#, #"{"id":"100","Type":"Correspond","ObjectId":"5"}"#,
        #"{"id":"20","Type":"Create","ObjectId":"5"}"#, #"{"id":"30","Type":"Comment","ObjectId":"4"}"#,
      ],
      attachments: [
        #"{"id":"1","TransactionId":"9","ContentType":"text/plain","Headers":"Subject: Alt\n  und lang"}"#
      ],
      contents: [#"{"id":"1","Content":"old"}"#]
    ).converted()
    #expect(ticket.articles.map(\.id) == ["20", "9", "30", "100"])
    #expect(ticket.articles.map(\.isInternal) == [false, false, true, false])
    #expect(ticket.articles[1].header == "2021-01-05 12:27 UTC, from merged RT ticket 4, RT transaction 9")
    #expect(ticket.articles[1].text == "Subject: Alt und lang\n\nold")
    #expect(ticket.header.contains("Merged RT tickets: 4"))
  }

  @Test(arguments: ["EmailRecord", "CommentEmailRecord", "Set", "Status", "AddLink"])
  func `copies of outgoing mail and bare history are no articles`(type: String) throws {
    let ticket = try OldTicket(
      transactions: [OldTicket.creation, #"{"id":"21","Type":"\#(type)","ObjectId":"5"}"#],
      attachments: [#"{"id":"1","TransactionId":"21","ContentType":"multipart/mixed"}"#]
    ).converted()
    #expect(ticket.articles.map(\.id) == ["20"])
  }

  @Test func `a forwarded ticket is an internal article that says to whom`() throws {
    let ticket = try OldTicket(
      transactions: [
        OldTicket.creation, #"{"id":"21","Type":"Forward Ticket","ObjectId":"5","Data":"a@b.test"}"#,
      ],
      attachments: [#"{"id":"1","TransactionId":"21","ContentType":"text/plain"}"#],
      contents: [#"{"id":"1","Content":"see below"}"#]
    ).converted()
    #expect(ticket.articles.last?.isInternal == true)
    #expect(ticket.articles.last?.text == "Forward Ticket: a@b.test\n\nsee below")
  }

  @Test func `a transaction's own fields stand above its text, dropped ones nowhere`() throws {
    let fields = #"[{"id":"2","name":"Phone","values":["1","2"]},{"id":"3","name":"Gone","values":["x"]}]"#
    let ticket = try OldTicket(
      transactions: [#"{"id":"20","Type":"Create","ObjectId":"5","CustomFields":\#(fields)}"#]
    ).converted(MappingConfiguration(fields: ["Gone": .drop(reason: "r")]))
    #expect(ticket.articles.map(\.text) == ["Phone: 1, 2"])
  }

  @Test func `people with a login watch once each, the owner not at all, others are named`() throws {
    let ticket = try OldTicket(
      members: #"""
        "Owner":{"id":"anna"},"Requestor":[{"id":"boris"},{"id":"zoe@c.test","RealName":"Zoë","EmailAddress":"zoe@c.test"}],
        "Cc":[{"id":"BORIS"},{"id":"anna"}],"AdminCc":[{"id":"x"}],
        """#
    ).converted(MappingConfiguration(people: ["anna": "anna", "boris": "bo", "*": "text"]))
    #expect(ticket.owner?.login == "anna")
    #expect(ticket.watchers.map(\.login) == ["bo"])
    #expect(ticket.header.contains("Requesters: Zoë <zoe@c.test>"))
    #expect(ticket.header.contains("AdminCc: x"))
    #expect(!ticket.header.contains { $0.hasPrefix("Owner") || $0.hasPrefix("Cc") })
  }

  @Test func `who shares the star's login is named as well`() throws {
    let ticket = try OldTicket(members: #""Owner":{"id":"zoe"},"#)
      .converted(MappingConfiguration(people: ["*": "migrator"]))
    #expect(ticket.owner?.login == "migrator")
    #expect(ticket.header.contains("Owner: zoe"))
    #expect(ticket.articles.map(\.header) == ["2021-01-05 12:27 UTC, by root, RT transaction 20"])
  }

  @Test(
    arguments: [
      ("2021-03-01T00:00:00Z", "2021-03-02T00:00:00Z", "2021-03-01", "2021-03-02", []),
      ("2021-03-02T00:00:00Z", "2021-03-01T00:00:00Z", nil, "2021-03-01", ["Starts: 2021-03-02 00:00 UTC"]),
      (
        "2021-03-01T09:30:00Z", "2021-03-01T08:00:00Z", "2021-03-01", "2021-03-01",
        ["Starts: 2021-03-01 09:30 UTC", "Due: 2021-03-01 08:00 UTC"]
      ),
      ("1970-01-01T00:00:00Z", "", nil, nil, []),
    ] as [(String, String, String?, String?, [String])])
  func `dates that cannot be kept are told`(
    starts: String, due: String, startDate: String?, dueDate: String?, lines: [String]
  ) throws {
    let ticket = try OldTicket(members: #""Starts":"\#(starts)","Due":"\#(due)","#).converted()
    #expect(ticket.startDate == startDate)
    #expect(ticket.dueDate == dueDate)
    #expect(ticket.header.filter { $0.hasPrefix("Starts") || $0.hasPrefix("Due") } == lines)
  }

  @Test func `empty custom fields need no rule`() throws {
    let fields =
      #""CustomFields":[{"id":"1","name":"Empty","values":[]},{"id":"2","name":"Blank","values":[""]}],"#
    #expect(try OldTicket(members: fields).converted().fields.isEmpty)
  }

  @Test(arguments: [
    (#""Priority":"high","#, "\"Priority\" has a value of the wrong kind"),
    (#""Started":"yesterday","#, "\"Started\" is not a date: \"yesterday\""),
    (#""Status":"","#, "\"Status\" has a value of the wrong kind"),
    (#""Requestor":[{"id":""}],"#, "someone in \"Requestor\" has no login"),
    (#""Queue":{"id":"3"},"#, "\"Queue\" has a value of the wrong kind"),
  ])
  func `a malformed record says which member is wrong`(members: String, reason: String) throws {
    let ticket = OldTicket(members: members)
    let error = #expect(throws: MalformedRecord.self) { try ticket.converted() }
    #expect(error == MalformedRecord(record: "ticket 5", reason: reason))
  }

  @Test func `a part without content costs the ticket, not the stage`() throws {
    let ticket = OldTicket(attachments: [#"{"id":"7","TransactionId":"20","ContentType":"image/png"}"#])
    let error = #expect(throws: RejectedTicket.self) { try ticket.converted() }
    #expect(error?.rejects.map(\.reason) == ["attachment 7 has no line in extracted/attachments.jsonl"])
  }

  @Test func `a file of no transaction stops the conversion`() throws {
    let file = ExtractedAttachment(
      ticket: SourceID("5"), id: "8", name: "a", mediaType: "image/png", byteCount: 1, sha256: "")
    let error = #expect(throws: MalformedRecord.self) { try OldTicket(files: [file]).converted() }
    #expect(error?.reason == "attachment 8 belongs to none of its transactions")
  }

  @Test func `a custom field's file that was not extracted costs the ticket, unless it is dropped`()
    throws
  {
    let value =
      #"{"filename":"a.png","content_type":"image/png","_url":"https://rt.example.test/REST/2.0/download/cf/24"}"#
    let ticket = OldTicket(members: #""CustomFields":[{"id":"8","name":"Shot","values":[\#(value)]}],"#)
    let error = #expect(throws: RejectedTicket.self) { try ticket.converted() }
    #expect(
      error?.rejects.map(\.reason) == [
        "the file cf-24 of \"Shot\" has no line in extracted/attachments.jsonl"
      ])
    let dropped = try ticket.converted(MappingConfiguration(fields: ["Shot": .drop(reason: "r")]))
    #expect(dropped.articles.map(\.attachments) == [[]])
  }

  @Test(arguments: [
    (String(repeating: "n", count: 300) + ".pdf", String(repeating: "n", count: 250) + "….pdf"),
    (String(repeating: "n", count: 300), String(repeating: "n", count: 254) + "…"),
    ("../../etc/passwd", "../../etc/passwd"),
  ])
  func `a file's name is kept as far as the new system takes it`(name: String, kept: String) {
    let file = ExtractedAttachment(
      ticket: SourceID("5"), id: "8", name: name, mediaType: "a/b", byteCount: 1, sha256: "")
    #expect(Attachment(file).name == kept)
  }

  @Test func `a ticket without any message is rejected`() throws {
    let error = #expect(throws: RejectedTicket.self) { try OldTicket(transactions: []).converted() }
    #expect(error?.rejects.map(\.rule) == ["ticket.articles"])
  }

  @Test func `a file without a name gets one, a line break in a name goes`() throws {
    let files = [("7", ""), ("8", "a\nb.png")].map { id, name in
      ExtractedAttachment(
        ticket: SourceID("5"), id: id, name: name, mediaType: "image/png", byteCount: 0, sha256: "")
    }
    let rows = ["7", "8"].map { #"{"id":"\#($0)","TransactionId":"20","ContentType":"image/png"}"# }
    let ticket = try OldTicket(attachments: rows, files: files).converted()
    #expect(ticket.articles.flatMap(\.attachments).map(\.name) == ["attachment-7.png", "a b.png"])
  }
}

/// Ticket 5 of an old system: what a test says of it, and plain answers for the rest.
struct OldTicket {
  static let creation = #"{"id":"20","Type":"Create","ObjectId":"5"}"#

  /// Members of the ticket, each with a comma behind it; they come before the plain ones and so count.
  var members = ""
  var merged = ""
  var transactions = [Self.creation]
  var attachments: [String] = []
  var contents: [String] = []
  var files: [ExtractedAttachment] = []
  var target = TargetTraits(markup: .plain)
  var zone: String?

  func converted(_ configuration: MappingConfiguration? = nil) throws -> Ticket {
    try converted(configuration, Census()).ticket
  }

  func converted(_ configuration: MappingConfiguration?, _ census: Census) throws -> ConvertedTicket {
    var converter = TicketConverter(normalizer(configuration, census))
    return try converter.convert(try record(), files: files)
  }

  func normalizer(
    _ configuration: MappingConfiguration? = nil, _ census: Census = Census()
  ) -> RequestTrackerNormalizer {
    var configuration = configuration ?? MappingConfiguration(people: ["*": "text"])
    configuration.queues = ["*": "support"]
    configuration.types = ["*": "Bug"]
    configuration.states = ["*": "New"]
    configuration.priorities = PriorityMap([], otherwise: "Low")
    if configuration.people.entries.isEmpty { configuration.people = ["*": "text"] }
    return RequestTrackerNormalizer(
      ConversionTerms(
        mapping: Mapping(configuration), census: census, target: target,
        zone: zone.flatMap { TimeZone(identifier: $0) }))
  }

  func record() throws -> SourceRecord {
    let rows = transactions.map {
      $0.dropLast() + ($0.contains("Created") ? "" : #","Created":"2021-01-05T12:27:22Z""#)
        + #","Creator":{"id":"root"}}"#
    }
    let text = """
      {"ticket":{\(members)"Queue":{"Name":"Q"},"Type":"ticket","Status":"new","Priority":"0","Subject":"S",
      "Creator":{"id":"root"},"Created":"2021-01-05T12:27:22Z"},"merged":[\(merged)],
      "transactions":[\(rows.joined(separator: ","))],"attachments":[\(attachments.joined(separator: ","))],
      "contents":[\(contents.joined(separator: ","))]}
      """
    return SourceRecord(
      system: "request-tracker", id: "5", url: "https://rt.example.test/Ticket/Display.html?id=5",
      data: .source(try JSONDocument(text).root))
  }
}
