import MigrationKit
import Testing

/// As Redmine 5.0.4 was seen to take them.
@Suite struct MarkupLinkTests {
  @Test(arguments: [
    (
      ["the wiki", "https://e.com/a_(b)?c=d&e=f"],
      [
        "the wiki (https://e.com/a_(b)?c=d&e=f)",
        "\"the wiki\":https://e.com/a_%28b%29?c=d&e=f",
        "[the wiki](https://e.com/a_%28b%29?c=d&e=f)",
        "[the wiki](https://e.com/a_%28b%29?c=d&e=f)",
      ]
    ),
    (
      ["a [b] \"c\" *d* @e #1", "http://e.com/x y"],
      [
        "a [b] \"c\" *d* @\u{2060}e !#1 (http://e.com/x y)",
        "\"a &#91;b] &quot;c&quot; &#42;d&#42; &#64;e #1\":http://e.com/x%20y",
        "[a &#91;b&rsqb; \"c\" \\*d\\* &#64;e #1](http://e.com/x%20y)",
        "[a &#91;b&rsqb; \"c\" \\*d\\* @<i></i>e #1](http://e.com/x%20y)",
      ]
    ),
    (
      ["x", "http://e.com/a;b&amp;c."],
      [
        "x (http://e.com/a;b&amp;c.)",
        "\"x\":http://e.com/a;b&amp%3Bc%2E",
        "[x](http://e.com/a;b&amp%3Bc%2E)",
        "[x](http://e.com/a;b&amp%3Bc%2E)",
      ]
    ),
    (
      ["Anna", "mailto:anna@e.com"],
      [
        "Anna (mailto:anna@e.com)",
        "\"Anna\":mailto:anna@e.com",
        "[Anna](mailto:anna@e.com)",
        "[Anna](mailto:anna@e.com)",
      ]
    ),
    (
      ["call", "tel:+49123"],
      [
        "call (tel:+49123)",
        "call (tel:+49123)",
        "[call](tel:+49123)",
        "[call](tel:+49123)",
      ]
    ),
    (
      ["run", "javascript:alert(1)"],
      [
        "run (javascript:alert(1))",
        "run (javascript:alert(1))",
        "run (javascript:alert(1))",
        "run (javascript:alert(1))",
      ]
    ),
    (
      ["http://e.com", "http://e.com"],
      [
        "http://e.com",
        "\"http&#58;//e.com\":http://e.com",
        "[http://e.com](http://e.com)",
        "[http://e.com](http://e.com)",
      ]
    ),
    (
      ["#17", "https://r.example.com/issues/17"],
      [
        "#\u{2060}17 (https://r.example.com/issues/17)",
        "\"#17\":https://r.example.com/issues/17",
        "[#17](https://r.example.com/issues/17)",
        "[#17](https://r.example.com/issues/17)",
      ]
    ),
  ])
  func `a link shows its words and leads to its address`(link: [String], sources: [String]) {
    let languages: [MarkupLanguage] = [.plain, .textile, .markdown, .commonMark]
    for (language, source) in zip(languages, sources) {
      #expect(language.link(link[0], to: link[1]) == source)
    }
  }

  @Test(arguments: [
    ("a.png", "", [nil, "!a.png!", "![](a.png)"]),
    (
      "a b+ä (1)_x.PNG", "My shot, r12 \"x\"",
      [
        nil, "!a%20b%2B%C3%A4%20%281%29_x.PNG(My\u{A0}shot\u{A0}r12\u{A0}x)!",
        "![My\u{A0}shot\u{A0}r12\u{A0}x](a%20b%2B%C3%A4%20%281%29_x.PNG)",
      ]
    ),
    ("a.pdf", "x", [nil, nil, nil]),
    ("png", "x", [nil, nil, nil]),
    (".png", "x", [nil, nil, nil]),
    ("a\"b.png", "x", [nil, nil, nil]),
    ("a/b.png", "x", [nil, nil, nil]),
  ])
  func `a picture is shown where Redmine can`(name: String, words: String, sources: [String?]) {
    for (language, source) in zip([MarkupLanguage.plain, .textile, .markdown], sources) {
      #expect(language.image(name, words: words) == source)
    }
    #expect(MarkupLanguage.commonMark.image(name, words: words) == sources[2])
  }

  @Test(arguments: [
    ("http://e.com/", "http://e.com", true), ("mailto:a@e.com", "a@e.com", true),
    ("http://e.com", "e.com", false),
    ("tel:+49891234", "+49 (89) 12-34", true), ("https://e.com/x", "here", false),
  ])
  func `words may be the address itself`(address: String, words: String, isSaid: Bool) {
    #expect(MarkupAddress(address).isSaid(by: words) == isSaid)
  }
}
