import MigrationKit
import Testing

@testable import Transform

@Suite struct RequestTrackerMessageTests {
  private static let types = [
    "1": "multipart/alternative", "2": "text/plain", "3": "text/html", "4": "multipart/related",
    "5": "text/html",
    "6": "image/png",
  ]

  private func part(_ id: String, in parent: String, headers: String = "") throws -> RequestTrackerPart {
    let type = Self.types[id] ?? ""
    return try RequestTrackerPart(
      JSONDocument(
        #"{"id":"\#(id)","TransactionId":"9","Parent":"\#(parent)","ContentType":"\#(type)","Headers":"\#(headers)"}"#
      ).root)
  }

  private func message(plain: String, html: String, _ language: MarkupLanguage) throws
    -> RequestTrackerMessage
  {
    try RequestTrackerMessage(
      parts: [part("1", in: "0"), part("2", in: "1"), part("3", in: "1")], contents: ["2": plain, "3": html],
      of: SourceID("5"), files: [:], isComplete: true,
      Wording(words: Words(), context: TextContext(language: language)))
  }

  @Test(arguments: [
    ("See the table.", "<p>See the <b>table</b>.</p>", MarkupLanguage.textile, "3"),
    ("See the table.", "<p>See the <b>table</b>.</p>", .plain, "2"),
    ("See the table.", "<p></p>", .markdown, "2"),
    ("A long letter with many words", "<p>View it in your browser</p>", .markdown, "2"),
    ("Hello Zoë, see the list http", "<ul><li>HELLO Zoë see the list</ul>", .commonMark, "3"),
    ("プリンターが\n動きません", "<p>プリンターが動きません</p>", .markdown, "3"), ("", "<p>Only here</p>", .plain, "3"),
    ("Beautiful", "<p>Beau&shy;tiful</p>", .markdown, "3"),
  ])
  func `of two versions the one that says more is taken`(
    plain: String, html: String, language: MarkupLanguage, taken: String
  ) throws {
    #expect(try message(plain: plain, html: html, language).spokenParts == [taken])
  }

  @Test(arguments: ["Content-ID: <shot@client>", "Content-Location: shot@client", "content-id: shot@client"])
  func `a picture is known by the names its part has, and only where its file came`(header: String) throws {
    let parts = [
      try part("4", in: "0"), try part("5", in: "4"), try part("6", in: "4", headers: header),
    ]
    #expect(parts[2].pictureNames == ["shot@client"])
    let file = ExtractedAttachment(
      ticket: SourceID("5"), id: "6", name: "a.png", mediaType: "image/png", byteCount: 1, sha256: "")
    #expect(RequestTrackerMessage.pictures(in: parts, ["6": file]) == ["shot@client": file])
    #expect(RequestTrackerMessage.pictures(in: parts, [:]).isEmpty)
  }
}
