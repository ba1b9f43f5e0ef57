import Testing

@testable import MigrationKit

struct ConcurrencyLimitTests {
  @Test(arguments: [(1, 3), (2, 4), (5, 9), (20, 30)])
  func `as many are asked at once as keep the server busy, and hardly more`(workers: Int, most: Int) {
    var generator = SystemRandomNumberGenerator()
    let server = SimulatedServer(workers: workers) { _ in Double.random(in: 0.04..<0.06, using: &generator) }
    var limit = ConcurrencyLimit(most: 200)
    let outcome = server.ask(20_000, &limit)
    #expect(outcome.rate > 0.95 * Double(workers) / 0.05)
    #expect((workers...most).contains(outcome.count), "\(outcome.count) at once")
  }

  @Test(arguments: [20, 64, 256])
  func `a server that never gets slower is asked as often as may be`(most: Int) {
    var limit = ConcurrencyLimit(most: most)
    let outcome = SimulatedServer(workers: 1000) { _ in 0.02 }.ask(most * 20, &limit)
    #expect(outcome.rate > 0.98 * Double(most) / 0.02)
    #expect(outcome.count == most)
  }

  @Test func `cheap and dear requests in one line do not starve it`() {
    let server = SimulatedServer(workers: 6) { $0 % 40 < 30 ? 0.01 : 0.2 }
    var limit = ConcurrencyLimit(most: 100)
    let outcome = server.ask(40_000, &limit)
    #expect(outcome.rate > 0.9 * 6 / (0.01 * 0.75 + 0.2 * 0.25))
  }

  @Test func `a server that has become slower is asked less at once again`() {
    var limit = ConcurrencyLimit(most: 100)
    _ = SimulatedServer(workers: 40) { _ in 0.05 }.ask(10_000, &limit)
    let before = limit.found
    _ = SimulatedServer(workers: 4) { _ in 0.05 }.ask(10_000, &limit)
    #expect(before >= 40)
    #expect(limit.found < 12)
  }

  @Test func `troubles lower it by a tenth a round, and rounds without raise it by one`() {
    var limit = ConcurrencyLimit(most: 20, learned: 20)
    for _ in 1...20 { limit.noteTrouble() }
    #expect(limit.count == 18)
    for _ in 1...18 { limit.noteTrouble() }
    #expect(limit.count == 16)
    for _ in 1...16 { limit.note(latency: .milliseconds(20), answers: 16, wasFull: true) }
    #expect(limit.count == 17)
  }

  @Test func `a trouble in every third round does not halve a number of two`() {
    var limit = ConcurrencyLimit(most: 32, learned: 2)
    for round in 1...60 {
      for _ in 1...7 { limit.note(latency: .milliseconds(20), answers: 2, wasFull: false) }
      if round % 3 == 0 {
        limit.noteTrouble()
      } else {
        limit.note(latency: .zero, answers: 2, wasFull: false)
      }
      #expect(limit.count == 2)
    }
  }

  @Test func `nothing is learned while there is less to ask than may be asked`() {
    var limit = ConcurrencyLimit(most: 50)
    for _ in 1...500 { limit.note(latency: .milliseconds(5), answers: 2, wasFull: false) }
    #expect(limit.count == 4)
    #expect(limit.bestRate == nil)
  }

  @Test(arguments: [(12, 12), (500, 50), (0, 1)])
  func `it begins where an earlier run has ended`(learned: Int, count: Int) {
    #expect(ConcurrencyLimit(most: 50, learned: learned).count == count)
  }
}
