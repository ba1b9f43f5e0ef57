import MigrationKit
import Testing

/// What Redmine takes into custom fields of each format, asserted of the imitation and of a real Redmine 5.0 alike.
@Suite(.serialized) struct RedmineFieldsConformance {
  @Test(
    arguments: [
      ("RT ticket", " 17 ", nil, " 17 "), ("RT ticket", "+17", nil, "+17"),
      ("RT ticket", "1,5", "Rt ticket is not a number", ""),
      ("Weight", "1.5", nil, "1.5"), ("Weight", "-1e3", nil, "-1e3"),
      ("Weight", "1,5", "Weight is invalid", ""), ("Weight", "x", "Weight is invalid", ""),
      ("Promised on", "2024-02-29", nil, "2024-02-29"),
      ("Promised on", "2023-02-29", "Promised on is not a valid date", ""),
      ("Promised on", "2021-01-05T12:34:56Z", "Promised on is not a valid date", ""),
      ("Promised on", "2021-1-5", "Promised on is not a valid date", ""),
      ("Category", "network", "Category is not included in the list", ""),
      ("Category", "Network ", "Category is not included in the list", ""),
      ("Answered", "yes", nil, "yes"), ("Answered", "1", nil, "1"),
      ("Contact", "anna", "Contact is not included in the list", ""),
      ("Contact", "1", "Contact is not included in the list", ""),
      ("Short code", "ABC", nil, "ABC"), ("Short code", "abc", "Short code is invalid", ""),
      ("Short code", "A", "Short code is too short (minimum is 2 characters)", ""),
      ("Short code", "ABCDE", "Short code is too long (maximum is 4 characters)", ""),
      ("RT link", "no address", nil, "no address"), ("Root cause", "a\nb", nil, "a\nb"),
    ] as [(String, String, String?, String)])
  func `one value is taken or refused`(
    field: String, value: String, refusal: String?, stored: String
  ) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await Self.number(of: field, redmine)
    let reply = try await redmine.postIssue(["custom_fields": [["id": .int(id), "value": .string(value)]]])
    guard let refusal else {
      #expect(reply.status == 201)
      let issue = try #require(try reply.json["issue"])
      #expect(RedmineUnderTest.value(issue, field: id)?.string == stored)
      return
    }
    #expect(reply.status == 422)
    #expect(try reply.errors == [refusal])
  }

  @Test func `everything that is wrong with a value is said`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let id = try await Self.number(of: "Short code", redmine)
    let reply = try await redmine.postIssue(["custom_fields": [["id": .int(id), "value": "abcde"]]])
    #expect(
      try reply.errors == ["Short code is invalid", "Short code is too long (maximum is 4 characters)"])
  }

  @Test func `a list is for fields of several values, which keep each once`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let code = try await Self.number(of: "Short code", redmine)
    let single = try await redmine.postIssue(["custom_fields": [["id": .int(code), "value": ["AB", "CD"]]]])
    #expect(try single.errors == ["Short code is invalid"])
    let reply = try await redmine.postIssue([
      "custom_fields": [["id": 5, "value": ["1.2", "3.0", "1.2", ""]]]
    ])
    let issue = try #require(try reply.json["issue"])
    #expect(RedmineUnderTest.value(issue, field: 5)?.elements.map(\.string) == ["1.2", "3.0"])
  }

  @Test func `fields of accounts and of enumerations hold numbers`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let users = try await redmine.get("/users.json", ["name": "anna"]).json["users"]?.elements ?? []
    let anna = try #require(users.first { $0["login"]?.string == "anna" }?["id"]?.int)
    let rooms = try await Self.field("Rooms", redmine)["possible_values"]?.elements ?? []
    #expect(rooms.map { $0["label"]?.string } == ["Attic", "Cellar"])
    let numbers = rooms.compactMap { $0["value"]?.string }
    let (contact, room) = (
      try await Self.number(of: "Contact", redmine), try await Self.number(of: "Rooms", redmine)
    )
    let issue = try await redmine.issue(
      redmine.createIssue([
        "custom_fields": [
          ["id": .int(contact), "value": .string(String(anna))],
          ["id": .int(room), "value": .strings(numbers)],
        ]
      ]))
    #expect(RedmineUnderTest.value(issue, field: contact)?.string == String(anna))
    #expect(RedmineUnderTest.value(issue, field: room)?.elements.compactMap(\.string) == numbers)
    let word = try await redmine.postIssue(["custom_fields": [["id": .int(room), "value": ["Attic"]]]])
    #expect(try word.errors == ["Rooms is not included in the list"])
  }

  @Test func `the limits of a field are shown`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let code = try await Self.field("Short code", redmine)
    #expect(code["min_length"]?.int == 2 && code["max_length"]?.int == 4)
    #expect(code["regexp"]?.string == "^[A-Z]+$")
    let choices = try await Self.field("Answered", redmine)["possible_values"]?.elements ?? []
    #expect(choices.map { [$0["label"]?.string, $0["value"]?.string] } == [["Yes", "1"], ["No", "0"]])
    #expect(try await Self.field("Contact", redmine)["possible_values"] == nil)
  }

  private static func number(of name: String, _ redmine: RedmineUnderTest) async throws -> Int {
    try await field(name, redmine).int("id")
  }

  private static func field(_ name: String, _ redmine: RedmineUnderTest) async throws -> JSONNode {
    let fields = try await redmine.get("/custom_fields.json").json["custom_fields"]?.elements ?? []
    return try #require(
      fields.first { $0["name"]?.string == name }, "no field \(name): see prepare-redmine.rb")
  }
}
