import MigrationKit
import Testing

@testable import Transform

@Suite struct RequestTrackerEmbeddedFilesTests {
  private static let html =
    "<p>red <img src='data:image/png;base64,YWJj' alt=lamp> <img src='data:image/png,abc'></p>"

  private func ticket(
    _ html: String = html, type: String = "Create", _ markup: MarkupLanguage = .textile
  ) -> OldTicket {
    OldTicket(
      transactions: [OldTicket.creation, #"{"id":"21","Type":"Comment","ObjectId":"5"}"#],
      attachments: [
        #"{"id":"7","TransactionId":"\#(type == "Create" ? 20 : 21)","ContentType":"text/html"}"#
      ], contents: [#"{"id":"7","Content":"\#(html)"}"#], target: TargetTraits(markup: markup))
  }

  @Test func `a picture in a text becomes a file of its article, shown where it stood`() throws {
    let converted = try ticket().converted(nil, Census())
    let article = converted.ticket.articles[0]
    #expect(article.text == "red ⟦image picture-7-1|lamp⟧ ⟦image picture-7-1|⟧")
    #expect(article.attachments.map(\.name) == ["picture-7-1.png"] && article.attachments[0].byteCount == 3)
    #expect(converted.embedded.map(\.bytes) == [Array("abc".utf8)])
    #expect(
      try ticket(Self.html, type: "Create", .plain).converted().articles[0].text
        == "red [lamp] (picture-7-1.png) [image] (picture-7-1.png)")
  }

  @Test func `it counts among the files that were met`() throws {
    var converter = TicketConverter(ticket().normalizer())
    _ = try converter.convert(try ticket().record(), files: [])
    #expect(converter.balance.attachments.met == 1 && converter.balance.attachments.carried == 1)
  }

  @Test func `that of an internal comment is archived when asked`() throws {
    let mapping = MappingConfiguration(internalFiles: .archive)
    let converted = try ticket(type: "Comment").converted(mapping, Census())
    #expect(converted.archived.map(\.file.id) == ["picture-7-1"] && converted.embedded.count == 1)
    #expect(converted.ticket.articles[1].attachments.isEmpty)
    #expect(
      converted.ticket.articles[1].text
        == "red [lamp] (picture-7-1.png) [image] (picture-7-1.png)\n\nArchived file: picture-7-1.png, 3 bytes, data/archive/5/picture-7-1"
    )
  }

  @Test func `one that the target does not take costs the ticket until someone decides`() throws {
    var old = ticket()
    old.target.largestFile = 2
    let error = #expect(throws: RejectedTicket.self) { try old.converted() }
    #expect(error?.rejects.map(\.rule) == ["mapping.largeFiles"])
    #expect(try old.converted(MappingConfiguration(largeFiles: .archive), Census()).archived.count == 1)
  }

  @Test(arguments: [
    ("https://rt.test/rt/Ticket/Attachment/20/8/a.png", "8"), ("/rt/Ticket/Attachment/20/8/", "8"),
    ("https://rt.test/Ticket/Attachment/20/8/a.png", nil), ("/rt/Ticket/Display.html?id=5", nil),
  ])
  func `files of the old system's pages are known by their number`(address: String, file: String?) {
    let references = RequestTrackerReferences(Census(), addresses: ["https://rt.test/rt"], .linked)
    #expect(references.attachment(at: references.address(ofPage: address) ?? address) == file)
  }
}
