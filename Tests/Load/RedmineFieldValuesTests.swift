import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineFieldValuesTests {
  private func ticket(_ fields: KeyValuePairs<String, [String]>) -> Ticket {
    var ticket = RedmineSamples.plain(id: "5")
    ticket.fields = fields.map { CustomField(name: $0.key, values: $0.value) }
    return ticket
  }

  /// The recorded server with one field more: "Contact", of accounts, for the tracker Bug alone.
  private func catalog() async throws -> RedmineCatalog {
    let text = String(decoding: try RedmineFixtures.bytes("custom_fields"), as: UTF8.self)
    let contact = """
      {"id":90,"name":"Contact","customized_type":"issue","field_format":"user","trackers":[{"id":3}]},
      {"id":91,"name":"Bugs","customized_type":"issue","field_format":"string","trackers":[{"id":1}]},
      """
    let open = try #require(text.firstIndex(of: "["))
    let changed = text[...open] + contact + text[text.index(after: open)...]
    return try await RedmineFixtures.findings(
      RedmineFixtures.vocabulary,
      [
        "/custom_fields.json": HTTPResponse(status: 200, body: Array(changed.utf8))
      ]
    ).catalog
  }

  @Test func `all that does not fit is said at once`() async throws {
    let ticket = ticket([
      "Category": ["Nope"], "Kundennummer": ["K 77"], "Promised on": ["soon"], "Gone": ["1"], "Bugs": ["x"],
    ])
    let values = RedmineFieldValues(ticket: ticket, catalog: try await catalog())
    #expect(values.misfits.map(\.field) == ["Category", "Promised on", "Gone", "Bugs"])
    #expect(values.misfits.last?.flaw == .disabled(place: "the tracker \"Support\""))
    #expect(throws: RedmineError.misfits(values.misfits)) { try values.json() }
    #expect(RedmineError.misfits(values.misfits).description.split(separator: "; field").count == 4)
  }

  @Test(arguments: [("user", 0), ("version", 1), ("attachment", 1), ("string", 0)])
  func `only formats that nothing can fill are refused by load check`(format: String, count: Int) async throws
  {
    let text = String(decoding: try await catalog().json.bytes, as: UTF8.self)
      .replacing(#""format":"user""#, with: #""format":"\#(format)""#)
    let check = RedmineCheck(
      catalog: try RedmineCatalog(json: JSONDocument(text).root),
      vocabulary: Vocabulary(fields: ["Contact": 1]),
      marker: "RT ticket")
    #expect(check.faults.filter { $0.contains("cannot be filled") }.count == count)
  }

  @Test(
    arguments: [("anna", "5"), ("ANNA", "5"), ("admin", nil), ("nobody", nil), ("lock6225", nil)]
      as [(String, String?)])
  func `a field of accounts takes active members`(login: String, number: String?) async throws {
    let values = RedmineFieldValues(ticket: ticket(["Contact": [login]]), catalog: try await catalog())
    #expect(values.misfits.map(\.flaw) == (number == nil ? [.noMember(project: "support")] : []))
    guard let number else { return }
    #expect(try values.json().map(\.text) == [#"{"id":90,"value":"\#(number)"}"#])
  }

  @Test func `an account is known by its address, and shown by its login`() async throws {
    var catalog = try await catalog()
    catalog.users["anna"]?.email = "Anna@example.com"
    let values = RedmineFieldValues(ticket: ticket(["Contact": ["anna@example.com"]]), catalog: catalog)
    #expect(try values.json().map(\.text) == [#"{"id":90,"value":"5"}"#])
    #expect(catalog.shownChoices[90]?["5"] == "anna")
  }
}
