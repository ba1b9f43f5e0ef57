import MigrationKit
import Testing

@testable import Extract

@Suite struct SliceQueueTests {
  private func slices(after cursor: Int? = nil, remaining: Int? = nil) async throws -> [Slice] {
    var queue = SliceQueue(after: cursor.map { Cursor(id: $0) }, remaining: remaining)
    var slices: [Slice] = []
    while let slice = try await queue.next(from: ShelfSource([[1, 2], [4, 5, 6], [9]])) {
      slices.append(slice)
    }
    return slices
  }

  @Test func `slices follow each other without a gap`() async throws {
    let all = [
      Slice(first: 1, last: 2, tickets: [1, 2]), Slice(first: 3, last: 6, tickets: [4, 5, 6]),
      Slice(first: 7, last: 9, tickets: [9]),
    ]
    #expect(try await slices() == all)
    #expect(try await slices(after: 2) == Array(all[1...]))
    #expect(try await slices(after: 9).isEmpty)
  }

  @Test(arguments: [
    (0, []), (-1, []), (1, [Slice(first: 1, last: 1, tickets: [1])]),
    (2, [Slice(first: 1, last: 2, tickets: [1, 2])]),
    (4, [Slice(first: 1, last: 2, tickets: [1, 2]), Slice(first: 3, last: 5, tickets: [4, 5])]),
  ])
  func `a limit cuts the last slice`(remaining: Int, expected: [Slice]) async throws {
    #expect(try await slices(remaining: remaining) == expected)
  }

  @Test func `a list that goes back is an error and no end`() async throws {
    var queue = SliceQueue(after: Cursor(id: 5), remaining: nil)
    await #expect(throws: SourceError.self) { try await queue.next(from: StuckSource()) }
  }

  /// Answers always with the same slice.
  private struct StuckSource: TicketSource {
    func inspect() async throws -> SourceInspection { try await ShelfSource().inspect() }
    func slice(after cursor: Cursor?) async throws -> Slice? { Slice(first: 1, last: 5, tickets: [1]) }
    func contents(of slice: Slice) async throws -> SliceContents {
      try await ShelfSource().contents(of: slice)
    }
    func download(_ attachment: AttachmentReference) -> HTTPRequest { HTTPRequest(.get, "/") }
    func newestTransaction() async throws -> Int? { nil }
    func transactions(after transaction: Int) async throws -> TransactionPage {
      TransactionPage(entries: [], isLast: true)
    }
    func newestTransaction(in data: JSONNode) throws -> Int? { nil }
    func queues() async throws -> [SourceRecord] { [] }
    func people(after cursor: Cursor?) async throws -> PeoplePage { PeoplePage(records: [], next: nil) }
  }
}
