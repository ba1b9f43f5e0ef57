import MigrationKit
import Testing

@testable import Extract

@Suite struct RequestTrackerSearchTests {
  private let search = RequestTrackerSearch(path: "transactions", query: .everything)

  private func page(_ text: String, status: Int = 200, after id: Int = 0) throws -> RequestTrackerSearch.Page
  {
    try search.page(of: HTTPResponse(status: status, body: Array(text.utf8)), after: id)
  }

  @Test(
    arguments: [
      (#"{"count":0,"total":0,"items":[]}"#, [], true),
      (#"{"count":2,"total":2,"items":[{"id":"4"},{"id":5}]}"#, [4, 5], true),
    ] as [(String, [Int], Bool)])
  func `a whole answer is believed`(text: String, ids: [Int], isLast: Bool) throws {
    let page = try page(text, after: 3)
    #expect(page.rows.map(\.id) == ids)
    #expect(page.isLast == isLast)
  }

  @Test func `a full page of a longer search is not the last`() throws {
    let rows = (1...100).map { #"{"id":"\#($0)"}"# }
    #expect(try !page(RequestTrackerScript.searched(rows, total: "101")).isLast)
  }

  @Test(arguments: [
    #"{"count":0,"total":null,"items":[]}"#, #"{"count":1,"total":null,"items":[{"id":"4"}]}"#,
    #"{"count":0,"items":[]}"#, #"{"count":0,"total":"","items":[]}"#, #"{"count":0,"total":0.5,"items":[]}"#,
  ])
  func `an answer without a total means that the login does not see everything`(text: String) {
    #expect(throws: SourceError.cannotSeeAll) { try page(text) }
  }

  /// Clamped to fewer rows than were asked for; the end cut off; longer than asked for.
  @Test(arguments: [(50, 100), (50, 101), (99, 100), (100, 99), (101, 101), (0, 1)])
  func `a page that is shorter or longer than its total demands is refused`(rows: Int, total: Int) {
    let rows = (1...101).prefix(rows).map { #"{"id":"\#($0)"}"# }
    #expect(throws: SourceError.self) {
      try page(RequestTrackerScript.searched(Array(rows), total: "\(total)"))
    }
  }

  @Test(arguments: [
    #"{"count":0,"total":0}"#, "[]", #"{"message":"ok"}"#, "<html>Log in</html>", #"{"count":1,"to"#, "",
  ])
  func `what is no page is never an empty one`(text: String) {
    #expect(throws: (any Error).self) { try page(text) }
  }

  @Test(arguments: [
    #"{"count":0,"total":97,"items":[]}"#,
    #"{"count":1,"total":2,"items":[{"id":"4"}]}"#,
    #"{"count":2,"total":2,"items":[{"id":"5"},{"id":"4"}]}"#,
    #"{"count":2,"total":2,"items":[{"id":"4"},{"id":"4"}]}"#,
    #"{"count":1,"total":1,"items":[{"id":"3"}]}"#,
    #"{"count":1,"total":1,"items":[{"id":"x"}]}"#,
  ])
  func `rows that are missing, repeated or out of order are never the end`(text: String) {
    let error = #expect(throws: SourceError.self) { try page(text, after: 3) }
    guard case .inconsistent = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a refused search says why`() {
    #expect(throws: RequestError.failed("Request Tracker refused the search at transactions: Wrong query")) {
      try page(#"{"message":"Wrong query"}"#, status: 400)
    }
  }

  @Test func `a search is a form that may be sent twice`() throws {
    var search = RequestTrackerSearch(
      path: "tickets", query: .tickets(in: ["Ä"]), fields: ["Subject", "Owner"])
    search.expansions = [("Owner", "RealName")]
    let request = search.request(after: 0)
    guard case .bytes(let body) = request.body else {
      Issue.record("no body")
      return
    }
    #expect(request.target == "/REST/2.0/tickets")
    #expect(request.isRepeatable)
    #expect(
      String(decoding: body, as: UTF8.self)
        == "query=%28%28Queue%20%3D%20%27%C3%84%27%29%29%20AND%20id%20%3E%200"
        + "&orderby=id&per_page=100&fields=Subject%2COwner&fields%5BOwner%5D=RealName")
  }
}
