import MigrationKit
import Synchronization
import Testing

@testable import Extract

@Suite struct RequestTrackerSourceTests {
  private let slice = Slice(first: 6, last: 9, tickets: [6, 7])

  @Test
  func `a slice's records hold what the searches answered, and each ticket without one is accounted for`()
    async throws
  {
    let contents = try await withRequestTracker { source, _ in try await source.contents(of: slice) }
    #expect(contents.records.map(\.id) == ["6", "7"])
    #expect(contents.skipped.map { "\($0.ticket.text) \($0.reason)" } == ["8 merged into 7", "9 deleted"])
    #expect(contents.transactionCount == 12)
    #expect(contents.lastTransaction == 132)
  }

  @Test(
    arguments: [
      (0, "merged", []), (1, "merged", ["8"]),
      (0, "transactions", ["106", "107", "127"]),
      (1, "transactions", ["112", "117", "118", "124", "126", "128", "130", "131", "132"]),
      (0, "attachments", (30...42).map { String($0) }), (1, "attachments", ["46"]),
      (0, "contents", ["33", "34", "40"]), (1, "contents", ["46"]),
    ] as [(Int, String, [String])])
  func `a record holds the rows of its ticket and of what was merged into it, by id`(
    position: Int, member: String, ids: [String]
  ) async throws {
    let contents = try await withRequestTracker { source, _ in try await source.contents(of: slice) }
    let data = try JSONDocument(contents.records[position].json.bytes).root["data"]
    let rows = try #require(data?[member]).elements
    #expect(rows.map { $0.string ?? $0.text("id") } == ids)
  }

  @Test func `files are listed with the length that the download will have, where it is known`() async throws
  {
    let contents = try await withRequestTracker { source, _ in try await source.contents(of: slice) }
    let lines = contents.attachments.map {
      "\($0.ticket.text) \($0.id) \($0.name) \($0.mediaType) \($0.byteCount.map { String($0) } ?? "?") \($0.path)"
    }
    #expect(
      lines == [
        "6 35 bild.png image/png 70 /Ticket/Attachment/106/35/x",
        "6 36 журнал.pdf application/octet-stream 6 /Ticket/Attachment/106/36/x",
        "6 37 passwd text/plain ? /Ticket/Attachment/106/37/x",
        "6 38  message/rfc822 ? /Ticket/Attachment/106/38/x",
        "6 41 inner.png image/png 8 /Ticket/Attachment/106/41/x",
        "6 42 empty.bin application/octet-stream 0 /Ticket/Attachment/106/42/x",
      ])
  }

  @Test func `the parts of outgoing mail are those of another transaction and are not asked for`()
    async throws
  {
    let mail = try RequestTrackerScript().text("transactions")
      .replacing(#""Type":"Create""#, with: #""Type":"CommentEmailRecord""#)
    try await withRequestTracker({ request in
      request.contains("/transactions") && !request.contains("order=DESC") ? .ok(mail) : nil
    }) { source, server in
      let contents = try await source.contents(of: slice)
      #expect(contents.transactionCount == 12)
      let lists = server.arrivals.filter { $0.head.contains("/REST/2.0/attachments") }
      #expect(lists.count > 1)
      #expect(lists.allSatisfy { !String(decoding: $0.body, as: UTF8.self).contains("106") })
    }
  }

  /// A list shows text as it is stored, a download does not.
  @Test(arguments: [
    ("text/plain", true, true, false), ("image/png", true, true, true), ("text/csv", true, true, false),
    ("image/png", false, false, true), ("text/plain", false, false, true),
  ]) func `a file whose length is certain is shown in lists, and downloaded unless it is text`(
    type: String, isCertain: Bool, isShown: Bool, isDownloadable: Bool
  ) throws {
    let parent = isCertain ? #""Parent":{"id":"1"},"# : ""
    let row = try RequestTrackerRow(
      JSONDocument(
        #"""
        {"id":"2","TransactionId":"3",\#(parent)"ContentType":"\#(type)","ContentLength":"4",
        "Headers":"A: b\nContent-Length: 4"}
        """#
      ).root)
    let file = try RequestTrackerAttachment(row).reference(ticket: 1)
    #expect(file.byteCount == (isCertain ? 4 : nil))
    #expect(file.isShown == isShown && file.isDownloadable == isDownloadable)
  }

  @Test func `files that a list shows are told by their numbers, those it does not show are missing`()
    async throws
  {
    let list = RequestTrackerScript.searched([
      #"{"id":"7","Content":"GrÃ¼"}"#, #"{"id":"9","Content":"\u0000ÿ"}"#, #"{"id":"11","Content":"short"}"#,
    ])
    let files = [(9, 2), (7, 4), (8, 1), (11, 9)].map { id, length in
      AttachmentReference(
        ticket: SourceID("1"), id: "\(id)", name: "", mediaType: "image/png", byteCount: length, path: "/")
    }
    try await withRequestTracker({ $0.contains("[9,7,8,11]") ? .ok(list) : nil }) { source, server in
      let request = try #require(source.show(files))
      let bytes = try source.bytes(in: try await source.session.client.send(request), of: files)
      #expect(bytes == [[0, 0xFF], [0x47, 0x72, 0xC3, 0xBC], nil, nil])
      #expect(server.arrivals.last?.head.contains("Cookie: RT_SID_rt.example.test.80=5ec2e7") == true)
    }
  }

  @Test func `files in custom fields are attachments, at addresses of our own making`() throws {
    let row = try RequestTrackerRow(
      JSONDocument(
        #"""
        {"id":"2","CustomFields":[{"name":"Kundennummer","values":["4711"]},{"name":"Screenshot","values":[
        {"filename":"b.png","content_type":"image/png","_url":"http://elsewhere.test/REST/2.0/download/cf/24"},
        {"filename":"a.png","content_type":"image/png","_url":"http://elsewhere.test/REST/2.0/download/cf/9"}]}]}
        """#
      ).root)
    let files = try row.fieldFiles(ticket: 2)
    #expect(
      files.map { "\($0.id) \($0.name) \($0.path)" } == [
        "cf-9 a.png /REST/2.0/download/cf/9", "cf-24 b.png /REST/2.0/download/cf/24",
      ])
  }

  @Test(arguments: [
    (#"{"id":8,"Status":"open","Type":"ticket","Queue":{"id":"3"}}"#, "merged into 8"),
    (#"{"id":9,"Status":"open","Type":"reminder","Queue":{"id":"3"}}"#, "reminder, not a ticket"),
    (#"{"id":9,"Status":"open","Type":"ticket","Queue":{"id":"4"}}"#, "moved to another queue"),
    (#"{"id":9,"Status":"open","Type":"ticket","Queue":{"id":"3"}}"#, nil),
  ])
  func `a ticket that no search shows is explained, or the reading is refused`(
    record: String, reason: String?
  )
    async throws
  {
    let read = {
      try await withRequestTracker({ request in
        if request.contains("TicketStatus") { return .ok(RequestTrackerScript.searched([])) }
        return request.contains("/ticket/9") ? .ok(record) : nil
      }) { source, _ in
        try await source.contents(of: slice).skipped.last?.reason
      }
    }
    if let reason {
      #expect(try await read() == reason)
    } else {
      await #expect(throws: SourceError.self) { try await read() }
    }
  }

  @Test func `a ticket that left its queue since the slice was made is accounted for`() async throws {
    let record = #"{"id":5,"Status":"open","Type":"ticket","Queue":{"id":"4"}}"#
    let contents = try await withRequestTracker({ $0.contains("/ticket/5") ? .ok(record) : nil }) {
      source, _ in
      try await source.contents(of: Slice(first: 1, last: 9, tickets: [5, 6, 7]))
    }
    #expect(contents.skipped.first == SkippedTicket(ticket: SourceID("5"), reason: "moved to another queue"))
  }

  @Test(arguments: [(#""id":"3""#, #""id":"4""#), (#""id":"7""#, #""id":"10""#)])
  func `a ticket of another queue or range among the answers is refused`(asked: String, shown: String)
    async throws
  {
    let tickets = try RequestTrackerScript().text("tickets").replacing(asked, with: shown)
    let error = try await #require(throws: SourceError.self) {
      try await withRequestTracker({ request in
        request.contains("/tickets") && request.contains("Subject") ? .ok(tickets) : nil
      }) { source, _ in try await source.contents(of: slice) }
    }
    #expect(error.description.hasPrefix("a search for tickets 6 to 9 also returned ticket "))
  }

  @Test func `each ticket of which a search showed a sign is found`() async throws {
    let contents = try await withRequestTracker { source, _ in try await source.contents(of: slice) }
    #expect(contents.foundCount == 4)
  }

  @Test func `a text that is not among the answers is missing, not empty`() async throws {
    await #expect(throws: SourceError.self) {
      try await withRequestTracker({ request in
        request.contains(#""id","operator":"IN""#) ? .ok(RequestTrackerScript.searched([])) : nil
      }) { source, _ in try await source.contents(of: slice) }
    }
  }

  @Test(
    arguments: [
      (["6", "7"], ["9"], 9), (["6", "7"], [], 7), ([], ["9"], 9),
    ] as [([String], [String], Int)])
  func `the last slice reaches to the last ticket, hidden or not`(found: [String], last: [String], end: Int)
    async throws
  {
    let slice = try await withRequestTracker({ request in
      let rows = found.map { #"{"id":"\#($0)"}"# }
      if request.contains("/tickets") { return .ok(RequestTrackerScript.searched(rows)) }
      let hidden = last.map { #"{"id":"133","ObjectId":"\#($0)"}"# }
      return request.contains("/transactions") ? .ok(RequestTrackerScript.searched(hidden)) : nil
    }) { source, _ in try await source.slice(after: Cursor(id: 5)) }
    #expect(slice == Slice(first: 6, last: end, tickets: found.compactMap { Int($0) }))
  }

  @Test func `behind the last ticket there is no slice`() async throws {
    let slice = try await withRequestTracker({ request in
      request.contains("/tickets") || request.contains("/transactions")
        ? .ok(RequestTrackerScript.searched([])) : nil
    }) { source, _ in try await source.slice(after: Cursor(id: 9)) }
    #expect(slice == nil)
  }

  @Test(arguments: [
    (#"{"b":1,"a":{"d":[2,1],"c":"é\/"}}"#, #"{"a":{"c":"é\/","d":[2,1]},"b":1}"#),
    (
      #"{"CustomFields":[{"values":["z","y"],"id":"9"},{"values":[],"id":"3"}]}"#,
      #"{"CustomFields":[{"id":"3","values":[]},{"id":"9","values":["z","y"]}]}"#
    ),
    (
      #"{"_hyperlinks":[{"ref":"self"},{"ref":"parent"}],"n":1.0}"#,
      #"{"_hyperlinks":[{"ref":"parent"},{"ref":"self"}],"n":1.0}"#
    ),
  ])
  func `the order that comes from Perl's hashes is made the same each time, and nothing else`(
    text: String, wanted: String
  ) throws {
    #expect(try JSONDocument(text).root.ordered.text == wanted)
  }

  @Test func `what changed between finding and counting is asked for again`() async throws {
    let answered = Mutex(0)
    let slice = try await withRequestTracker({ request in
      guard request.contains("/tickets"),
        answered.withLock({
          $0 += 1; return $0
        }) == 1
      else { return nil }
      return .ok(RequestTrackerScript.searched([], total: "2"))
    }) { source, _ in try await source.slice(after: Cursor(id: 5)) }
    #expect(slice?.tickets == [6, 7])
  }
}
