import MigrationKit
import Testing

@testable import Load

/// What only the configuration asks for: a field for the date of creation, and time entries.
@Suite struct RedmineOptionsTests {
  static let entry = TimeEntry(
    id: "190", person: RedmineSamples.person("anna"), minutes: 10, day: "2021-01-05",
    note: "RT transaction 190")
  static let known = KnownIDs(ticket: TargetID("50"))

  static func needs(created: String? = nil, activity: String? = nil) -> TargetNeeds {
    TargetNeeds(
      vocabulary: RedmineFixtures.vocabulary, marker: "RT ticket", created: created, activity: activity)
  }

  // MARK: The date of creation

  @Test(arguments: [
    ("Promised on", #"{"id":7,"value":"2021-01-02"}"#),
    ("Kundennummer", #"{"id":6,"value":"2021-01-02 16:57:37 UTC"}"#),
  ])
  func `the date of creation goes into its field`(field: String, expected: String) async throws {
    let target = try await RedmineFixtures.target(Self.needs(created: field))
    let request = try target.request(for: .create, of: RedmineSamples.plain(id: "5"), known: KnownIDs())
    let fields = try json(request)["issue"]?["custom_fields"].map { JSONValue.source($0).text }
    #expect(fields == #"[{"id":1,"value":"5"},\#(expected)]"#)
  }

  @Test func `a date of creation that was not kept is told`() async throws {
    let target = try await RedmineFixtures.target(Self.needs(created: "Promised on"))
    let state = try await target.state(of: RedmineSamples.plain(id: "5"), as: TargetID("29"))
    #expect(state.shortcomings.contains { $0.fact == #"field "Promised on" is empty, not "2021-01-02""# })
  }

  // MARK: Time

  @Test(arguments: [
    ("anna" as String?, #""user_id":5,"comments":"RT transaction 190""#),
    (nil, #""comments":"Rita Åberg <rita@example.com>: RT transaction 190""#),
    ("lock6225", #""comments":"Rita Åberg <rita@example.com>: RT transaction 190""#),
  ])
  func `time is booked on the person, or names them`(login: String?, expected: String) async throws {
    var entry = Self.entry
    entry.person.login = login
    let target = try await RedmineFixtures.target(Self.needs(activity: "Development"))
    let request = try target.request(
      for: .time(entry), of: RedmineSamples.plain(id: "5"), known: Self.known)
    #expect("\(request.method.rawValue) \(request.target)" == "POST /time_entries.json")
    #expect(!request.isRepeatable)
    #expect(
      JSONValue.source(try json(request)).text
        == #"{"time_entry":{"issue_id":50,"spent_on":"2021-01-05","hours":0.16666666666666666,"activity_id":9,\#(expected)}}"#
    )
  }

  @Test func `a long name leaves the note whole and within the limit`() {
    var entry = Self.entry
    entry.person = Person(name: String(repeating: "é", count: 2000))
    let comments = RedmineTimeText(entry).comments(naming: true)
    #expect(comments.unicodeScalars.count == 1024)
    #expect(comments.hasSuffix("é: RT transaction 190"))
    #expect(RedmineTimeComments([comments]).count(of: entry) == 1)
  }

  @Test(arguments: [
    ("RT transaction 190", true), ("Rita: RT transaction 190\r\n", true), ("RT transaction 1901", false),
    ("xRT transaction 190", false), ("", false),
  ])
  func `an entry is known by its note`(comments: String, isKnown: Bool) {
    #expect(
      RedmineTimeComments(["Else: RT transaction 19", comments]).count(of: Self.entry) == (isKnown ? 1 : 0))
    #expect(RedmineTimeComments([comments, comments]).count(of: Self.entry) == (isKnown ? 2 : 0))
  }

  @Test func `time without an activity is refused for the ticket alone`() async throws {
    let target = try await RedmineFixtures.target(Self.needs())
    #expect(throws: RedmineError.noActivity) {
      try target.request(for: .time(Self.entry), of: RedmineSamples.plain(id: "5"), known: Self.known)
    }
  }

  @Test func `entries are read by pages, those of children left out`() async throws {
    let pages = [
      "0":
        #"{"time_entries":[{"issue":{"id":50},"comments":"a"},{"issue":{"id":51},"comments":"b"}],"total_count":3}"#,
      "2": #"{"time_entries":[{"issue":{"id":50},"comments":null}],"total_count":3}"#,
    ]
    let list = RedmineTimeList { request in
      let offset = request.query.first { $0.name == "offset" }?.value ?? ""
      return HTTPResponse(status: 200, body: Array((pages[offset] ?? "").utf8))
    }
    #expect(try await list.comments(of: TargetID("50")) == ["a", ""])
  }

  @Test func `a list that ends too early is no proof that an entry is missing`() async throws {
    let list = RedmineTimeList { _ in
      HTTPResponse(status: 200, body: Array(#"{"time_entries":[],"total_count":1}"#.utf8))
    }
    await #expect(throws: RedmineError.incomplete(seen: 0, total: 1)) {
      try await list.comments(of: TargetID("50"))
    }
  }

  // MARK: The check

  @Test(arguments: [
    (needs(created: "Gone"), "there is no custom field \"Gone\""),
    (needs(created: "Category"), "the field \"Category\" of target.created has the format list"),
    (
      needs(activity: "Gone"),
      "there is no activity \"Gone\" for time entries (there are: Design, Development)"
    ),
    (needs(created: "Promised on", activity: "Design"), nil),
  ])
  func `what is missing for it is told before the first write`(needs: TargetNeeds, fault: String?)
    async throws
  {
    let catalog = try await RedmineFixtures.findings().catalog
    let faults = RedmineOptionsCheck(catalog: catalog, needs: needs).faults
    #expect(faults.count == (fault == nil ? 0 : 1))
    #expect(fault.map { faults.first?.hasPrefix($0) == true } ?? true, "\(faults)")
  }

  private func json(_ request: HTTPRequest) throws -> JSONNode {
    guard case .bytes(let bytes) = request.body else { throw JSONShapeError("no JSON") }
    return try JSONDocument(bytes).root
  }
}
