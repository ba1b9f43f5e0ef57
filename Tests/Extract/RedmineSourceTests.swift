import MigrationKit
import Testing

@testable import Extract

@Suite struct RedmineSourceTests {
  @Test func `only an administrator sees everything`() async throws {
    let error = await #expect(throws: SourceError.self) {
      try await withRedmine(["/users/current.json": #"{"user":{"login":"anna","admin":false}}"#]) { _ in }
    }
    #expect(error?.description.contains(#"the login "anna" is not an administrator"#) == true)
    #expect(error?.exitCode == .loginRefused)
  }

  @Test func `a project that is not there is named with those that are`() async throws {
    await #expect(throws: SourceError.unknownQueue("suport", known: ["support"])) {
      try await withRedmine(projects: ["suport"]) { _ in }
    }
  }

  @Test func `a slice reaches to its last issue, and the last one as far as was asked`() async throws {
    try await withRedmine { source in
      let first = try await source.slice(after: nil, upTo: nil)
      #expect(first == Slice(first: 1, last: 7, tickets: [3, 7]))
      let next = try await source.slice(after: Cursor(id: 1), upTo: 9)
      #expect(next == Slice(first: 2, last: 9, tickets: [3, 7]))
      let last = try await source.lastTicket()
      #expect(last == 3)
    }
  }

  @Test func `a record holds the answer, the project's identifier and the time`() async throws {
    let contents = try await withRedmine { source in
      try await source.contents(of: Slice(first: 1, last: 9, tickets: [3, 7]))
    }
    #expect(contents.records.map(\.id) == ["3", "7"] && contents.foundCount == 2)
    #expect(contents.records[0].data.text.contains(#""project":{"id":1,"identifier":"support"}"#))
    #expect(contents.records[0].data.text.contains(#""time_entries":[{"id":5,"#))
    #expect(contents.attachments.map(\.path) == ["/attachments/download/12"])
    #expect(contents.attachments.map(\.name) == ["Ä 1.png"])
  }

  @Test func `an issue that is gone since it was listed is skipped`() async throws {
    let contents = try await withRedmine([
      "/issues/7.json": "404", "/issues.json": listed([issue(3)]),
    ]) { source in try await source.contents(of: Slice(first: 1, last: 9, tickets: [3, 7])) }
    #expect(contents.records.map(\.id) == ["3"] && contents.skipped.map(\.ticket) == [SourceID("7")])
    #expect(contents.foundCount == 2)
  }

  /// Each is an answer that says less than it should.
  @Test(arguments: [
    ("/issues.json", #"{"issues":[],"total_count":2}"#),
    ("/issues/3.json", issue(3).replacing(#""watchers":[],"#, with: "").wrapped),
    ("/issues/3.json", issue(3).replacing(#""journals":[]"#, with: #""journals":null"#).wrapped),
    ("/time_entries.json", #"{"time_entries":[],"total_count":0}"#),
    ("/issues/7.json", "404"),
  ])
  func `what is missing from an answer is never taken for nothing`(path: String, answer: String) async throws
  {
    await #expect(throws: (any Error).self) {
      try await withRedmine([path: answer]) { source in
        try await source.contents(of: Slice(first: 1, last: 9, tickets: [3, 7]))
      }
    }
  }

  @Test func `people of all kinds come without their keys, and groups behind them`() async throws {
    let records = try await withRedmine { source in
      var people = source.people()
      var records: [SourceRecord] = []
      while true {
        let page = try await people.next()
        records += page.records
        if page.isLast { return records }
      }
    }
    #expect(records.map(\.id) == ["anna", "anna", "anna", "Second line"])
    #expect(records.allSatisfy { !$0.data.text.contains("secret") })
    #expect(records[2].data.text.hasSuffix(#""status":3}"#))
  }

  @Test func `what changed since is known by the second`() async throws {
    try await withRedmine { source in
      let newest = try await source.newestTransaction()
      #expect(newest == 1_704_067_200)
      let page = try await source.transactions(after: 1_704_067_200)
      #expect(page.isLast && page.entries.map(\.ticket) == [3, 7])
      let record = try JSONDocument(issue(3).wrapped).root
      let own = try source.newestTransaction(in: record)
      #expect(own == 1_704_067_200)
    }
  }
}

/// As far as the source looks at it.
private func issue(_ id: Int) -> String {
  let file = #"{"id":12,"filename":"Ä 1.png","filesize":3,"content_type":"image/png"}"#
  return #"{"id":\#(id),"project":{"id":1},"updated_on":"2024-01-01T00:00:00Z","#
    + #""spent_hours":\#(id == 3 ? "1.5" : "0.0"),"watchers":[],"attachments":[\#(id == 3 ? file : "")],"journals":[]}"#
}

private func listed(_ issues: [String]) -> String {
  #"{"issues":[\#(issues.joined(separator: ","))],"total_count":\#(issues.count)}"#
}

extension String {
  fileprivate var wrapped: String { #"{"issue":\#(self)}"# }
}

/// A Redmine with the issues 3 and 7 in one project. "404" for an answer is that status.
private func withRedmine<Result>(
  _ changed: [String: String] = [:], projects: [String] = [],
  _ body: (RedmineSource) async throws -> Result
) async throws -> Result {
  let answers = [
    "/users/current.json": #"{"user":{"login":"admin","admin":true,"api_key":"secret"}}"#,
    "/projects.json": #"{"projects":[{"id":1,"identifier":"support"}],"total_count":1}"#,
    "/custom_fields.json": #"{"custom_fields":[]}"#, "/issues.json": listed([issue(3), issue(7)]),
    "/issues/3.json": issue(3).wrapped, "/issues/7.json": issue(7).wrapped,
    "/time_entries.json": #"{"time_entries":[{"id":5,"issue":{"id":3},"hours":1.5}],"total_count":1}"#,
    "/users.json": #"{"users":[{"id":4,"login":"anna","api_key":"secret"}],"total_count":1}"#,
    "/groups.json": #"{"groups":[{"id":8,"name":"Second line"}]}"#,
  ].merging(changed) { $1 }
  let server = try FaultServer { arrival in
    let target = arrival.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    let path = String(target.prefix { $0 != "?" })
    guard let answer = answers[path], answer != "404" else { return .reply(404, "{}") }
    // One row was asked for.
    return .ok(target.contains("limit=1&") && path == "/issues.json" ? listed([issue(3)]) : answer)
  }
  defer { server.stop() }
  let client = try HTTPClient(
    base: server.base, credential: .header(name: "X-Redmine-API-Key", prefix: "", Secret("k")))
  return try await body(try await RedmineSource.open(client: client, projects: projects))
}
