import Testing

@testable import Transform

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("<p>One</p><p>two\n  three</p>", "One\n\ntwo three"),
    ("a<br>b<br/><br />c", "a\nb\n\nc"),
    ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
    ("<p>a</p>\n<p>&nbsp;</p>\n<p>b</p>", "a\n\nb"),
    ("<h1>Title</h1>text<hr>more", "Title\n\ntext\n\n----------\n\nmore"),
    ("<b>bo</b>ld <i>it</i>", "bold it"),
  ])
  func `paragraphs and lines keep their shape`(html: String, text: String) {
    #expect(PlainText.from(html: html).text == text)
  }

  @Test(arguments: [
    ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
    ("<ol start=3><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol>", "3. a\n4. b\n  - c\n5. d"),
    ("<ul><li></li></ul>x", "x"),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
    ("x<pre>\na  b\n  c\n</pre>y", "x\n\na  b\n  c\n\ny"),
    (
      "<table><tr><th>A</th><th>B</th></tr><tr><td><p>1</p></td><td></td><td><p>3</p></td></tr></table>z",
      "A | B\n1 |  | 3\n\nz"
    ),
  ])
  func `lists, quotes, code and tables keep theirs`(html: String, text: String) {
    #expect(PlainText.from(html: html).text == text)
  }

  @Test(arguments: [
    ("<a href='https://example.test/?a=1&amp;b=2'>here</a>.", "here (https://example.test/?a=1&b=2)."),
    ("<a href=https://example.test/>https://example.test</a>", "https://example.test"),
    ("<a href='mailto:a@example.test'>a@example.test</a>", "a@example.test"),
    ("<a href='https://example.test'></a>", "https://example.test"),
    ("<a href='#top'>up</a> <a name=x>b</a> <a href='javascript:x()'>c</a>", "up b c"),
    ("<a href='https://a.test'>open <b>link</b>", "open link (https://a.test)"),
    (
      "see<img src='cid:1'>this<img alt='Logo' src=x><img src='https://t.test/pixel'>",
      "see [image] this [Logo] (x) [image] (https://t.test/pixel)"
    ),
  ])
  func `links keep their address, pictures their words`(html: String, text: String) {
    #expect(PlainText.from(html: html).text == text)
  }

  @Test(arguments: [
    ("<script>if (a<b) alert('</p>')</script>a<style>p{}</style>b<title>t</title>", "ab"),
    ("a<!-- b > c --d-- -->e<!--[if mso]>x<![endif]-->f<![if !mso]>g<?xml z?>", "aefg"),
    ("<p>a<br hidden>b</p>", "a\nb"),
  ])
  func `what no page shows is left out`(html: String, text: String) {
    #expect(PlainText.from(html: html).text == text)
  }

  @Test(arguments: [
    ("&lt;b&gt; &amp;amp; &quot;x&quot;", "<b> &amp; \"x\""),
    ("&auml;&Ouml;&szlig;&yuml;&nbsp;&euro;", "äÖßÿ €"),
    ("&#228;&#xE4;&#x1F600;", "ää😀"), ("&#150;&#0;&#xD800;&#x110000;", "–\u{FFFD}\u{FFFD}"),
    ("AT&T &unknown; &; & x&ampy", "AT&T &unknown; &; & x&y"),
    ("a &lt b &copy2021 &notit;", "a < b ©2021 ¬it;"),
    ("<a href='x:?a=1&copy=2&lt=3'>y</a>", "y (x:?a=1&copy=2&lt=3)"),
  ])
  func `references become characters`(html: String, text: String) {
    #expect(PlainText.from(html: html).text == text)
  }

  @Test(arguments: [
    ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"), ("a <b", "a <b"), ("a <", "a <"), ("<", "<"), ("</", "</"),
    ("<p", "<p"),
    ("<a href=\"x>y</a>z", "y (x)z"), ("</p>x</div></div>", "x"), ("<script>never closed", "never closed"),
    ("a</ b>c", "a</ b>c"), ("<p class='a>b'>c</p>", "c"), ("", ""), ("<p/>x<p =x y=>z", "x\n\nz"),
  ])
  func `broken markup loses no text`(html: String, text: String) {
    #expect(PlainText.from(html: html).text == text)
  }
}
