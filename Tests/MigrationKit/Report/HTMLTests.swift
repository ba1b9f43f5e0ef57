import Testing

@testable import MigrationKit

@Suite struct HTMLTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("\" onmouseover='x' a=\"", "&quot; onmouseover=&#39;x&#39; a=&quot;"),
    ("a & b &lt;", "a &amp; b &amp;lt;"),
    ("\u{0}\u{1B}[31m\u{202E}x", "\u{FFFD}\u{FFFD}[31m\u{FFFD}x"), ("Zoë 日本 👩‍👩‍👧", "Zoë 日本 👩‍👩‍👧"),
  ])
  func `a value that is put into markup stays text`(value: String, expected: String) {
    let html: HTML = "<td title=\"\(value)\">\(value)</td>"
    #expect(html.source == "<td title=\"\(expected)\">\(expected)</td>")
  }

  @Test func `markup that is put into markup stays markup, and numbers are grouped`() {
    let rows: [HTML] = ["<li>\("a<")</li>", "<li>\(1200)</li>"]
    #expect(("<ul>\(rows)</ul>" as HTML).source == "<ul><li>a&lt;</li><li>1,200</li></ul>")
  }

  @Test(arguments: [
    "https://rt.test/?id=1", "http://rt.test", "HTTPS://rt.test/a&b", "https://rt.test/\"><script>",
  ])
  func `a link leads to an address of the web, which cannot end its attribute`(url: String) {
    let source = HTML.link("12", to: url).source
    let address = url.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing(
      "<", with: "&lt;"
    )
    .replacing(">", with: "&gt;")
    #expect(source == "<a href=\"\(address)\" rel=\"noreferrer\">12</a>")
  }

  @Test(arguments: [
    "javascript:alert(1)", "JavaScript://rt.test", " https://rt.test", "data:text/html,x", "//rt.test", "",
    "https://rt.test/ x", "https:\\\\rt.test", "java\nscript:x", "https://rt.test/\u{1}", "vbscript:x",
  ])
  func `what is no address of the web is text only`(url: String) {
    #expect(HTML.link("12", to: url).source == "12")
  }

  @Test func `a long text is cut by what it is made of, not by what it looks like`() {
    let pile = "a" + String(repeating: "\u{0301}", count: 10_000)
    #expect(pile.clipped(to: 20).unicodeScalars.count == 21)
    #expect("one\ntwo".clipped(to: 20) == "one two")
    #expect("12345".clipped(to: 5) == "12345" && "123456".clipped(to: 5) == "12345…")
  }

  @Test func `every white space becomes a blank`() {
    let spaces = (0...0xFFFF).compactMap(Unicode.Scalar.init).filter { $0.properties.isWhitespace }
    #expect(spaces.count > 20)
    for space in spaces {
      #expect("Zoë\(space)ë".clipped(to: 20) == "Zoë ë", "U+\(String(space.value, radix: 16))")
    }
  }
}
