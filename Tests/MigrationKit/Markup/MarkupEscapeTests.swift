import MigrationKit
import Testing

/// A plain text and how each language is told to show it so.
struct MarkedUp: Sendable, CustomTestStringConvertible {
  let text: String
  let languages: [(language: MarkupLanguage, source: String)]
  var testDescription: String { text }

  /// - Parameter plain: nil: the text itself.
  init(_ text: String, plain: String? = nil, textile: String, markdown: String, commonMark: String) {
    self.text = text
    languages = [
      (.plain, plain ?? text), (.textile, textile), (.markdown, markdown), (.commonMark, commonMark),
    ]
  }
}

/// The sources were read by Redmine 5.0.4: its pages show the texts, without links to issues, people, wiki pages.
@Suite struct MarkupEscapeTests {
  @Test(arguments: [
    MarkedUp(
      "Sales, Support (2nd level) - 10:30, 50%; C++ & AT&T: ok! 5 * 3 < x, snake_case, a-b",
      textile: "Sales, Support (2nd level) - 10:30, 50%; C++ & AT&T: ok! 5 * 3 < x, snake_case, a-b",
      markdown: "Sales, Support (2nd level) - 10:30, 50%; C++ & AT&T: ok! 5 * 3 &lt; x, snake_case, a-b",
      commonMark: "Sales, Support (2nd level) - 10:30, 50%; C++ & AT&T: ok! 5 * 3 &lt; x, snake_case, a-b"),
    MarkedUp(
      "Re: [support #12] *urgent* <b>x</b>",
      plain: "Re: [support !#12] *urgent* <b>x</b>",
      textile: "Re: [support &#35;12] &#42;urgent&#42; &lt;b>x&lt;/b>",
      markdown: "Re: [support !#12] \\*urgent\\* &lt;b>x&lt;/b>",
      commonMark: "Re: [support !#12] \\*urgent\\* &lt;b>x&lt;/b>"),
    MarkedUp(
      "user@example.com wrote @anna",
      plain: "user@example.com wrote @\u{2060}anna",
      textile: "user@example.com wrote &#64;anna",
      markdown: "user@example.com wrote &#64;anna",
      commonMark: "user@example.com wrote @<i></i>anna"),
    MarkedUp(
      "see #12, ##12, #note-3, r12, commit:abc, version:\"1.0\"",
      plain:
        "see !#12, #\u{2060}#\u{2060}12, #\u{2060}note-3, r\u{2060}12, commit\u{2060}:abc, version\u{2060}:\"1.0\"",
      textile: "see &#35;12, &#35;&#35;12, &#35;note-3, &#114;12, commit&#58;abc, version&#58;\"1.0\"",
      markdown: "see !#12, &#35;&#35;12, &#35;note-3, &#114;12, commit&#58;abc, version&#58;\"1.0\"",
      commonMark:
        "see !#12, #<i></i>#<i></i>12, #<i></i>note-3, r<i></i>12, commit:<i></i>abc, version:<i></i>\"1.0\""),
    MarkedUp(
      "{{toc}} [[Wiki]] !image.png! ![a](b)",
      plain: "{\u{2060}{toc}} ![[Wiki]] !image.png! ![a](b)",
      textile: "&#123;{toc}} &#91;[Wiki]] &#33;image.png! &#33;[a](b)",
      markdown: "&#123;{toc}} &#91;[Wiki]] !image.png! !&#91;a\\](b)",
      commonMark: "{<i></i>{toc}} \\[<i></i>[Wiki]] !image.png! !\\[a\\](b)"),
    MarkedUp(
      "a|b \\ ` ~~x~~ x^2 __init__ *args -v- ??x??",
      textile: "a|b \\ ` &#126;~x~~ x^2 &#95;_init&#95;&#95; &#42;args &#45;v- &#63;?x??",
      markdown: "a|b \\ \\` \\~\\~x\\~\\~ x\\^2 \\_\\_init\\_\\_ \\*args -v- ??x??",
      commonMark: "a|b \\ \\` \\~\\~x\\~\\~ x^2 \\_\\_init\\_\\_ \\*args -v- ??x??"),
    // Where a placeholder ends a link will.
    MarkedUp(
      "a⟧-x- b⟧!c.png! d⟧+e+ f⟧- g", textile: "a⟧&#45;x- b⟧&#33;c.png! d⟧&#43;e+ f⟧- g",
      markdown: "a⟧-x- b⟧!c.png! d⟧+e+ f⟧- g", commonMark: "a⟧-x- b⟧!c.png! d⟧+e+ f⟧- g"),
    MarkedUp(
      "\\\\server\\_share\\#1",
      textile: "\\\\server\\_share\\#1",
      markdown: "\\\\\\server\\\\\\_share\\\\#1",
      commonMark: "\\\\\\server\\\\\\_share\\\\#1"),
    MarkedUp(
      "\"x\":http://e.com &amp; &copy; &lt",
      textile: "\"x&quot;&#58;http://e.com &amp;amp; &amp;copy; &lt",
      markdown: "\"x\":http://e.com &amp;amp; &amp;copy; &lt",
      commonMark: "\"x\":http://e.com &amp;amp; &amp;copy; &lt"),
    MarkedUp(
      "h1. Title",
      textile: "h1&#46; Title",
      markdown: "h1. Title",
      commonMark: "h1. Title"),
    MarkedUp(
      "p(x). y",
      textile: "p&#40;x). y",
      markdown: "p(x). y",
      commonMark: "p(x). y"),
    MarkedUp(
      "1. first",
      textile: "1. first",
      markdown: "1\\. first",
      commonMark: "1\\. first"),
    MarkedUp(
      "# head",
      textile: "&#35; head",
      markdown: "\\# head",
      commonMark: "\\# head"),
    MarkedUp(
      "> quote",
      textile: "&gt; quote",
      markdown: "&gt; quote",
      commonMark: "&gt; quote"),
    MarkedUp(
      "* item",
      textile: "&#42; item",
      markdown: "\\* item",
      commonMark: "\\* item"),
    MarkedUp(
      "---",
      textile: "&#45;--",
      markdown: "\\---",
      commonMark: "\\---"),
    MarkedUp(
      "|a|b|",
      textile: "&#124;a|b|",
      markdown: "|a|b|",
      commonMark: "|a|b|"),
    MarkedUp(
      "{\"a\": 1}",
      textile: "&#123;\"a&quot;: 1}",
      markdown: "{\"a\": 1}",
      commonMark: "{\"a\": 1}"),
    MarkedUp(
      "ABC(hidden) foo[1] ==x== x%x%",
      textile: "ABC&#40;hidden) foo&#91;1] &#61;=x== x&#37;x%",
      markdown: "ABC(hidden) foo[1] ==x== x%x%",
      commonMark: "ABC(hidden) foo[1] ==x== x%x%"),
    MarkedUp(
      "!#1 !user:x",
      plain: "!\u{2060}#\u{2060}1 !\u{2060}user\u{2060}:x",
      textile: "&#33;&#35;1 &#33;user&#58;x",
      markdown: "&#33;&#35;1 &#33;user&#58;x",
      commonMark: "!<i></i>#<i></i>1 !<i></i>user:<i></i>x"),
    MarkedUp(
      "src=\"a.png\"",
      textile: "src=&quot;a.png\"",
      markdown: "src=&quot;a.png\"",
      commonMark: "src=\"<i></i>a.png\""),
    MarkedUp(
      "[ ] to do",
      textile: "[ ] to do",
      markdown: "[ ] to do",
      commonMark: "\\[<i></i> ] to do"),
  ])
  func `a line is shown letter by letter`(line: MarkedUp) {
    for (language, source) in line.languages { #expect(language.escaped(line.text) == source) }
  }

  @Test(arguments: [
    MarkedUp(
      "https://e.com/a_b?c=d&e=f#g, <http://e.com>, [http://e.com] \"http://e.com\" www.e.com.",
      textile:
        "https://e.com/a_b?c=d&e=f#g, &lt;http://e.com>, [http://e.com] &quot;http://e.com\" www.e.com.",
      markdown:
        "https://e.com/a_b?c=d&e=f#g, &lt;http://e.com&gt;, &#91;http://e.com&rsqb; \"http://e.com&quot; www.e.com.",
      commonMark:
        "https://e.com/a_b?c=d&e=f#g, &lt;http://e.com&gt;, \\[http://e.com&rsqb; \"http://e.com&quot; www.e.com."
    ),
    MarkedUp(
      "http://e.com/@anna",
      plain: "http://e.com/%40anna",
      textile: "\"http&#58;//e.com/&#64;anna\":http://e.com/%40anna",
      markdown: "[http://e.com/&#64;anna](http://e.com/%40anna)",
      commonMark: "[http://e.com/@<i></i>anna](http://e.com/%40anna)"),
    MarkedUp(
      "http://e.com/(_a_)",
      textile: "\"http&#58;//e.com/&#40;&#95;a&#95;&#41;\":http://e.com/%28_a%5F%29",
      markdown: "http://e.com/(_a_)",
      commonMark: "http://e.com/(_a_)"),
    MarkedUp(
      "http://e.com/?a=1&copy=2",
      textile: "http://e.com/?a=1&copy=2",
      markdown: "[http://e.com/?a=1&copy=2](http://e.com/?a=1&copy=2)",
      commonMark: "http://e.com/?a=1&copy=2"),
    MarkedUp(
      "xhttp://e.com/_a_ _http://e.com/_a_",
      textile: "xhttp://e.com/_a&#95; &#95;http&#58;//e.com/_a&#95;",
      markdown: "xhttp://e.com/\\_a\\_ \\_http&#58;//e.com/\\_a\\_",
      commonMark: "xhttp://e.com/\\_a\\_ \\_http&#58;//e.com/\\_a\\_"),
    MarkedUp(
      "http://e.com\">x",
      textile: "http&#58;//e.com\">x",
      markdown: "[http://e.com](http://e.com)\">x",
      commonMark: "[http://e.com](http://e.com)\">x"),
    MarkedUp(
      "user@e.com, <user@e.com>, [user@e.com], _user_@e.com",
      plain: "user@e.com, <user@e.com>, [user@e.com], _user_@\u{2060}e.com",
      textile: "user@e.com, &lt;user@e.com>, [user@e.com], &#95;user&#95;&#64;e.com",
      markdown: "user@e.com, &lt;user@e.com>, &#91;user@e.com], \\_user\\_&#64;e.com",
      commonMark: "user@e.com, &lt;user@e.com>, [user@e.com], \\_user\\_@<i></i>e.com"),
  ])
  func `addresses stay whole and can be followed`(line: MarkedUp) {
    for (language, source) in line.languages { #expect(language.escaped(line.text) == source) }
  }

  /// Redmine notifies whoever it finds so in a text, whatever the page shows.
  @Test(
    arguments: [
      "@anna", "Hi @anna,", "ü@anna", "x.@anna", "http://e.com/@anna", "_@anna", "(@anna)", "@@anna",
      "a_@b.com",
    ], MarkupLanguage.allCases)
  func `nobody is mentioned`(text: String, language: MarkupLanguage) {
    #expect(language.escaped(text).firstMatch(of: /(?:^|[^A-Za-z0-9_])@[A-Za-z0-9_@.\-]/) == nil)
  }

  @Test func `words of several lines find no partners in another line`() {
    let text = "_a\nb_ -x"
    #expect(MarkupLanguage.textile.escaped(text, in: []) == "&#95;a\nb_ -x")
    #expect(MarkupLanguage.textile.escaped(text, in: .alone) == "&#95;a\nb&#95; &#45;x")
  }

  @Test func `a cell's text does not end it`() {
    for language in [MarkupLanguage.textile, .markdown, .commonMark] {
      #expect(language.escaped("a|b", in: .cell) == "a&#124;b")
    }
  }

  @Test(arguments: [
    ("{{a(b)}} {{ c }} {{{d}}} {{", "{\u{2060}{a(b)}} {{ c }} {{\u{2060}{d}}} {{"),
    ("[[1,2],[3,4]] [[[x]]] [[y", "![[1,2],[3,4]] ![[[x]]] [[y"),
    ("[[a|b]] [[c [[d]]", "[\u{2060}[a|b]] ![[c [[d]]"), ("if [[ -f x ]]", "if ![[ -f x ]]"),
  ])
  func `without markup macros and wiki pages are words`(text: String, source: String) {
    #expect(MarkupLanguage.plain.escaped(text) == source)
  }

  @Test func `placeholders stay`() {
    #expect(MarkupLanguage.plain.escaped("⟦ticket 1|#1⟧ #1", in: .withPlaceholders) == "⟦ticket 1|#1⟧ !#1")
    let text = "*see* ⟦ticket 1|a*b* ç⟧ *"
    #expect(
      MarkupLanguage.markdown.escaped(text, in: .withPlaceholders) == "\\*see\\* ⟦ticket 1|a*b* ç⟧ *")
  }
}
