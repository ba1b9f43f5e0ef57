import MigrationKit
import Testing

@testable import Transform

/// As Redmine 5.0.4 was seen to show them.
@Suite struct HTMLMarkupTests {
  @Test(arguments: [
    MarkedUp(
      "<p>Hello <b>bold</b>, <i>it</i>, <b><i>both</i></b>, un<b>bold</b>ed, <s>old</s> <u>under</u> <b> spaced </b>x <code>a_b</code> <kbd>@x</kbd></p>",
      textile: "Hello *bold*, _it_, *_both_*, unbolded, -old- +under+ *spaced* x a_b &#64;x",
      markdown: "Hello **bold**, *it*, ***both***, unbolded, ~~old~~ _under_ **spaced** x a_b &#64;x",
      commonMark: "Hello **bold**, *it*, ***both***, unbolded, ~~old~~ under **spaced** x a_b @<i></i>x"),
    MarkedUp(
      "<h2>A *title* #</h2><hr>text",
      textile: "h2. A &#42;title* &#35;\n\n---\n\ntext",
      markdown: "## A \\*title\\* &#35;\n\n---\n\ntext",
      commonMark: "## A \\*title\\* &#35;\n\n---\n\ntext"),
    MarkedUp(
      "<p>a<br>b</p><div>c</div><div><br></div><div>d</div>",
      textile: "a\nb\n\nc\n\nd",
      markdown: "a\nb\n\nc\n\nd",
      commonMark: "a  \nb\n\nc\n\nd"),
    MarkedUp(
      "<p dir=rtl>שלום <b>עולם</b></p>",
      textile: "שלום *עולם*",
      markdown: "שלום **עולם**",
      commonMark: "שלום **עולם**"),
    MarkedUp(
      "<p>1 &lt; 2 &amp;amp; #12 @anna</p>",
      textile: "1 < 2 &amp;amp; &#35;12 &#64;anna",
      markdown: "1 < 2 &amp;amp; !#12 &#64;anna",
      commonMark: "1 < 2 &amp;amp; !#12 @<i></i>anna"),
  ])
  func `text keeps its emphasis and its lines`(mail: MarkedUp) {
    check(mail)
  }

  @Test(arguments: [
    MarkedUp(
      "<ul><li>a<li>b<ol><li>c</li><li>d<br>e</li></ol></li></ul>end",
      textile: "* a\n* b\n*# c\n*# d\ne\n\nend",
      markdown: "- a\n- b\n    1. c\n    2. d  \n        e\n\nend",
      commonMark: "- a\n- b\n    1. c\n    2. d  \n        e\n\nend"),
    MarkedUp(
      "<ol start=3><li><p>p</p><p>q</p></li><li>r<pre>x\n y</pre></li></ol>",
      textile: "* 3. p\nq\n* 4. r\n\n<pre>\nx\n y\n</pre>",
      markdown: "- 3\\. p\n\n    q\n- 4\\. r\n\n    ~~~\n    x\n     y\n    ~~~",
      commonMark: "3. p\n\n    q\n4. r\n\n    ~~~\n    x\n     y\n    ~~~"),
    MarkedUp(
      "<ul><li><ul><li>deep</ul><li><table><tr><td>1<td>2<tr><td>3<td>4</table></ul>",
      textile: "** deep\n\n| 1 | 2 |\n| 3 | 4 |",
      markdown: "- deep\n- &nbsp;\n\n    | 1 | 2 |\n    |---|---|\n    | 3 | 4 |",
      commonMark: "- deep\n- &nbsp;\n\n    | 1 | 2 |\n    |---|---|\n    | 3 | 4 |"),
    MarkedUp(
      "<li>stray</li>text",
      textile: "* stray\n\ntext",
      markdown: "- stray\n\ntext",
      commonMark: "- stray\n\ntext"),
    MarkedUp(
      "<p class=MsoNormal>Dear all,<p class=MsoNormal>&nbsp;<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>First</p><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.</span>Second</p><p class=MsoNormal>Bye</p><p class=MsoNormal>Anna</p>",
      textile: "Dear all,\n\n* First\n*# Second\n\nBye\nAnna",
      markdown: "Dear all,\n\n- First\n    1. Second\n\nBye\nAnna",
      commonMark: "Dear all,\n\n- First\n    1. Second\n\nBye  \nAnna"),
  ])
  func `lists keep their items`(mail: MarkedUp) {
    check(mail)
  }

  @Test(arguments: [
    MarkedUp(
      "<blockquote>a<blockquote>b</blockquote>c</blockquote>d",
      textile: "> a\n>\n> > b\n>\n> c\n\nd",
      markdown: "> a\n>\n> > b\n>\n> c\n\nd",
      commonMark: "> a\n>\n> > b\n>\n> c\n\nd"),
    MarkedUp(
      "<blockquote><pre class=\"moz-quote-pre\">one\n*two*</pre></blockquote><pre class=\"moz-signature\">-- \nAnna</pre>",
      textile: "> one\n> &#42;two*\n\n--\nAnna",
      markdown: "> one\n> \\*two\\*\n\n\\--\nAnna",
      commonMark: "> one  \n> \\*two\\*\n\n\\--  \nAnna"),
    MarkedUp(
      "<pre>a  *b*\n  #1 @x</pre>",
      textile: "<pre>\na  *b*\n  #1 @x\n</pre>",
      markdown: "~~~\na  *b*\n  #1 @x\n~~~",
      commonMark: "~~~\na  *b*\n  #1 @x\n~~~"),
    MarkedUp(
      "<pre>~~~\n  &lt;/pre&gt;</pre>",
      textile: "&#126;~~\n\u{A0} &lt;/pre>",
      markdown: "\\~\\~\\~\n\u{A0} &lt;/pre>",
      commonMark: "\\~\\~\\~  \n\u{A0} &lt;/pre>"),
  ])
  func `quotes and code keep their lines`(mail: MarkedUp) {
    check(mail)
  }

  @Test(arguments: [
    MarkedUp(
      "<table><caption>All</caption><tr><th>A<th>B|x<tr><td>1<br>2<td><p>x</p><p>y</p><tr><td colspan=2>s</table>",
      textile: "All\n\n|_. A |_. B&#124;x |\n| 1\n2 | x\ny |\n|\\2. s |",
      markdown: "All\n\n| A | B&#124;x |\n|---|---|\n| 1 / 2 | x / y |\n| s |  |",
      commonMark: "All\n\n| A | B&#124;x |\n|---|---|\n| 1<br>2 | x<br>y |\n| s |  |"),
    MarkedUp(
      "<table><tr><td>one<tr><td>two</table>",
      textile: "one\n\ntwo",
      markdown: "one\n\ntwo",
      commonMark: "one\n\ntwo"),
    MarkedUp(
      "<table><tr><td>Logo<td><p>Anna</p><p>Street</p></table>",
      textile: "Logo\n\nAnna\n\nStreet",
      markdown: "Logo\n\nAnna\n\nStreet",
      commonMark: "Logo\n\nAnna\n\nStreet"),
    MarkedUp(
      "<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td>side</table>",
      textile: "| a | b |\n| c | d |\n\nside",
      markdown: "| a | b |\n|---|---|\n| c | d |\n\nside",
      commonMark: "| a | b |\n|---|---|\n| c | d |\n\nside"),
    MarkedUp(
      "<table><tr><td>a<td>&nbsp;<td>b<tr><td><td><td><tr><td>c<td><td>d</table>",
      textile: "| a | b |\n| c | d |",
      markdown: "| a | b |\n|---|---|\n| c | d |",
      commonMark: "| a | b |\n|---|---|\n| c | d |"),
  ])
  func `data stays in tables and nothing else does`(mail: MarkedUp) {
    check(mail)
  }

  /// Wherever a table stands and whatever it falls apart into.
  @Test(
    arguments: [
      "<table><tr><th>One<th>Two<tr><td>Three<td><table><tr><td>Four<td>Five<tr><td>Six<td>Seven</table></table>",
      "<table><tr><td><table><tr><td>One<td>Two</table><td>Three<tr><td><table><tr><td>Four<td><table><tr><td>Five<td>Six</table></table><td>Seven</table>",
      "<table><tr><td><ul><li>One<li><table><tr><td>Two<td>Three<tr><td>Four<td>Five</table></ul><td>Six<tr><td>Seven</table>",
      "<table><tr><td><ul><li>One<blockquote>Two</blockquote><li><pre>Three</pre></ul><td>Four<tr><td>Five<td><ol><li>Six<hr>Seven</ol></table>",
      "<tr><td>One</td><td>Two</td></tr><td>Three</td><td><b>Four</b></td><td><a href='#'>Five</a></td><td>Six<td>Seven",
      "<b><table><tr>One<td>Two<td>Three<caption>Four</caption><td><p>Five<td><i>Six</i></tr>Seven</table></b>",
      String(repeating: "<table><tr><td>", count: 30)
        + "<table><tr><td>One<td>Two<tr><td>Three<td>Four</table><table><tr><td>Five<td>Six</table>Seven",
      "<pre><table><tr><td>One<td>Two</table></pre><h1><table><tr><td>Three<td>Four</table></h1><li><table><tr><td>Five<td>Six<tr><td>Seven</table>",
    ], MarkupLanguage.allCases)
  func `words of two cells stay two words`(html: String, language: MarkupLanguage) {
    let words = MessageText.from(html: html, .example(language)).split { !$0.isLetter }
    for word in ["One", "Two", "Three", "Four", "Five", "Six", "Seven"] {
      #expect(words.filter { $0 == word }.count == 1, "\(word)")
    }
  }

  @Test(arguments: [
    MarkedUp(
      "see <a href=\"https://e.com/a_(b)\">here</a>, <a href=\"https://e.com/y\">https://e.com/y</a>, <a href=\"mailto:a@e.com\">a@e.com</a>.",
      textile: "see \"here\":https://e.com/a_%28b%29, https://e.com/y, a@e.com.",
      markdown: "see [here](https://e.com/a_%28b%29), https://e.com/y, a@e.com.",
      commonMark: "see [here](https://e.com/a_%28b%29), https://e.com/y, a@e.com."),
    MarkedUp(
      "<a href=\"help.html\">help</a> <a href=\"#top\">up</a> <a href=\"javascript:x()\">c</a> <a href=\"//e.com/x\">d</a> <a href=\"https://e.com\"></a>",
      textile: "help (help.html) up c \"d\":https://e.com/x https://e.com",
      markdown: "help (help.html) up c [d](https://e.com/x) https://e.com",
      commonMark: "help (help.html) up c [d](https://e.com/x) https://e.com"),
    MarkedUp(
      "<b><a href=\"https://e.com\">bold</a></b>, one<a href=\"https://e.com/x\">link</a>s",
      textile: "*\"bold\":https://e.com*, one\"link\":https://e.com/x s",
      markdown: "**[bold](https://e.com)**, one[link](https://e.com/x)s",
      commonMark: "**[bold](https://e.com)**, one[link](https://e.com/x)s"),
    MarkedUp(
      "<a href=\"https://rt.test/?id=7\">Ticket</a> <a href=\"https://rt.test/?id=8\">#708</a> #709 https://rt.test/?id=9.",
      textile:
        "\"Ticket\":⟦ticket 7|https://rt.test/?id=7⟧ \"#708\":⟦ticket 8|https://rt.test/?id=8⟧ ⟦ticket 709|#709⟧ ⟦ticket 9|https://rt.test/?id=9⟧.",
      markdown:
        "[Ticket](⟦ticket 7|https://rt.test/?id=7⟧) [#708](⟦ticket 8|https://rt.test/?id=8⟧) ⟦ticket 709|#709⟧ ⟦ticket 9|https://rt.test/?id=9⟧.",
      commonMark:
        "[Ticket](⟦ticket 7|https://rt.test/?id=7⟧) [#708](⟦ticket 8|https://rt.test/?id=8⟧) ⟦ticket 709|#709⟧ ⟦ticket 9|https://rt.test/?id=9⟧."
    ),
    MarkedUp(
      "a<img src=\"cid:a@b\" alt=\"Shot\">b <img src=\"cid:zz\" alt=\"gone\"> <img src=\"https://t.com/p.gif\"> <img src=\"https://t.com/l.gif\" alt=\"Logo\"> <img src=\"data:image/png;base64,a\">",
      textile:
        "a ⟦image 54|Shot⟧ b [gone] \"p.gif\":https://t.com/p.gif \"Logo\":https://t.com/l.gif [image] (data:image/png;base64,a)",
      markdown:
        "a ⟦image 54|Shot⟧ b &#91;gone\\] [p.gif](https://t.com/p.gif) [Logo](https://t.com/l.gif) &#91;image\\] (data:image/png;base64,a)",
      commonMark:
        "a ⟦image 54|Shot⟧ b \\[gone\\] [p.gif](https://t.com/p.gif) [Logo](https://t.com/l.gif) \\[image\\] (data:image/png;base64,a)"
    ),
    MarkedUp(
      "&#x27E6;ticket 1|x&#x27E7; <img src=\"cid:zz\" alt=\"&#x27E6;image 1|y&#x27E7;\">",
      textile: "〚ticket 1|x〛 [〚image 1|y〛]",
      markdown: "〚ticket 1|x〛 &#91;〚image 1|y〛\\]",
      commonMark: "〚ticket 1|x〛 \\[〚image 1|y〛\\]"),
  ])
  func `links lead to where they led, pictures are the mail's own`(mail: MarkedUp) {
    check(mail)
  }

  private func check(_ mail: MarkedUp) {
    for (language, source) in mail.languages.dropFirst() {
      #expect(MessageText.from(html: mail.text, .example(language)) == source)
    }
  }
}
