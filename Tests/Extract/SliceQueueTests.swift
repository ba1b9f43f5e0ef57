import MigrationKit
import Testing

@testable import Extract

@Suite struct SliceQueueTests {
  private func slices(after cursor: Int? = nil, remaining: Int? = nil) async throws -> [Slice] {
    var queue = SliceQueue(
      of: ShelfSource([[1, 2], [4, 5, 6], [9]]), after: cursor.map { Cursor(id: $0) },
      upTo: remaining == nil ? 9 : nil, remaining: remaining)
    var slices: [Slice] = []
    while let slice = try await queue.next() { slices.append(slice) }
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
    for remaining in [nil, 9] {
      var queue = SliceQueue(
        of: StuckSource(), after: Cursor(id: 5), upTo: remaining == nil ? 9 : nil, remaining: remaining)
      await #expect(throws: SourceError.self) { try await queue.next() }
    }
  }

  /// Twenty tickets, then twice as many and so on: eight ranges.
  @Test func `the list is read in several places at once`() async throws {
    let source = GateSource(tickets: 5000, lists: Gate(4))
    var queue = SliceQueue(of: source, after: nil, upTo: 5000, ticketCount: 5000, jobs: 32)
    var tickets: [Int] = []
    var last = 0
    while let slice = try await queue.next() {
      #expect(slice.first == last + 1 && slice.last <= 5000)
      last = slice.last
      tickets += slice.tickets
    }
    #expect(tickets == Array(1...5000))
  }

  /// Answers always with the same slice.
  private struct StuckSource: TicketSource {
    func inspect() async throws -> SourceInspection { try await ShelfSource().inspect() }
    func lastTicket() async throws -> Int? { 9 }
    func slice(after cursor: Cursor?, upTo last: Int?) async throws -> Slice? {
      Slice(first: 1, last: 5, tickets: [1])
    }
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
    func people() -> any PeopleReading { ShelfSource().people() }
  }
}
