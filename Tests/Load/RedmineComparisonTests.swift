import MigrationKit
import Testing

@testable import Load

/// Against the recorded issue 29, which was made from this ticket.
@Suite struct RedmineComparisonTests {
  static let id = "1861673356"

  static var ticket: Ticket {
    let sizes = [3, 0, 5, 7]
    let files = sizes.indices.map { index in
      MigrationKit.Attachment(
        id: String(index + 1), name: "file", mediaType: "text/plain", byteCount: sizes[index],
        sha256: String(repeating: "0", count: 64))
    }
    return RedmineSamples.everything(id: id, files: files)
  }

  func state(of ticket: Ticket, _ change: (String) -> String = { $0 }) async throws -> LoadedState {
    let text = change(String(decoding: try RedmineFixtures.bytes("issue"), as: UTF8.self))
    let catalog = try await RedmineFixtures.findings(marker: "RT key").catalog
    let target = RedmineTarget(
      base: "", needs: TargetNeeds(marker: "RT key"), catalog: catalog, blobPath: { $0 },
      send: RedmineFixtures.server(["/issues/29.json": HTTPResponse(status: 200, body: Array(text.utf8))]))
    return try await target.state(of: ticket, as: TargetID("29"))
  }

  @Test func `an issue that holds everything needs no further step`() async throws {
    let ticket = Self.ticket
    let state = try await state(of: ticket)
    #expect(
      state
        == LoadedState(
          done: Set(try await RedmineFixtures.target().steps(for: ticket)), exposed: [], shortcomings: [],
          notes: ["2": "63", "3": "65", "4": "66", "5": "67"]))
  }

  /// What was converted on its way in is no difference, what does not fit is one.
  @Test(arguments: [
    (["2.0-Β", "1.2 ", "1.2"], [String]()),
    (
      ["9.9"],
      [
        #"field "Affected versions" holds "1.2", "2.0-β", not "9.9""#
      ]
    ),
  ])
  func `fields are compared as Redmine keeps them`(values: [String], shortcomings: [String]) async throws {
    var ticket = Self.ticket
    ticket.fields[0].values = values
    #expect(try await state(of: ticket).shortcomings.map(\.fact) == shortcomings)
  }

  @Test func `an article that is not there is still to do, with its files`() async throws {
    var ticket = Self.ticket
    let file = MigrationKit.Attachment(id: "9", name: "new", mediaType: "a/b", byteCount: 1, sha256: "")
    ticket.articles.append(RedmineSamples.article("77", login: "anna", files: [file]))
    let steps = try await RedmineFixtures.target().steps(for: ticket)
    let done = try await state(of: ticket).done
    #expect(steps.filter { !done.contains($0) }.map(\.name) == ["upload/9", "article/77"])
  }

  @Test func `an article counts as there whoever it was written as`() async throws {
    var ticket = Self.ticket
    ticket.articles[1].author = Person(name: "Somebody")
    let done = try await state(of: ticket) {
      $0.replacing(
        "[2021-01-05, RT transaction 2]\\n\\n>", with: "[Somebody, 2021-01-05, RT transaction 2]\\r\\n\\r\\n>"
      )
    }.done
    #expect(done.contains(.article(id: "2")))
  }

  @Test func `a mark that someone quotes is no article`() async throws {
    let done = try await state(of: Self.ticket) {
      $0.replacing(
        "[2021-01-05, RT transaction 3]\\n\\nHello", with: "I mean this:\\n[2021-01-05, RT transaction 3]")
    }.done
    #expect(!done.contains(.article(id: "3")))
    #expect(done.contains(.article(id: "4")))
  }

  @Test func `an internal article in public is named by its journal`() async throws {
    let exposed = try await state(of: Self.ticket) {
      $0.replacing("\"private_notes\": true", with: "\"private_notes\": false")
    }
    #expect(exposed.exposed == ["65", "66"])
  }

  @Test(arguments: [
    ("\"name\": \"Closed\"", "\"name\": \"New\"", nil as String?),
    ("\"id\": 5,\n   \"name\": \"Closed\"", "\"id\": 1, \"name\": \"New\"", "status is New, not Closed"),
    ("\"assigned_to\"", "\"nobody\"", "assignee anna is missing"),
    ("K 77", "K 78", "field \"Kundennummer\" holds"),
    ("2.0-β", "1.2", "field \"Affected versions\" holds"),
    ("RT transaction 1]", "RT]", "the description does not contain the ticket's first message"),
    ("\"filesize\": 7", "\"filesize\": 8", "file \"file\" (7 bytes) is missing"),
    ("\"start_date\": null", "\"start_date\": \"2026-11-23\"", "start date is 2026-11-23, not none"),
    ("\"id\": 3,\n   \"name\": \"High\"", "\"id\": 2, \"name\": \"Normal\"", "priority is Normal, not High"),
    ("\"estimated_hours\": 1.5", "\"estimated_hours\": 2", "estimated time is 120 min, not 90 min"),
    ("\"subject\": \"", "\"subject\": \"X ", "subject is \"X "),
    ("\"is_private\": false", "\"is_private\": true", "the issue is private"),
    ("\"author\"", "\"fixed_version\": {\"id\":1,\"name\":\"1.0\"}, \"author\"", "version is 1.0"),
    (
      "\"id\": 7,\n   \"name\": \"Rita Reporter\"", "\"id\": 1, \"name\": \"Redmine Admin\"",
      "author is not reporter"
    ),
    ("RT transaction 3]\\n\\nHello", "RT transaction 4]\\n\\nHello", nil),
  ])
  func `what the server quietly did otherwise is said`(old: String, new: String, expected: String?)
    async throws
  {
    let state = try await state(of: Self.ticket) { text in
      #expect(text.contains(old))
      return text.replacing(old, with: new)
    }
    guard let expected else { return }
    #expect(state.shortcomings.count == 1)
    #expect(state.shortcomings.first?.fact.hasPrefix(expected) == true, "\(state.shortcomings)")
  }

  @Test func `what a parent derives from its children is no shortcoming`() async throws {
    let state = try await state(of: Self.ticket) {
      $0.replacing("\"start_date\": null", with: "\"start_date\": \"2026-11-23\"")
        .replacing("\"attachments\"", with: "\"children\":[{\"id\":30}],\"attachments\"")
    }
    #expect(state.shortcomings == [])
  }
}
