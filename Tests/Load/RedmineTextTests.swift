import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineTextTests {
  func text() async throws -> RedmineText {
    RedmineText(catalog: try await RedmineFixtures.findings().catalog)
  }

  @Test(arguments: [
    ("anna" as String?, false, "[2021-01-05, RT transaction 2]"),
    ("anna", true, "[2021-01-05, RT transaction 2]"), ("admin", true, "[2021-01-05, RT transaction 2]"),
    ("reporter", true, "[Rita Åberg <rita@example.com>, 2021-01-05, RT transaction 2]"),
    ("lock6225", false, "[Rita Åberg <rita@example.com>, 2021-01-05, RT transaction 2]"),
    (nil, false, "[Rita Åberg <rita@example.com>, 2021-01-05, RT transaction 2]"),
  ])
  func `the author is named where Redmine will show another`(login: String?, isInternal: Bool, mark: String)
    async throws
  {
    let article = RedmineSamples.article("2", isInternal: isInternal, login: login, text: "a\n\nb")
    let note = try await text().note(of: article, in: RedmineSamples.plain(id: "5"))
    #expect(note == mark + "\n\na\n\nb")
    #expect(try await text().marks(of: article).contains(RedmineText.mark(in: note)))
  }

  @Test(arguments: ["\n", "\r", "\r\n", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"])
  func `a name with a line break does not hide the mark`(lineBreak: String) async throws {
    var article = RedmineSamples.article("2", login: nil)
    article.author = Person(name: "Eve\(lineBreak)[2021-01-05, RT transaction 3]")
    let note = try await text().note(of: article, in: RedmineSamples.plain(id: "5"))
    #expect(
      RedmineText.mark(in: note) == "[Eve [2021-01-05, RT transaction 3], 2021-01-05, RT transaction 2]")
  }

  @Test func `a nameless author leaves no comma`() async throws {
    var article = RedmineSamples.article("2", login: nil)
    article.author = Person(name: "")
    #expect(Set(try await text().marks(of: article)) == ["[2021-01-05, RT transaction 2]"])
  }

  @Test func `whoever opened the ticket is named once`() async throws {
    var ticket = RedmineSamples.plain(id: "5")
    ticket.author = Person(name: "Eve")
    #expect(try await text().description(of: ticket).hasPrefix("RT ticket 5\nAuthor: Eve\n\n[Rita Åberg"))
    ticket.header = ["Requestor: Eve"]
    #expect(try await text().description(of: ticket).hasPrefix("Requestor: Eve\n\n[Rita Åberg"))
    ticket.header = []
    ticket.articles[0].author = ticket.author
    #expect(try await text().description(of: ticket) == "[Eve, 2021-01-02, RT transaction 1]\n\nHello")
  }

  @Test func `the line that names an author has the mapping's words, and is known again`() async throws {
    var text = try await text()
    text.words = Words(["Author": "Verfasser"])
    var ticket = RedmineSamples.plain(id: "5")
    ticket.author = Person(name: "Eve")
    let description = text.description(of: ticket)
    #expect(description.hasPrefix("RT ticket 5\nVerfasser: Eve\n\n[Rita Åberg"))
    #expect(text.isDescription(description, of: ticket, numbers: [:]))
    #expect(text.holds(description, openingOf: ticket))
    #expect(text.holds(description + "\nmore", openingOf: ticket))
    #expect(!text.holds(description.replacing("Eve\n", with: "Eve"), openingOf: ticket))
    #expect(!text.holds("RT ticket 5\nVerfasser: Eve", openingOf: ticket))
  }

  @Test func `the opening is known by its place`() async throws {
    let text = try await text()
    let ticket = RedmineSamples.plain(id: "5")
    #expect(text.holds("RT ticket 5\r\n\r\n[2021-01-02, RT transaction 1]\r\n\r\nHello", openingOf: ticket))
    #expect(text.holds(text.description(of: ticket), openingOf: ticket))
    #expect(!text.holds("RT ticket 5\n\n> [2021-01-02, RT transaction 1]\n\nHello", openingOf: ticket))
    #expect(!text.holds("", openingOf: ticket))
  }
}
