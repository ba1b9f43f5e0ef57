import MigrationKit
import Testing

@testable import Load

@Suite struct ExpectedTextTests {
  private static let numbers = [SourceID<Ticket>("7"): TargetID<Ticket>("1007")]
  private static let seven = Placeholder.ticket(SourceID("7"), written: "#7").text
  private static let address = Placeholder.ticket(SourceID("7"), written: "https://old.test/7").text
  private static let eight = Placeholder.ticket(SourceID("8"), written: "#8").text
  private static let picture = Placeholder.image(attachment: "54", words: "a shot").text

  @Test(arguments: [
    ("Hello", "Hello", true), ("Hello", "> Hello", true), ("Hello", "Hello!", false),
    ("a\r\nb", "a\nb", true),
    ("see \(seven).", "see \"#7\":/1007.", true), ("see \(seven).", "see #7.", false),
    ("see \(seven).", "see [#7](https://r.example.com/issues/1007).", true),
    ("see \(seven).", "see [#1007](https://r.example.com/issues/1007).", false),
    ("see \(seven).", "see #1007.", false), ("see \(seven).", "see [#6](/1007).", false),
    ("see \(seven)", "see [#7](/1007) and more", true), ("see \(seven)", "see [#7](/1007)\nand more", false),
    ("\(seven), \(seven)", "#7 (1007), #7 (1007)", true), ("\(seven), \(seven)", "#7 (1007), #7", false),
    ("[x](\(address))", "[x](/issues/1007)", true), ("[x](\(address))", "[x](/issues/7)", false),
    ("\(eight)", "#8", true), ("\(eight)", "#9", false),
    ("look: \(picture)!", "look: !shot.png!!", true), ("look: \(picture)!", "look: !", false),
    ("look: \(picture)!", "look: ⟦image 54|a shot⟧", false),
  ])
  func `a text is found with anything that fits in its open places`(
    text: String, shown: String, isThere: Bool
  ) {
    #expect(ExpectedText(text, numbers: Self.numbers).ends(shown.normalized) == isThere)
  }

  @Test func `what stands between two places may be long`() {
    let words = String(repeating: "word ", count: 2000)
    let text = "\(Self.seven) \(words)\(Self.picture)\n\(words)"
    let expected = ExpectedText(text, numbers: Self.numbers)
    #expect(expected.ends("#7 (1007) \(words)!shot.png!\n\(words)".normalized))
    #expect(!expected.ends("#7 (1007) \(words)lost!shot.png!\n\(words)x".normalized))
  }

  /// Tried in every combination it would not end.
  @Test(.timeLimit(.minutes(1))) func `a long row of mentions is compared once`() {
    let row = Array(repeating: Self.seven, count: 60).joined(separator: " ")
    let shown = Array(repeating: "#7 (1007) and so on", count: 60).joined(separator: " ")
    #expect(ExpectedText(row + ".", numbers: Self.numbers).ends(shown + ".") == true)
    #expect(ExpectedText(row + "!", numbers: Self.numbers).ends(shown + ".") == false)
    #expect(ExpectedText(row + " #8.", numbers: Self.numbers).ends(shown + " #9.") == false)
  }

  @Test(arguments: [
    ("Links: \(seven)", "a\nLinks: #7 (1007)\nb", true), ("Links: \(seven)", "a\nLinks: none\nb", false),
    ("b", "abc", true), ("d", "abc", false),
  ])
  func `a line may stand anywhere`(line: String, shown: String, isThere: Bool) {
    #expect(ExpectedText(line, numbers: Self.numbers).isPart(of: shown) == isThere)
  }
}

@Suite struct AddressComparisonTests {
  private static let old = "https://rt.example.com/Ticket/Display.html?id=7"
  private static let new = "https://new.test/issues/17"

  @Test(
    arguments: [
      ("see \"https&#58;//rt.example.com/Ticket/Display.html?id=7\":\(new).", nil), ("[\(old)](\(new))", nil),
      ("\(old) (\(new))", nil), ("\(old) (\(new)), \(old)#txn-30 (\(new))", nil),
      ("see [x](\(new))", nil), ("see \(old)", Difference.Class.unexpected),
      ("[\(old)](\(new)) and \(old)", .unexpected), ("[\(old)](\(new)1)", .unexpected),
      ("[\(old)](https://elsewhere.test/17) [x](\(new))", .unexpected),
      ("<pre>\n\(old)\n</pre>", .changed),
      ("~~~\n\(old)\n~~~", .changed),
    ] as [(String, Difference.Class?)])
  func `an old address may stand as the words of a link to the new one`(
    text: String, found: Difference.Class?
  ) async throws {
    let ticket = RedmineSamples.plain(id: "9")
    let addresses = OldAddresses(try Configuration(text: ConfigurationExample.text, path: "x").source)
    var notebook = Notebook(ticket: ticket.id, target: TargetID("1"))
    let comparison = AddressComparison(ticket: ticket, addresses: addresses) {
      $0.text == "7" ? Self.new : nil
    }
    await comparison.run(Shown(ticket, first: text).loaded, &notebook)
    #expect(notebook.compared.differences.map(\.kind) == [found].compactMap(\.self))
  }
}

@Suite struct ArticlePairingTests {
  private func note(_ text: String, isPrivate: Bool = false) -> LoadedTicket.Note {
    LoadedTicket.Note(text: text, isPrivate: isPrivate, author: "admin", files: [])
  }

  private let articles = [
    RedmineSamples.article("1", login: nil), RedmineSamples.article("2", login: nil),
    RedmineSamples.article("3", login: nil),
  ][...]

  @Test(
    arguments: [
      (["1", "2", "3"], ["1 1", "2 2", "3 3"], [], 0), (["2", "1", "3"], ["1 1", "2 2", "3 3"], [], 0),
      (["1", "3"], ["1 1", "3 3"], ["2"], 0), (["1", "x", "3"], ["1 1", "2 x", "3 3"], [], 0),
      (["1", "2", "3", "2"], ["1 1", "2 2", "3 3"], [], 1), ([], [], ["1", "2", "3"], 0),
    ] as [([String], [String], [String], Int)])
  func `notes are known by their first line`(
    shown: [String], pairs: [String], missing: [String], extra: Int
  ) {
    let notes = shown.map { id in
      note("[Zoë, 2021-01-0\(id == "1" ? "2" : "5"), RT transaction \(id)]\n\nHello")
    }
    let pairing = ArticlePairing(articles, notes)
    #expect(
      pairing.pairs.map { "\($0.article.id) \($0.note.text.prefix { $0 != "]" }.suffix(1))" } == pairs)
    #expect(pairing.missing.map(\.id) == missing && pairing.extra.count == extra)
  }

  @Test func `articles in another order are a difference`() {
    var ticket = RedmineSamples.plain(id: "9")
    ticket.articles += articles.dropFirst()
    let texts = [3, 2].map { "[2021-01-05, RT transaction \($0)]\n\nHello" }
    var shown = Shown(ticket, first: "RT ticket 9\n\n[2021-01-02, RT transaction 1]\n\nHello")
    shown.notes = texts.map { Shown.Note(text: $0, isPrivate: false, files: []) }
    var notebook = Notebook(ticket: ticket.id, target: TargetID("1"))
    ArticleComparison(ticket: ticket, numbers: [:]).run(shown.loaded, &notebook)
    let order = notebook.compared.differences.filter { $0.what == "order of articles" }
    #expect(order.map { "\($0.expected), not \($0.found)" } == ["2 3, not 3 2"])
  }
}
