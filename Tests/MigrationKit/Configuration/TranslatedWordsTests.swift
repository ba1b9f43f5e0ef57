import Testing

@testable import MigrationKit

@Suite struct TranslatedWordsTests {
  private func configuration(_ words: String) throws -> Configuration {
    try Configuration(
      text: ConfigurationExample.text.replacing("mapping: {", with: "mapping: { words: { \(words) },"),
      path: "m.json5")
  }

  @Test func `a word that is not translated stays as it is`() throws {
    let words = Words(try configuration(#"Owner: "Bearbeiter""#).mapping.words)
    #expect(words[.owner] == "Bearbeiter" && words[.requesters] == "Requesters")
  }

  @Test(arguments: [
    (
      #"Requestors: "Kunden""#,
      "mapping.words.Requestors (line 4) is not one of the words; did you mean \"Requesters\"?"
    ),
    (
      #""RT transaction": "a]b""#,
      "mapping.words.RT transaction (line 4) must be on one line, without square brackets"
    ),
    (
      #""RT transaction": "RT", "RT history of ticket": "RT""#,
      "mapping.words (line 4) gives \"RT transaction\" and \"RT history of ticket\" one name; they must differ"
    ),
  ])
  func `a translation that would do harm, or nothing, is a fault`(words: String, fault: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try configuration(words) }
    #expect(error?.faults == [fault])
  }
}
