import Testing

@testable import MigrationKit

struct RecentRoundsTests {
  private func round(
    _ rate: Double, reads: Double = 0, writes: Double = 0, seconds: SIMD4<Double>, troubles: Int = 0
  ) -> RecentRounds.Round {
    RecentRounds.Round(
      rate: rate, counts: SIMD4(reads, writes, 0, 0), seconds: seconds, troubles: troubles)
  }

  @Test func `with one kind it is the best rate at the shortest latency`() {
    var rounds = RecentRounds()
    #expect(rounds.workedOn == nil)
    rounds.add(round(40, reads: 8, seconds: [0.8, 0, 0, 0]))
    rounds.add(round(50, reads: 8, seconds: [1.6, 0, 0, 0]))
    #expect(rounds.workedOn.map { ($0 * 100).rounded() } == 500)
    #expect(rounds.bestRate(of: .read).map { $0.rounded() } == 50)
    #expect(rounds.bestRate(of: .write) == nil)
  }

  /// A server that works on two at a time: reads of 20 ms, 100 in a second, and writes of 100 ms, 20 in a second.
  @Test func `rounds of cheap and of dear requests tell the same`() {
    var rounds = RecentRounds()
    rounds.add(round(100, reads: 8, seconds: [0.16, 0, 0, 0]))
    rounds.add(round(20, writes: 8, seconds: [0, 0.8, 0, 0]))
    #expect(rounds.workedOn.map { ($0 * 100).rounded() } == 200)
    #expect(rounds.bestRate(of: .read).map { $0.rounded() } == 100)
    #expect(rounds.bestRate(of: .write).map { $0.rounded() } == 20)
    #expect(rounds.rates == [50, 10, 0, 0])
  }

  @Test func `where requests queue, only more work done is growth, whatever the kinds`() {
    var rounds = RecentRounds()
    rounds.add(round(20, writes: 8, seconds: [0, 0.8, 0, 0]))
    #expect(rounds.isGrowing)
    rounds.add(round(100, reads: 8, seconds: [0.16, 0, 0, 0]))
    rounds.add(round(20, writes: 8, seconds: [0, 1.6, 0, 0]))
    #expect(!rounds.isGrowing)
    rounds.add(round(50, writes: 8, seconds: [0, 1.6, 0, 0]))
    #expect(rounds.isGrowing)
  }

  /// Of the answers right after a rise most were sent before it.
  @Test func `where nobody queues, a lower rate ends no growth`() {
    var rounds = RecentRounds()
    rounds.add(round(61, reads: 9, seconds: [0.9, 0, 0, 0]))
    rounds.add(round(56, reads: 13, seconds: [1.3, 0, 0, 0]))
    #expect(rounds.isGrowing)
  }

  @Test func `what the server fails with is a share of all it was asked`() {
    var rounds = RecentRounds()
    #expect(rounds.troubleShare == 0)
    rounds.add(round(20, writes: 6, seconds: [0, 0.8, 0, 0], troubles: 2))
    rounds.add(round(20, writes: 8, seconds: [0, 0.8, 0, 0]))
    #expect(rounds.troubleShare == 0.125)
  }

  @Test func `what is long ago is forgotten`() {
    var rounds = RecentRounds()
    rounds.add(round(1000, reads: 8, seconds: [0.8, 0, 0, 0]))
    for _ in 1...64 { rounds.add(round(50, reads: 8, seconds: [0.8, 0, 0, 0])) }
    #expect(rounds.workedOn.map { $0.rounded() } == 5)
  }
}
