import MigrationKit
import Testing

@testable import Transform

/// As RT 5.0.3 shows these (`RT::Interface::Web::Scrubber`), but for titles of pages.
@Suite struct TextChangeTests {
  @Test(arguments: [
    "a<div style='color:red; DISPLAY : none'>b<div>c</div></div>d", "a<div style=\"display:none\">b<p>c<p>d",
    "a<p hidden>b</p><div>c</div>d", "a<span style='visibility: hidden'>b</span>c d", "a<b hidden>b</b>c d",
    "a <font style='font-size:0px'>b</font>c d", "a<i style='mso-hide:all'>b</i> c d",
    "a <span style='opacity:0'>b</span> c d",
    "a<ul style='display:none'><li>b<ul><li>c</ul></ul>d", "<td hidden>a<td>b c d",
  ])
  func `hidden text is shown and counted`(html: String) {
    for language in MarkupLanguage.allCases {
      let (text, changes) = MessageText.reading(html: html, .example(language))
      #expect(text.filter(\.isLetter) == "abcd")
      #expect(changes == [TextChange.hidden.rawValue: 1], "\(language)")
    }
  }

  @Test(arguments: [
    "<p style='font-size:0.9em;opacity:0.5'>a</p>", "<br hidden>a",
    "<div style='display:none'> &#10; </div>a",
    "<input type=hidden name=x value=y>a", "<!DOCTYPE html><?xml version='1.0'?><![if !mso]>a<![endif]>",
    "<title> </title><script src=x></script>a", "<noscript>a</noscript>", "<template>a</template>",
  ])
  func `what leaves nothing out is not counted`(html: String) {
    for language in MarkupLanguage.allCases {
      let (text, changes) = MessageText.reading(html: html, .example(language))
      #expect(text == "a" && changes.isEmpty, "\(language)")
    }
  }

  @Test(arguments: [
    ("a<script>x()</script><script>y()</script>", TextChange.script, 2),
    ("<style>p{}</style>a", .styleSheet, 1),
    ("a<!-- x --><!--[if mso]><p>x</p><![endif]--><![CDATA[x]]>", .comment, 3),
    ("a<!-- x <p>y", .endlessComment, 1),
    ("<title>x</title>a", .title, 1), ("a<input value=x><input type=text value=y>", .formField, 2),
    ("a<svg><path d=x /></svg><video></video><iframe></iframe>", .embedded, 3),
  ])
  func `what is left out is counted by its kind`(html: String, change: TextChange, count: Int) {
    for language in MarkupLanguage.allCases {
      let (text, changes) = MessageText.reading(html: html, .example(language))
      #expect(text.filter(\.isLetter) == "a")
      #expect(changes == [change.rawValue: count], "\(language)")
    }
  }

  /// Of the version that was taken only: the other one is no part of the text.
  @Test(arguments: [
    (MarkupLanguage.textile, [TextChange.hidden.rawValue: 1, TextChange.comment.rawValue: 2]), (.plain, [:]),
  ])
  func `the ledger has the counts`(language: MarkupLanguage, changes: [String: Int]) throws {
    let record = try OldTicket(
      attachments: [
        #"{"id":"1","TransactionId":"20","ContentType":"multipart/alternative"}"#,
        #"{"id":"2","TransactionId":"20","ContentType":"text/plain","Parent":"1"}"#,
        #"{"id":"3","TransactionId":"20","ContentType":"text/html","Parent":"1"}"#,
      ],
      contents: [
        #"{"id":"2","Content":"a"}"#,
        #"{"id":"3","Content":"<p hidden>a</p><!--x--><!--y-->"}"#,
      ]
    ).record()
    var mapping = MappingConfiguration(people: ["*": "text"])
    (mapping.queues, mapping.types, mapping.states) = (["*": "q"], ["*": "t"], ["*": "s"])
    mapping.priorities = PriorityMap([], otherwise: "p")
    let terms = ConversionTerms(
      mapping: Mapping(mapping), census: Census(), target: TargetTraits(markup: language))
    var converter = TicketConverter(RequestTrackerNormalizer(terms))
    _ = try converter.convert(record, files: [])
    let found = converter.ledger.entries["contents.Content"]?.changes.sorted.map { ($0.name, $0.count) } ?? []
    #expect(Dictionary(uniqueKeysWithValues: found) == changes)
  }
}
