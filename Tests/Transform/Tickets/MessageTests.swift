import MigrationKit
import Testing

@testable import Transform

@Suite struct MessageTests {
  private static let types = [
    "1": "multipart/alternative", "2": "text/plain", "3": "text/html", "4": "multipart/related",
    "5": "text/html",
    "6": "image/png",
  ]

  private func part(_ id: String, in parent: String, headers: String = "") throws -> MessagePart {
    let type = Self.types[id] ?? ""
    return try MessagePart(
      JSONDocument(
        #"{"id":"\#(id)","TransactionId":"9","Parent":"\#(parent)","ContentType":"\#(type)","Headers":"\#(headers)"}"#
      ).root)
  }

  private func message(plain: String, html: String, _ language: MarkupLanguage) throws
    -> Message
  {
    try Message(
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
    #expect(try message(plain: plain, html: html, language).spokenParts.first == taken)
  }

  private static let letter = """
    Dear colleagues, since yesterday evening our printer beside that old kitchen window prints nothing but grey stripes, \
    although someone has already changed both cartridges twice, cleaned every roller and even asked their manual.
    """

  @Test(arguments: [
    ("the password is Xk29-7731.", "<p>the password is <img src='cid:x' alt='a key'>.</p>"),
    ("the password is Xk29.", "<p>the password is XK29.</p>"),
    ("the password is Sesam.", "<p>the password is .</p>"),
    ("call 4711 or 12 34", "<p>call 4711 or 12</p>"), ("1. the PIN is 0815", "<ol><li>the PIN is </li></ol>"),
    ("-- \nAnna Berg", ""), ("[sic] PIN 0815 https://x.test", ""),
    ("The second half of it.", "<table><tr><td"),
    ("nur 10 € für Zoë und Jürgen", "<p>nur € für Zoë und Jürgen</p>"),
  ])
  func `words that only the plain text has stand below`(plain: String, html: String) throws {
    let plain = Self.letter + "\n" + plain
    let message = try message(plain: plain, html: Self.letter + html, .textile)
    #expect(message.spokenParts == ["3", "2"] && message.furtherVersions == ["2"])
    let below = "\n\nThe plain text version of this mail says:\n\n"
    #expect(message.text.hasSuffix(below + MessageText.from(plain: plain, TextContext(language: .textile))))
  }

  @Test(arguments: [
    ("Long is this letter, 4711", "<p>View it in your browser, 0815</p>", MarkupLanguage.markdown),
    ("See the table", "<p>See the table</p><p>Cable 10</p>", .plain),
  ])
  func `words that only the HTML has stand below`(plain: String, html: String, language: MarkupLanguage)
    throws
  {
    let message = try message(plain: plain, html: html, language)
    #expect(message.spokenParts == ["2", "3"] && message.furtherVersions == ["3"])
    #expect(message.text.contains("\n\nThe HTML version of this mail says:\n\n"))
  }

  /// What mail programs make of HTML.
  @Test(arguments: [
    (
      "Read more <https://e.test/a1?b=2>\nor www.e.test/x9",
      "<p><a href='https://e.test/a1?b=2'>Read more</a> or</p>"
    ),
    ("Read [1]\n\nLinks:\n------\n[1] https://e.test/a1", "<p><a href='https://e.test/a1'>Read</a></p>"),
    (
      "Hello [image: logo 3.png]\n[cid:image001.png@01DA]<https://e.test/9>",
      "<p>Hello</p>"
    ),
    ("[Firma 24]\nHello", "<p><img src='x' alt='Firma 24'>Hello</p>"),
    (
      "TITLE\n=====\n\n1. one\n2. two\n  o  three\n* *four* _five_",
      "<h1>Title</h1><ol><li>one<li>two</ol><p>three <b>four</b> <i>five</i></p>"
    ),
    ("> On Monday, Anna <anna@e.test> wrote:\n> > so", "<blockquote>On Monday, Anna wrote: <blockquote>so"),
    ("1 234 567 and +49 (30) 1234", "<p>1&nbsp;234&nbsp;567 and +49&#8239;30 12<b>34</b></p>"),
    ("Beautiful caf\u{E9}&nbsp;&amp; 10^6, m2", "<p>Beau&shy;tiful cafe\u{301} 10<sup>6</sup>, m²</p>"),
    ("Hello\nUnsubscribe: https://e.test/u?id=5\nUnsubscribe\nhttps://e.test/u", "<p>Hello</p>"),
    ("7731 twice 7731", "<p>twice 7731</p>"), ("two one", "<p>one two</p>"),
    ("Hello (c) 2021", "<p>Hello © 2021</p>"),
    ("A wrapped\nline of 10\nwords", "<p>A wrapped line of 10 words</p><img src='x' alt='chart 7'>"),
  ])
  func `what mail programs write otherwise is no difference`(plain: String, html: String) throws {
    let (plain, html) = (Self.letter + "\n" + plain, Self.letter + html)
    #expect(try message(plain: plain, html: html, .textile).spokenParts == ["3"])
    #expect(try message(plain: plain, html: html, .plain).spokenParts == ["2"])
  }

  @Test(arguments: ["Content-ID: <shot@client>", "Content-Location: shot@client", "content-id: shot@client"])
  func `a picture is known by the names its part has, and only where its file came`(header: String) throws {
    let parts = [
      try part("4", in: "0"), try part("5", in: "4"), try part("6", in: "4", headers: header),
    ]
    #expect(parts[2].pictureNames == ["shot@client"])
    let file = ExtractedAttachment(
      ticket: SourceID("5"), id: "6", name: "a.png", mediaType: "image/png", byteCount: 1, sha256: "")
    #expect(Message.pictures(in: parts, ["6": file]) == ["shot@client": file])
    #expect(Message.pictures(in: parts, [:]).isEmpty)
  }
}
