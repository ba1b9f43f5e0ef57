import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineReaderTests {
  func read(_ changes: [String: HTTPResponse] = [:]) async throws -> LoadedTicket {
    let loaded = try await RedmineReader(
      markerField: 2, logins: [1: "admin", 5: "anna", 7: "reporter"], projects: [1: "support"],
      choices: [6: ["K 77": "seventy-seven"]],
      send: RedmineFixtures.server(changes)
    ).read(TargetID("29"))
    return try #require(loaded)
  }

  @Test func `a recorded issue reads as the ticket it was made from`() async throws {
    let ticket = try await read()
    #expect(ticket.marker == RedmineComparisonTests.id)
    #expect(
      [ticket.project, ticket.type, ticket.state, ticket.priority] == [
        "support", "Support", "Closed", "High",
      ])
    #expect(ticket.author == "reporter")
    #expect(ticket.assignee == "anna")
    #expect(ticket.estimatedHours == "1.5")
    #expect(ticket.fields["Affected versions"] == ["1.2", "2.0-β"])
    #expect(ticket.fields["Category"] == [])
    #expect(ticket.fields["Kundennummer"] == ["seventy-seven"])
    #expect(
      ticket.description
        == "RT ticket 1861673356\n\n[2021-01-02, RT transaction 1]\n\n  Grüße 👋\n\n[2021-01-05, RT transaction 2]\n"
    )
    #expect(ticket.watchers == ["admin", "Boris Čapek"])
    #expect(!ticket.hasChildren)
  }

  @Test func `files belong to their notes, those of split private notes too`() async throws {
    let ticket = try await read()
    #expect(ticket.files == [.init(name: "a.txt", byteCount: 3, path: "/attachments/download/14")])
    #expect(ticket.notes.map(\.isPrivate) == [false, true, true, false])
    #expect(ticket.notes.map { $0.files.map(\.byteCount) } == [[0], [5, 7], [], []])
    #expect(ticket.notes.map(\.author) == ["anna", "anna", "admin", "admin"])
  }

  @Test func `links are seen from the issue's own side`() async throws {
    let issue = """
      {"issue":{"id":29,"project":{"id":9,"name":"Nine"},"tracker":{"id":1,"name":"T"},"status":{"id":1,"name":"S"},
      "priority":{"id":1,"name":"P"},"subject":"","parent":{"id":3},"children":[{"id":30}],"relations":[
      {"id":1,"issue_id":29,"issue_to_id":31,"relation_type":"blocks"},
      {"id":2,"issue_id":20,"issue_to_id":29,"relation_type":"blocks"},
      {"id":3,"issue_id":20,"issue_to_id":29,"relation_type":"relates"}]}}
      """
    let ticket = try await read(["/issues/29.json": HTTPResponse(status: 200, body: Array(issue.utf8))])
    #expect(ticket.links == ["parent 3", "blocks 31", "blocks by 20", "relates 20"])
    #expect(ticket.hasChildren)
    #expect(ticket.project == "Nine")
  }

  @Test func `an issue that is gone reads as nothing`() async throws {
    let reader = RedmineReader(
      markerField: 2, logins: [:], projects: [:],
      send: RedmineFixtures.server(["/issues/29.json": HTTPResponse(status: 404)]))
    #expect(try await reader.read(TargetID("29")) == nil)
  }
}
