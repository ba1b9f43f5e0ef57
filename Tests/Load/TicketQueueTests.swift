import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder) struct TicketQueueTests {
  private let folder = TemporaryFolder.current
  private let target = FakeTarget()

  private func queue(
    _ ids: ClosedRange<Int>, limit: Int? = nil, only: Set<SourceID<Ticket>>? = nil, bytes: Int = 0
  ) throws -> TicketQueue {
    let lines = ids.map { id in
      var ticket = LoadingFixtures.ticket("\(id)")
      ticket.subject = String(repeating: "x", count: bytes)
      return ticket.json.text + "\n\n"
    }
    return try TicketQueue(
      try folder.write(lines.joined(), to: "tickets.jsonl"), TicketSelection(limit: limit, only: only))
  }

  private func journal(knowing ids: [Int] = []) async throws -> Journal {
    let journal = try Journal(
      folder.file("journal.jsonl"), owner: LoadingFixtures.owner, console: Console(name: "test"))
    for id in ids { try await journal.finish(.create, of: SourceID("\(id)"), result: "new") }
    return journal
  }

  private func drain(_ queue: TicketQueue, _ journal: Journal) async throws -> [TicketQueue.Queued] {
    var queue = queue
    var all: [TicketQueue.Queued] = []
    while let queued = try await queue.next(journal, target) { all.append(queued) }
    return all
  }

  @Test func `tickets come in order, searched for a hundred at a time`() async throws {
    let queue = try queue(1...205)
    #expect(try queue.count() == 205)
    let all = try await drain(queue, journal())
    #expect(all.map(\.ticket.id.text) == (1...205).map(String.init))
    #expect(target.state.searches.map(\.count).sorted() == [5, 100, 100])
    #expect(target.state.searches.contains(["201", "202", "203", "204", "205"]))
  }

  @Test func `the next batch is looked for while one is handed out`() async throws {
    var queue = try queue(1...300)
    _ = try await queue.next(journal(), target)
    while target.state.searches.count < 2 { await Task.yield() }
    #expect(Set(target.state.searches.map(\.first)) == ["1", "101"])
  }

  @Test func `only tickets the journal does not know are searched for`() async throws {
    _ = try await drain(queue(1...5), journal(knowing: [1, 2, 4]))
    #expect(target.state.searches == [["3", "5"]])
    _ = try await drain(queue(1...2), journal())
    #expect(target.state.searches.count == 1)
  }

  @Test func `what is found comes with its ticket`() async throws {
    target.change { $0.ids = ["2": ["a"], "3": ["b", "c"]] }
    let all = try await drain(queue(1...3), journal())
    #expect(all.map { $0.found.map(\.text) } == [[], ["a"], ["b", "c"]])
  }

  @Test func `large tickets make a batch shorter`() async throws {
    _ = try await drain(queue(1...5, bytes: 1 << 20), journal())
    #expect(target.state.searches.map(\.count).sorted() == [1, 2, 2])
  }

  @Test(arguments: [(1, 1), (100, 100), (101, 101), (900, 120)])
  func `a limit ends it`(limit: Int, count: Int) async throws {
    let queue = try queue(1...120, limit: limit)
    #expect(try queue.count() == count)
    #expect(try await drain(queue, journal()).count == count)
    #expect(target.state.searches.flatMap(\.self).count == count)
  }

  @Test func `only the tickets that are asked for are handed out and searched for`() async throws {
    let queue = try queue(1...120, only: [SourceID("7"), SourceID("101")])
    #expect(try queue.count() == 2)
    #expect(try await drain(queue, journal()).map(\.ticket.id.text) == ["7", "101"])
    #expect(target.state.searches == [["7", "101"]])
  }

  @Test func `without tickets the next step is told`() {
    let path = folder.file("none.jsonl")
    #expect(throws: StageError("\(path) does not exist: run transform first")) {
      try TicketQueue(path, TicketSelection())
    }
  }
}
