import MigrationKit
import Testing

@testable import Transform

/// As Redmine 5.0.4 was seen to show them.
@Suite struct PlainMarkupTests {
  @Test(arguments: [
    MarkedUp(
      "one\n  two\n\tthree  four\n\n\nfive  ",
      textile: "one\n\u{A0} two\n\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0} three\u{A0} four\n\nfive",
      markdown: "one\n\u{A0} two\n\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0} three\u{A0} four\n\nfive",
      commonMark: "one  \n\u{A0} two  \n\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0} three\u{A0} four\n\nfive"),
    MarkedUp(
      "> one\n> > two\n>> three\n> four\nfive",
      textile: "> one\n>\n> > two\n> > three\n>\n> four\n\nfive",
      markdown: "> one\n>\n> > two\n> > three\n>\n> four\n\nfive",
      commonMark: "> one\n>\n> > two  \n> > three\n>\n> four\n\nfive"),
    MarkedUp(
      "> \n>> a\n\n> b",
      textile: "> > a\n\n> b",
      markdown: "> > a\n\n> b",
      commonMark: "> > a\n\n> b"),
    MarkedUp(
      "-- \nAnna *Å*\n--\nx",
      textile: "--\nAnna &#42;Å*\n--\nx",
      markdown: "\\--\nAnna \\*Å\\*\n\\--\nx",
      commonMark: "\\--  \nAnna \\*Å\\*  \n\\--  \nx"),
    MarkedUp(
      "title\n=====\ntext\n-----\nmore\n***",
      textile: "title\n&#61;====\ntext\n&#45;----\nmore\n&#42;**",
      markdown: "title\n\\=====\ntext\n\\-----\nmore\n\\*\\*\\*",
      commonMark: "title  \n\\=====  \ntext  \n\\-----  \nmore  \n\\*\\*\\*"),
    MarkedUp(
      "a | b\n--|--\n1 | 2",
      textile: "a | b\n&#45;-|--\n1 | 2",
      markdown: "a | b\n\\--|--\n1 | 2",
      commonMark: "a | b  \n\\--|--  \n1 | 2"),
    MarkedUp(
      "+---+\n| a |\n+---+",
      textile: "&#43;---+\n&#124; a |\n&#43;---+",
      markdown: "+---+\n| a |\n+---+",
      commonMark: "+---+  \n| a |  \n+---+"),
    MarkedUp(
      "- [ ] x\n* y\n+ z\n2) w",
      textile: "- [ ] x\n&#42; y\n+ z\n2) w",
      markdown: "\\- [ ] x\n\\* y\n\\+ z\n2\\) w",
      commonMark: "\\- \\[<i></i> ] x  \n\\* y  \n\\+ z  \n2\\) w"),
    MarkedUp(
      "```\ncode\n```\n~~~",
      textile: "```\ncode\n```\n&#126;~~",
      markdown: "\\`\\`\\`\ncode\n\\`\\`\\`\n\\~\\~\\~",
      commonMark: "\\`\\`\\`  \ncode  \n\\`\\`\\`  \n\\~\\~\\~"),
    MarkedUp(
      "_a\nb_ *c\nd*",
      textile: "&#95;a\nb_ &#42;c\nd*",
      markdown: "\\_a\nb\\_ \\*c\nd\\*",
      commonMark: "\\_a  \nb\\_ \\*c  \nd\\*"),
    MarkedUp(
      "[x]: http://e.com\n[y](z)\n[1] (see)",
      textile: "[x]: http://e.com\n[y](z)\n[1] (see)",
      markdown: "&#91;x]: http://e.com\n[y\\](z)\n[1\\] (see)",
      commonMark: "\\[x]: http://e.com  \n[y\\](z)  \n[1] (see)"),
    MarkedUp(
      "#77 is #12, see https://rt.test/Display.html?id=5. Not #701b, https://e.com/#702, #703!",
      textile:
        "&#35;77 is &#35;12, see ⟦ticket 5|https://rt.test/Display.html?id=5⟧. Not &#35;701b, https://e.com/#702, ⟦ticket 703|#703⟧!",
      markdown:
        "!#77 is !#12, see ⟦ticket 5|https://rt.test/Display.html?id=5⟧. Not &#35;701b, https://e.com/#702, ⟦ticket 703|#703⟧!",
      commonMark:
        "!#77 is !#12, see ⟦ticket 5|https://rt.test/Display.html?id=5⟧. Not #<i></i>701b, https://e.com/#702, ⟦ticket 703|#703⟧!"
    ),
  ])
  func `a plain text keeps its lines, quotes and spaces`(mail: MarkedUp) {
    for (language, source) in mail.languages.dropFirst() {
      #expect(MessageText.from(plain: mail.text, .example(language)) == source)
    }
  }

  @Test func `without markup a text stays but for tickets, people and spaces`() {
    let text = "*#703*\n> a  b @x"
    #expect(MessageText.from(plain: text, .example(.plain)) == "*⟦ticket 703|#703⟧*\n> a \u{A0}b @\u{2060}x")
    #expect(MessageText.from(html: "<b>#703</b> x", .example(.plain)) == "⟦ticket 703|#703⟧ x")
  }
}

extension TextContext {
  /// Knows the picture `a@b` and the tickets 700 to 799.
  static func example(_ language: MarkupLanguage) -> TextContext {
    TextContext(language: language, images: ["a@b": "54"], references: ExampleReferences())
  }
}

private struct ExampleReferences: TicketReferences {
  func ticket(at address: String) -> SourceID<Ticket>? {
    address.wholeMatch(of: /https:\/\/rt\.test\/.*=(\d+)/).map { SourceID(String($0.1)) }
  }

  func mentions(in text: Substring) -> [TicketMention] {
    text.matches(of: /#(7\d\d)\b/).map { TicketMention(range: $0.range, ticket: SourceID(String($0.1))) }
  }
}
