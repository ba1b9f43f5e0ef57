import Sandbox
import Testing

@testable import MigrationKit

/// What is not looked at because no sign can be there must be what would be copied anyway.
@Suite struct TextSignsTests {
  private static let pieces =
    "! \" # $ % & ' ( ) * + , - . / : ; < = > ? @ [ \\ ] ^ _ ` { | } ~".split(separator: " ").map(String.init)
    + [
      " ", " ", " ", "\n", "\n", "a", "B", "AB", "p", "bq", "h1", "fn2", "fn", "r", "r1", "12", "1", "é", "“",
      "x",
      "#12", "#note", "attachment", "version", "user", "src=", "http://", "https://a.b/c", "www.", "x.org",
      "ftp://",
      "[[", "]]", "{{", "⟦ticket 1|#1⟧", "⟦", "&amp;", "redsh", "x%x%", "[ ]", "](", "]:", "---", "***",
      ": :", "|-|",
    ]
  private static let everywhere = TextSigns(bytes: ByteSet(0...255), areNearAddresses: true)
  private static let places: [TextPlace] = [
    [], .alone, .insideLine, [.alone, .insideLine, .label], [.cell, .alone], .withPlaceholders,
    [.insideLine, .withPlaceholders],
  ]

  @Test(arguments: 0..<40 as Range<UInt64>, MarkupLanguage.allCases)
  func `a search for signs changes no text`(seed: UInt64, language: MarkupLanguage) {
    var random = SeededGenerator(seed)
    for _ in 0..<100 {
      let count = Int.random(in: 1...12, using: &random)
      let text = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      let place = Self.places.randomElement(using: &random) ?? []
      let scan = TextScan(text, startsLine: !place.contains(.insideLine), signs: Self.everywhere)
      let expected = String(decoding: MarkupEscape.escape(scan, for: language, in: place), as: UTF8.self)
      #expect(MarkupEscape.escape(text, for: language, in: place) == expected, "\(text.debugDescription)")
    }
  }

  @Test(arguments: [
    "", "Hello, world; a sentence.", "It's 12:30, or 1.5 hours", "Owner: Anna", "Why? Because!", "größe",
    "a-b+c",
  ])
  func `most texts have no signs`(text: String) {
    #expect(!TextSigns.areIn(text))
  }

  @Test(arguments: [
    "#1", "r2", "h1. x", "p. x", "1. x", "fn12-", "version:1", "@a", "-", "?x?", "www.a.b", "⟦",
  ])
  func `texts with signs are looked at`(text: String) {
    #expect(TextSigns.areIn(text))
  }
}
