import Foundation
import Testing

@testable import MigrationKit
@testable import Transform

@Suite struct GuessTests {
  @Test(arguments: [
    ("new", ["New", "Closed"], "New", true), ("In-progress", ["In Progress"], "In Progress", true),
    ("open", ["New", "In Progress"], "In Progress", false),
    ("resolvd", ["Resolved", "New"], "Resolved", false),
    ("strange", ["One"], "One", false), ("strange", ["One", "Two"], "strange", false),
    ("Me\u{301}thode", ["M\u{E9}thode"], "Méthode", true),
  ])
  func `the same word is sure, a like one is not`(word: String, known: [String], name: String, isSure: Bool) {
    let guess = Guess(for: word, among: known, synonyms: Guess.states[word] ?? [])
    #expect(guess.name == name && guess.isSure == isSure)
  }

  @Test func `without the target's words the old one is copied, and marked`() {
    let guess = Guess(for: "stalled", among: nil, synonyms: Guess.states["stalled"] ?? [])
    #expect(guess.name == "stalled" && !guess.isSure)
  }

  @Test(arguments: [
    (KnownPerson(id: "a.ake", name: "Anna", email: "ANNA@b.test"), "anna", true),
    (KnownPerson(id: "boris", name: "B"), "boris", false),
    (KnownPerson(id: "x", name: "Zoë Ek"), "zoe", false),
    (KnownPerson(id: "customer", email: "c@d.test"), "text", true),
  ])
  func `people are found by address, else by login or name`(person: KnownPerson, login: String, isSure: Bool)
  {
    let accounts = [
      TargetVocabulary.Account(login: "anna", email: "anna@B.test"), .init(login: "boris"),
      .init(login: "zoe", name: "Zoe\u{308} Ek"),
    ]
    let guess = Guess(for: SourceVocabulary.Somebody(person: person), among: accounts)
    #expect(guess.name == login && guess.isSure == isSure)
  }
}

@Suite struct SourceVocabularyTests {
  @Test func `an address in another case or another form of Unicode is the same person`() {
    var vocabulary = SourceVocabulary()
    for email in ["Jürgen@b.test", "ju\u{308}rgen@B.test"] {
      vocabulary.count(
        SourceWords(
          queue: "Q", type: "t", state: "s", priority: "0", fields: [],
          people: [
            (KnownPerson(id: email, email: email), 1, false), (KnownPerson(id: email, email: email), 0, true),
          ]))
    }
    #expect(vocabulary.people.count == 1)
    let person = vocabulary.people.first
    #expect(person?.key.unicodeScalars.elementsEqual("j\u{FC}rgen@b.test".unicodeScalars) == true)
    #expect(person?.value.tickets == 2 && person?.value.articles == 2 && person?.value.isStaff == true)
  }

  @Test func `of a field with endless values not all are kept`() {
    var vocabulary = SourceVocabulary()
    for number in 0..<1000 {
      vocabulary.count(
        SourceWords(
          queue: "Q", type: "t", state: "s", priority: "0", fields: [("F", ["\(number)"])], people: []))
    }
    #expect(vocabulary.fields["F"]?.tickets == 1000 && vocabulary.fields["F"]?.values.count == 200)
    #expect(vocabulary.fields["F"]?.hasMoreValues == true)
  }
}

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct SuggestionTests {
  private let folder = TemporaryFolder.current
  private var extracted = ExtractedFolder()

  private func suggest(_ words: String...) async throws -> ExitCode {
    try folder.write(ConfigurationExample.text, to: "migration.json5")
    let options = try TransformOptions(
      Arguments(["suggest"] + folder.words(data: "data") + words, TransformOptions.syntax))
    return try await Suggestion(options: options, console: Console(name: "test")).run()
  }

  /// Words that try to end a line, a string or a comment.
  private mutating func prepare() throws {
    extracted.add(1)
    extracted.add(2, status: #"odd \"}, \u2028\u202e // */"#)
    let values = #"[{"id":"1","name":"Call \"back\"","values":["a\nb",\#"}, // x"]}]"#.replacing(
      #"\#""#, with: "\"")
    extracted.tickets[0].replace(#""Priority":"0""#, with: #""Priority":"150","CustomFields":\#(values)"#)
    try extracted.write()
  }

  @Test mutating func `what it writes is a mapping that everything is accepted with`() async throws {
    try prepare()
    let path = folder.file("suggested.json5")
    #expect(try await suggest("--output", path) == .complete)
    let text = try #require(try folder.text("suggested.json5"))
    guard case .object(let members) = try JSON5Reader.read(text).content else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == ["mapping"])
    let pasted = text.dropFirst(2).dropLast(3)
    let start = try #require(ConfigurationExample.text.range(of: "  mapping:"))
    try folder.write(ConfigurationExample.text[..<start.lowerBound] + pasted + "\n}\n", to: "migration.json5")
    #expect(try await extracted.transform() == .complete)
    #expect(try extracted.transformed() == ["1", "2"])
    #expect(text.contains(#"      "new": "new",  // ? 1 ticket"#), "\(text)")
    #expect(text.contains(#"      "150": "#) && text.contains(#"      "Call \"back\"": "#))
    #expect(!text.contains("root"), "customers are covered by the last line: \(text)")
    #expect(text.contains(#"      "*": "text",  // everyone else, 1 person: named in the text"#), "\(text)")
  }

  @Test mutating func `the target's words decide where they are known`() async throws {
    try prepare()
    try folder.write(
      #"{"queues":[{"identifier":"support","name":"Help"}],"types":{"Bug":3},"states":["New","Closed"],"priorities":[],"people":[{"login":"admin","name":"Root"}]}"#,
      to: "data/loaded/target.json")
    let path = folder.file("suggested.json5")
    #expect(try await suggest("--output", path) == .complete)
    let text = try #require(try folder.text("suggested.json5"))
    for line in [
      #""Support": "support",  // 2 tickets"#, #""ticket": "Bug",  // ? 2 tickets"#,
      #""new": "New",  // 1 ticket"#,
      #""root": "admin",  // ? Root"#,
    ] {
      #expect(text.contains(line), "\(text)")
    }
  }

  @Test mutating func `a file that is there is never overwritten`() async throws {
    try prepare()
    try folder.write("mine", to: "suggested.json5")
    let path = folder.file("suggested.json5")
    let test = self
    await #expect(throws: UsageError.self) { try await test.suggest("--output", path) }
    #expect(try folder.text("suggested.json5") == "mine")
  }
}
