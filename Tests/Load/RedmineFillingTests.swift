import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineFillingTests {
  /// Ticket 7 has become 17, ticket 8 has no number yet.
  private func filled(
    _ text: String, in language: MarkupLanguage = .textile, files: [MigrationKit.Attachment] = []
  ) async throws -> String {
    let catalog = try await RedmineFixtures.findings().catalog
    var ticket = RedmineSamples.plain(id: "5")
    ticket.articles = [
      RedmineSamples.article("1", login: nil),
      RedmineSamples.article("2", login: nil, text: text, files: files),
    ]
    let whole = RedmineText(
      catalog: catalog, language: language, base: "https://new.test/redmine"
    ).note(of: ticket.articles[1], in: ticket, numbers: [SourceID("7"): TargetID("17")])
    return String(whole.dropFirst(RedmineText.mark(in: whole).count + 2))
  }

  private static func file(_ id: String, _ name: String, type: String = "image/png")
    -> MigrationKit.Attachment
  {
    Attachment(id: id, name: name, mediaType: type, byteCount: 3, sha256: id)
  }

  private static let seventeen = "https://new.test/redmine/issues/17"
  private static let end = "<notextile></notextile>"

  @Test(arguments: [
    (
      MarkupLanguage.textile, "RT ⟦ticket 7|#7⟧ and (⟦ticket 7|#7⟧).",
      "RT \"#7\":\(seventeen) and (\"#7\":\(seventeen))."
    ),
    (.textile, "\"x\":⟦ticket 7|https://old.test/7⟧", "\"x\":\(seventeen)"),
    (.textile, "⟦ticket 7|https://old.test/7⟧", "\"https&#58;//old.test/7\":\(seventeen)"),
    (
      .textile, "⟦ticket 8|https://old.test/8⟧, \"x\":⟦ticket 8|https://old.test/8⟧",
      "https://old.test/8, \"x\":https://old.test/8"
    ),
    (.textile, "⟦ticket 8|#8⟧ RT⟦ticket 8|#8⟧", "&#35;8 RT&#35;8"),
    (.textile, "⟦ticket 7|RT ticket 7⟧", "\"RT ticket 7\":\(seventeen)"),
    (.textile, "⟦image 9|a shot⟧", "a shot"),
    (.textile, "&quot;⟦ticket 7|#7⟧\";", "&quot;\"#7\":\(seventeen)\(end)\";"),
    (
      .textile, "((⟦ticket 7|#7⟧)) ⟦ticket 7|#7⟧s", "((\"#7\":\(seventeen)\(end))) \"#7\":\(seventeen)\(end)s"
    ),
    (.textile, "⟦ticket 7|#7⟧-⟦ticket 7|#7⟧", "\"#7\":\(seventeen)\(end)-\"#7\":\(seventeen)"),
    (.textile, "\"⟦ticket 7|#7⟧\"", "\"&#35;7\""),
    (
      .markdown, "RT ⟦ticket 7|#7⟧s [x](⟦ticket 7|https://old.test/7⟧)",
      "RT [#7](\(seventeen))s [x](\(seventeen))"
    ),
    (
      .markdown, "⟦ticket 7|https://old.test/?id=7⟧ ⟦ticket 8|#8⟧ RT⟦ticket 8|#8⟧",
      "[https://old.test/?id=7](\(seventeen)) !#8 RT&#35;8"
    ),
    (
      .markdown, "\\!⟦ticket 7|#7⟧ !⟦ticket 7|#7⟧ \\](⟦ticket 7|#7⟧)",
      "\\![#7](\(seventeen)) !&#35;7 \\]([#7](\(seventeen)))"
    ),
    (
      .commonMark, "(⟦ticket 7|#7⟧) [y\\\\](⟦ticket 7|https://old.test/7⟧)",
      "([#7](\(seventeen))) [y\\\\](\(seventeen))"
    ),
    (.plain, "RT ⟦ticket 7|#7⟧. (⟦ticket 7|#7⟧)", "RT !#7 (\(seventeen)). (#\u{2060}7 (\(seventeen) ))"),
    (.plain, "x (⟦ticket 7|https://old.test/7⟧)", "x (https://old.test/7 (\(seventeen) ))"),
    (.plain, "⟦ticket 8|#8⟧", "!#8"),
  ])
  func `what was written stays, and leads to the new ticket where there is one`(
    language: MarkupLanguage, text: String, expected: String
  ) async throws {
    #expect(try await filled(text, in: language) == expected)
  }

  @Test func `a picture is shown by the name Redmine keeps`() async throws {
    let shown = try await filled("⟦image 1|a shot⟧", files: [Self.file("1", "C:\\tmp\\shot.PNG")])
    #expect(shown == MarkupLanguage.textile.image("shot.PNG", words: "a shot"))
  }

  @Test(arguments: [("scan.tiff", "image/tiff"), ("notes", "text/plain")])
  func `what Redmine cannot show is named`(name: String, type: String) async throws {
    let shown = try await filled("⟦image 1|words⟧", files: [Self.file("1", name, type: type)])
    #expect(shown == MarkupLanguage.textile.escaped(name))
  }

  @Test(arguments: [
    (["a.png", "b.png"], "⟦image 1|⟧", ["a.png", "b.png"]),
    (["a.png", "A.PNG"], "⟦image 1|⟧", ["a-1.png", "A.PNG"]),
    (["x/a.png", "a.png", "a-1.png"], "⟦image 1|⟧", ["x/a-1-1.png", "a.png", "a-1.png"]),
    (["a.png", "a.png"], "", ["a.png", "a.png"]), (["shot"], "⟦image 1|⟧", ["shot.png"]),
  ])
  func `pictures of one name are told apart`(names: [String], text: String, expected: [String]) {
    let files = names.enumerated().map { Self.file("\($0.offset + 1)", $0.element) }
    var ticket = RedmineSamples.plain(id: "5")
    ticket.articles = [RedmineSamples.article("1", login: nil, text: text, files: files)]
    let kept = RedmineFileNames(of: ticket)
    #expect(files.map(kept.name) == expected)
  }

  @Test func `an article is known by its first line whatever the markup was when it was sent`() async throws {
    let catalog = try await RedmineFixtures.findings().catalog
    let article = RedmineSamples.article("2", login: nil)
    let now = RedmineText(catalog: catalog, language: .markdown)
    for language in MarkupLanguage.allCases {
      let then = RedmineText(catalog: catalog, language: language)
      let sent = then.note(of: article, in: RedmineSamples.plain(id: "5"))
      #expect(now.marks(of: article).contains(RedmineText.mark(in: sent)))
    }
  }

  @Test func `a line that spoke of tickets is no proof against a description`() async throws {
    let text = RedmineText(catalog: try await RedmineFixtures.findings().catalog)
    var ticket = RedmineSamples.plain(id: "5")
    ticket.header = ["Refers to ⟦ticket 7|#7⟧"]
    let numbers = [SourceID<Ticket>("7"): TargetID<Ticket>("17")]
    let description = text.description(of: ticket, numbers: numbers)
    #expect(description.hasPrefix("Refers to !#7 (/issues/17)\n\n"))
    #expect(text.holds(description, openingOf: ticket))
    #expect(text.isDescription(description, of: ticket, numbers: numbers))
    #expect(!text.isDescription(description, of: ticket, numbers: [:]))
  }
}
