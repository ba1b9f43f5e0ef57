import MigrationKit
import Synchronization
import Testing

@testable import Load

@Suite struct RedmineSearchTests {
  static func ids(_ numbers: some Sequence<Int>) -> [SourceID<Ticket>] {
    numbers.map { SourceID(String($0)) }
  }

  @Test(arguments: [
    (ids([7]), ["><7|7"]), (ids([9, 3, 5]), ["><3|9"]), (ids([3, 5000, 5001]), ["><3|3", "><5000|5001"]),
    (ids(1...250), ["><1|200", "><201|250"]), ([], []),
  ])
  func `numbers are searched by ranges`(ids: [SourceID<Ticket>], expected: [String]) throws {
    let search = RedmineSearch(marker: .init(field: 1, format: .int)) { _ in HTTPResponse(status: 500) }
    #expect(try search.filters(for: ids) == expected)
  }

  @Test func `texts are searched a hundred at a time`() throws {
    let search = RedmineSearch(marker: .init(field: 2, format: .string)) { _ in HTTPResponse(status: 500) }
    let filters = try search.filters(for: [SourceID("X-1")] + Self.ids(1...100))
    #expect(filters.map { $0.split(separator: "|").count } == [100, 1])
    #expect(filters.first?.hasPrefix("X-1|1|2|") == true)
  }

  @Test func `an old id that is no number does not fit a number field`() throws {
    let search = RedmineSearch(marker: .init(field: 1, format: .int)) { _ in HTTPResponse(status: 500) }
    #expect(throws: RedmineError.unfitMarker("X-1")) { try search.filters(for: [SourceID("X-1")]) }
  }

  /// The second and third page, a stranger from an ignored filter, and one id that is there twice.
  @Test func `every page is read and every hit's own value compared`() async throws {
    let values = ["5", "6", nil, "99", "5"]
    let asked = Mutex<[String]>([])
    let search = RedmineSearch(marker: .init(field: 1, format: .int)) { request in
      asked.withLock { $0.append(request.target) }
      let offset = request.query.last.flatMap { Int($0.value) } ?? 0
      let issues = values.indices.dropFirst(offset).prefix(2).map { index -> JSONValue in
        let value = values[index].map { JSONValue.string($0) } ?? .null
        return [
          "id": .int(100 + index), "custom_fields": [["id": 2, "value": "5"], ["id": 1, "value": value]],
        ]
      }
      return HTTPResponse(
        status: 200, body: (["issues": .array(issues), "total_count": .int(values.count)] as JSONValue).bytes)
    }
    let found = try await search.find(Self.ids([5, 6, 7]))
    #expect(found == [SourceID("5"): [TargetID("100"), TargetID("104")], SourceID("6"): [TargetID("101")]])
    let targets = asked.withLock { $0 }
    #expect(
      targets.first == "/issues.json?status_id=%2A&cf_1=%3E%3C5%7C7&sort=id&limit=100&offset=0")
    #expect(targets.count == 3)
  }

  @Test(arguments: [
    (404, ""), (200, "<html>"), (200, #"{"issues":[]}"#), (200, #"{"issues":[],"total_count":2}"#),
  ])
  func `an answer that is not a list is an error, not "nothing found"`(status: Int, body: String) async {
    let search = RedmineSearch(marker: .init(field: 1, format: .int)) { _ in
      HTTPResponse(status: status, body: Array(body.utf8))
    }
    await #expect(throws: (any Error).self) { try await search.find(Self.ids([1])) }
  }
}
