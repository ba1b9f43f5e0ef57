import MigrationKit
import Testing

@testable import Sandbox

@Suite struct TicketCrowdTests {
  private let shelf: RequestTracker.CrowdShelf
  private let archive: RequestTracker.Archive

  init() {
    var crowd = TicketCrowd(count: 300)
    crowd.bigFileByteCount = 5 << 30
    crowd.bigTicketArticles = 40
    let town = RequestTracker.Town()
    shelf = RequestTracker.CrowdShelf(crowd, in: town)
    archive = town.seed.archive(on: shelf)
  }

  @Test func `every ticket has as many rows as were foreseen, numbered without a gap`() throws {
    var next = (transaction: 1, attachment: 1)
    for id in 1...300 {
      #expect(shelf.ticket(id)?.id == id)
      for transaction in shelf.transactions(of: id) {
        #expect((transaction.id, transaction.objectID) == (next.transaction, id))
        next.transaction += 1
        for attachment in shelf.attachments(of: transaction.id) {
          #expect((attachment.id, attachment.transaction) == (next.attachment, transaction.id))
          next.attachment += 1
        }
      }
    }
    #expect(next == (shelf.transactionCount + 1, shelf.attachmentCount + 1))
  }

  @Test func `each ticket has its files, and the giants are there`() throws {
    let counts = (1...300).map { id in
      shelf.transactions(of: id).flatMap { shelf.attachments(of: $0.id) }.count { $0.filename != nil }
    }
    #expect(counts == [3] + Array(repeating: 2, count: 299))
    let first = shelf.transactions(of: 1).flatMap { shelf.attachments(of: $0.id) }
    #expect(first.contains { $0.content?.byteCount == 5 << 30 })
    #expect(shelf.transactions(of: 300).count { ["Correspond", "Comment"].contains($0.type) } >= 40)
  }

  private func tickets(_ query: String) throws -> [Int] {
    let search = try RequestTracker.SearchParser.parse(query, fields: RequestTracker.ticketFields)
    return archive.tickets.found(search, in: archive).rows.map(\.id)
  }

  /// The same by looking at each row.
  private func sought(_ query: String) throws -> [Int] {
    let search = try RequestTracker.SearchParser.parse(query, fields: RequestTracker.ticketFields)
    return (1...300).filter { id in shelf.ticket(id).map { search.matches($0, in: archive) } == true }
  }

  @Test(arguments: [
    "Queue = 'Support'", "(Queue = 'Support' OR Queue = 'Sales') AND id > 290", "id >= 7 AND id <= 9",
    "Queue != 'Support' AND id < 20", "EffectiveId = 3 OR EffectiveId = 5", "Status = 'resolved' AND id < 40",
    "(id = 3 OR id = 4 OR id = 900) AND EffectiveId > 0", "Queue = 'Attic'", "id > 300", "id < 1",
  ])
  func `a search that looks at few rows finds what one of all finds`(query: String) throws {
    #expect(try tickets(query) == sought(query))
  }

  @Test func `transactions are found by their tickets without looking at others`() throws {
    let query = "ObjectType = 'RT::Ticket' AND (TicketQueue = 'Sales' AND ObjectId >= 10 AND ObjectId <= 90)"
    let search = try RequestTracker.SearchParser.parse(query, fields: RequestTracker.transactionFields)
    let wanted = (10...90).filter { shelf.ticket($0)?.queue.name == "Sales" }.flatMap(shelf.transactions)
    #expect(archive.transactions.found(search, in: archive).rows.map(\.id) == wanted.map(\.id))
  }

  @Test(arguments: [7...7, 12...90, 1...900, 5_000...9_000])
  func `attachments are found by their transactions without looking at others`(range: ClosedRange<Int>) {
    let wanted = range.flatMap(shelf.attachments(of:)).map(\.id)
    #expect(shelf.attachments(ofTransactions: range).ranges.flatMap(Array.init) == wanted)
  }

  @Test func `a long file is the same in whatever pieces it is read`() {
    let pattern = RequestTracker.Pattern(byteCount: 300_000, seed: 42)
    let whole = pattern.bytes(0..<300_000)
    let pieces = stride(from: 0, to: 300_000, by: 7_001).flatMap {
      pattern.bytes($0..<min($0 + 7_001, 300_000))
    }
    #expect(pieces == whole)
    #expect(RequestTracker.Pattern(byteCount: 300_000, seed: 43).bytes(0..<300_000) != whole)
  }
}
