import MigrationKit
import Sandbox
import Testing

@testable import Transform

@Suite struct HTMLFuzzTests {
  private static let pieces = [
    "<", ">", "\"", "'", "=", "/", "<!--", "-->", "--", "<p", "</p>", "<a href=\"", "<script>", "</script",
    "<style>",
    "&", "&#", "&amp", ";", "x", " ", "\n", "é", "😀", "\u{0}", "<td>", "<table><tr>", "</table>", "<li>",
    "<ol start=",
    "9223372036854775807>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<ul>", "</ul>",
    "<div hidden>", "</div>",
    "<img alt='", "<br>", "<![", "<?", "-", "#x", "&#x110000;", "<textarea>", "<sup>", "</sub>", "<s>",
    "<ruby><rt>",
    "<td rowspan=0 colspan=3>", "<tbody>", "<math><msup>", "<mfrac>", "</math>", "<ol reversed type=i>",
    "<li value=-7>",
  ]

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `any text is read to its end`(seed: UInt64) {
    var random = SeededGenerator(seed)
    for _ in 0..<50 {
      let count = Int.random(in: 0...60, using: &random)
      let html = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      var tokenizer = HTMLTokenizer(html)
      var tokens = 0
      while tokenizer.next() != nil { tokens += 1 }
      #expect(tokens <= html.utf8.count, "\(html)")
      let language = MarkupLanguage.allCases.randomElement(using: &random) ?? .plain
      let text = MessageText.from(html: html, TextContext(language: language))
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }, "\(html)")
    }
  }

  /// Each would take hours if a look ahead that fails were made again.
  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      "<a ", "<a b=\"", "<a b=\"\">", "<a b=\">\" ", "<", "<!--", "<!-- >", "<script></scrip>", "<script>",
      "&",
      "&#",
      "<blockquote>x", "<ul><li>x", "<table><tr><td>x", "<div hidden>", "<textarea><", "<a href=x>y",
      "<a b='\">", "</", "<sup>x", "<s>x", "<td rowspan=9999999999>x", "<tr><td rowspan=70 colspan=70>x",
      "<tr><td colspan=99999999999999999999>x", "<math><msup>x", "<ruby><rt>x", "<ol type=i start=3999><li>x",
      "<span style='text-decoration:line-through'><b>x",
    ])
  func `hostile repetition takes no more than its length`(piece: String) {
    let long = String(repeating: piece, count: 20_000)
    #expect(PlainText.from(html: long).text.utf8.count < 40 * long.utf8.count)
    let html = String(repeating: piece, count: 4_000)
    for language in [MarkupLanguage.textile, .markdown] {
      let context = TextContext(language: language)
      #expect(MessageText.from(html: html, context).utf8.count < 40 * html.utf8.count)
      #expect(MessageText.from(html: html + ">\"'", context).utf8.count < 40 * html.utf8.count)
    }
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      "[", "*", "_a ", "> ", "http://", "http://a)", "\"x\":", "![a](", "@", "|\n", "&a", "user:", "r1", " ",
      "#",
      "1", "{{", "⟦", "`", "\n",
    ], MarkupLanguage.allCases)
  func `hostile repetition in plain text takes no more than its length`(
    piece: String, language: MarkupLanguage
  ) {
    let text = String(repeating: piece, count: 4_000) + "x"
    #expect(MessageText.from(plain: text, TextContext(language: language)).utf8.count < 40 * text.utf8.count)
  }
}
