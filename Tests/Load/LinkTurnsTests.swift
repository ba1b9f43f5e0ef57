import MigrationKit
import Synchronization
import Testing

@testable import Load

@Suite(.timeLimit(.minutes(5))) struct LinkTurnsTests {
  private func pair(_ left: Int, _ right: Int) -> Set<SourceID<Ticket>> {
    [SourceID("\(left)"), SourceID("\(right)")]
  }

  @Test func `what has nothing in common continues together`() async throws {
    let (turns, gate) = (LinkTurns(), Gate(10))
    try await forEach(0..<10, limit: 10) { number in
      try await turns.holding(pair(2 * number, 2 * number + 1)) { await gate.pass() }
    }
  }

  @Test func `no ticket is touched by two at once, and everybody gets a turn`() async throws {
    let turns = LinkTurns()
    let touched = Mutex<Set<SourceID<Ticket>>>([])
    let done = Mutex(0)
    try await forEach(0..<300, limit: 40) { number in
      let tickets = pair(number % 7, (number / 7) % 5 + 3)
      try await turns.holding(tickets) {
        #expect(touched.withLock { $0.isDisjoint(with: tickets) })
        touched.withLock { $0.formUnion(tickets) }
        for _ in 0..<(number % 4) { await Task.yield() }
        touched.withLock { $0.subtract(tickets) }
      }
      done.withLock { $0 += 1 }
    }
    #expect(done.withLock { $0 } == 300)
  }

  @Test func `a failed one gives its tickets back`() async throws {
    struct Broken: Error {}
    let turns = LinkTurns()
    await #expect(throws: Broken.self) { try await turns.holding(pair(1, 2)) { throw Broken() } }
    #expect(try await turns.holding(pair(2, 3)) { 5 } == 5)
  }
}
