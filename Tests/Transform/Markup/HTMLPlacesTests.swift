import MigrationKit
import Testing

@testable import Transform

@Suite struct HTMLPlacesTests {
  private func text(_ html: String, _ language: MarkupLanguage = .commonMark) -> String {
    MessageText.from(html: html, TextContext(language: language))
  }

  @Test(arguments: [
    ("https://a.test/b", "[w](https://a.test/b)"), ("HTTPS://A.test", "[w](HTTPS://A.test)"),
    ("//a.test/b", "[w](https://a.test/b)"),
    ("www.a.test", "[w](http://www.a.test)"), ("WWW.a.test/x", "[w](http://WWW.a.test/x)"),
    (" https://a.test ", "[w](https://a.test)"),
    ("ht\ntps://a.\ttest", "[w](https://a.test)"),
    ("mailto:b@a.test?subject=1", "[w](mailto:b@a.test?subject=1)"),
    ("tel:+49", "[w](tel:+49)"), ("ftp://a.test", "[w](ftp://a.test)"),
    ("https://a.test/a b|c", "[w](https://a.test/a%20b%7Cc)"),
    ("https://ä.test/ö", "[w](https://%C3%A4.test/%C3%B6)"),
  ])
  func `what can be a link is one`(address: String, expected: String) {
    #expect(text("<a href='\(address)'>w</a>") == expected)
  }

  @Test(arguments: [
    "\\\\server\\share\\Plan.xlsx", "file:///C:/a.txt", "ms-word:ofe|u|https://a.test/b", "sip:a@b.test",
    "skype:a?chat",
    "callto:1", "notes://s/1", "x+y.z-1:a", "help.html", "/help", "?q=1", "a@b.test", "Z:\\a", "cid:gone",
    "http:/a", "https:",
    "mailto:", "(a) [b] {c}",
  ])
  func `what cannot is readable behind its words`(address: String) {
    #expect(text("<a href='\(address)'>w</a>.", .plain) == "w (\(address)).")
    for language in MarkupLanguage.allCases.dropFirst() {
      let shown = text("<p>x <b><a href='\(address)'>w</a></b> y</p>", language)
      #expect(
        shown.contains("w") && shown.hasSuffix(") y") && !shown.contains("](") && !shown.contains("\":"),
        "\(shown)")
    }
  }

  @Test(arguments: [
    ("javascript:a()", "links that run a script left out, their words kept"),
    (" java\nscript:a()", "links that run a script left out, their words kept"),
    ("vbscript:a", "links that run a script left out, their words kept"),
    ("#top", "links to places in the same text left out, their words kept"),
  ])
  func `what leads nowhere leaves its words, and is counted`(address: String, what: String) {
    for language in MarkupLanguage.allCases {
      let read = MessageText.reading(html: "<a href='\(address)'>w</a>", TextContext(language: language))
      #expect(read.text == "w" && read.changes == [what: 1])
    }
  }

  @Test(arguments: [
    ("\\\\s\\x", "\\\\s\\x"), ("\\\\s\\x", "\\\\s\\<b>x</b>"), ("sip:a@b.test", "a@b.test"),
    ("tel:+49-89", "+49-89"),
    ("www.a.test/", "www.a.test"), ("help.html", "help.html"), ("", "w"), ("about:blank", "w"),
    ("https://a.test", "https://a.test/"),
  ])
  func `an address that its words say is not said again`(address: String, words: String) {
    let plain = words.replacing(/<[^>]*>/, with: "")
    #expect(text("<a href='\(address)'>\(words)</a>", .plain) == plain)
    #expect(!text("<p><a href='\(address)'>\(words)</a></p>", .markdown).contains("("))
  }

  @Test(arguments: [
    ("<img src=https://a.test/b/c%20d.png>", "[c d.png](https://a.test/b/c%20d.png)"),
    ("<img src=https://a.test/?1>", "[image](https://a.test/?1)"),
    ("<img src=https://a.test/b.png alt=w>", "[w](https://a.test/b.png)"),
    ("<img src=https://a.test/b.png title=t>", "[t](https://a.test/b.png)"),
    ("<img srcset='https://a.test/1,1.png, https://a.test/2.png 2x'>", "[2.png](https://a.test/2.png)"),
    ("<img data-src=https://a.test/b.png>", "[b.png](https://a.test/b.png)"),
    ("<img src=b.png alt=w>", "\\[w\\] (b.png)"), ("<img src=b.png>", "\\[image\\] (b.png)"),
    ("<img alt=w>", "\\[w\\]"), ("<img>", ""), ("<img src='#'>", ""),
    ("<img src=cid:gone>", "\\[image\\]"),
    ("<img src=data:image/png;base64,*>", "\\[image\\] (data:image/png;base64,\\*)"),
    ("<img src=https://a.test/b.png width=1 height=30>", "[b.png](https://a.test/b.png)"),
    ("<img src=https://a.test/b.png style='max-width:1px'>", "[b.png](https://a.test/b.png)"),
    (
      "<a href=https://a.test/l><img src=https://a.test/b.png></a>",
      "[image](https://a.test/l) ([b.png](https://a.test/b.png))"
    ),
    ("<a href=help><img src=https://a.test/b.png alt=w></a>", "[w](https://a.test/b.png) (help)"),
    ("<a href=https://a.test/l></a>", "https://a.test/l"),
    (
      "<pre>a <a href=https://a.test/l>b</a> <img src=c.png></pre>",
      "~~~\na b (https://a.test/l) [image] (c.png)\n~~~"
    ),
    ("<iframe src=https://a.test/f></iframe>", "https://a.test/f"),
    ("<form action=send>w</form>", "w (send)"), ("<blockquote cite=mid:1>w</blockquote>", "> w"),
  ])
  func `a picture elsewhere can be reached`(html: String, expected: String) {
    #expect(text(html) == expected)
  }

  @Test(arguments: [
    "width=1 height=1", "style='width:1px;height:1px'", "width=0", "height=1", "width=600 height=0 alt=' '",
  ])
  func `a picture of one pixel is counted`(attributes: String) {
    for language in MarkupLanguage.allCases {
      let read = MessageText.reading(
        html: "w<img src=https://t.test/1 \(attributes)>", TextContext(language: language))
      #expect(read.text == "w" && read.changes == ["pictures of one pixel left out": 1])
    }
  }

  @Test(arguments: [
    ("https://a.test/b/c?d", "e", "https://a.test/b/e"), ("https://a.test", "e", "https://a.test/e"),
    ("https://a.test/b/", "../e", "https://a.test/e"), ("https://a.test/b/", "/e", "https://a.test/e"),
    ("https://a.test/b/c", "?e", "https://a.test/b/c?e"),
    ("http://a.test/b/", "//c.test/e", "https://c.test/e"),
    ("https://a.test/b/", "./e/../f", "https://a.test/b/e/../f"), ("help/", "e", "e"),
  ])
  func `a relative address belongs to its base`(base: String, address: String, whole: String) {
    #expect(
      text("<base href='\(base)'><a href='\(address)'>w</a>", .plain)
        == (address == whole ? "w (e)" : "w (\(whole))"))
  }
}
