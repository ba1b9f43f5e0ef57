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

  @Test func `where asking less showed nothing new, it is seldom done again`() {
    let server = SimulatedServer(workers: 1000) { _ in 0.02 }
    var limit = ConcurrencyLimit(most: 20)
    _ = server.ask(2000, &limit)
    var seldom = 0
    for _ in 1...500 {
      _ = server.ask(20, &limit)
      if limit.count < 20 { seldom += 1 }
    }
    #expect((1...8).contains(seldom), "\(seldom) of 500 rounds")
  }

  @Test func `cheap and dear requests in one line do not starve it`() {
    let server = SimulatedServer(workers: 6) { $0 % 40 < 30 ? 0.01 : 0.2 }
    var limit = ConcurrencyLimit(most: 100)
    let outcome = server.ask(40_000, &limit)
    #expect(outcome.rate > 0.9 * 6 / (0.01 * 0.75 + 0.2 * 0.25))
  }

  @Test(arguments: [2, 6])
  func `kinds beside each other share one number, however much their costs differ`(workers: Int) {
    let kinds: [RequestKind] = [.upload, .write, .write, .read, .write, .write, .read]
    let costs: [RequestKind: Double] = [.upload: 0.01, .write: 0.06, .read: 0.02]
    let server = SimulatedServer(workers: workers, kind: { kinds[$0 % 7] }) { costs[kinds[$0 % 7]] ?? 0 }
    var limit = ConcurrencyLimit(most: 100)
    let outcome = server.ask(20_000, &limit)
    #expect(outcome.rate > 0.95 * Double(workers) * 7 / 0.29)
    #expect((workers...2 * workers).contains(outcome.count), "\(outcome.count) at once")
  }

  /// Its first latencies are all of requests that queued; taken for the shortest, they would make five of it.
  @Test func `a server with few workers is known after a hundred requests`() {
    var limit = ConcurrencyLimit(most: 32)
    _ = SimulatedServer(workers: 1) { _ in 0.05 }.ask(100, &limit)
    #expect(limit.found == 2)
  }

  @Test(arguments: [2, 3])
  func `where few fill the server, one more is tried now and then only`(workers: Int) {
    let server = SimulatedServer(workers: workers) { 0.04 + Double($0 * 7 % 20) / 1000 }
    var limit = ConcurrencyLimit(most: 32)
    _ = server.ask(2000, &limit)
    let counts = server.counts(of: &limit)
    #expect(counts[workers, default: 0] > 120, "\(counts)")
    #expect(counts[workers + 1, default: 0] > 10, "\(counts)")
  }

  /// Its other half stands idle while one is asked to see how short the latency is.
  @Test func `of the time of a server that two fill, hardly any is lost with looking`() {
    var limit = ConcurrencyLimit(most: 32)
    let outcome = SimulatedServer(workers: 2) { 0.04 + Double($0 * 7 % 20) / 1000 }.ask(10_000, &limit)
    #expect(outcome.rate > 0.972 * 2 / 0.0495)
  }

  /// As Redmine does on SQLite: a tenth of the writes fail with two at once, and more with more.
  @Test func `where requests fail beside each other, no more are asked at once than bring something`() {
    let server = SimulatedServer(
      workers: 2, kind: { _ in .write }, fails: { number, atOnce in number * 7 % 40 < 3 * (atOnce - 1) }
    ) { _ in 0.05 }
    var limit = ConcurrencyLimit(most: 32)
    _ = server.ask(300, &limit)
    let counts = server.counts(of: &limit)
    #expect(counts[2, default: 0] > 120, "\(counts)")
    #expect(counts.keys.allSatisfy { $0 <= 2 }, "\(counts)")
  }

  @Test func `a few troubles in many requests do not keep it from growing`() {
    let server = SimulatedServer(workers: 1000, fails: { number, _ in number % 200 == 7 }) { _ in 0.02 }
    var limit = ConcurrencyLimit(most: 64)
    let outcome = server.ask(5000, &limit)
    #expect(outcome.count > 20)
  }

  @Test func `large files that last for long leave the others their places`() {
    var limit = ConcurrencyLimit(most: 32, learned: 8)
    let files = (1...6).map { _ in limit.begin() }
    for _ in 1...2000 {
      let beginning = limit.begin()
      limit.end(beginning)
      limit.noteAnswer(.read, beginning, latency: .milliseconds(20), wasFull: true)
    }
    #expect(limit.found > files.count)
    for file in files { limit.end(file) }
    for _ in 1...40 {
      let beginning = limit.begin()
      limit.end(beginning)
      limit.noteAnswer(.read, beginning, latency: .milliseconds(20), wasFull: true)
    }
    #expect(limit.found <= 2)
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
    var underWay = (1...20).map { _ in limit.begin() }
    func answer() {
      let beginning = underWay.removeFirst()
      limit.end(beginning)
      limit.noteAnswer(.read, beginning, latency: .milliseconds(20), wasFull: true)
      underWay.append(limit.begin())
    }
    for _ in 1...40 { answer() }
    #expect(limit.count == 20)
    for _ in 1...20 { limit.noteTrouble() }
    #expect(limit.count == 18)
    for _ in 1...18 { limit.noteTrouble() }
    #expect(limit.count == 16)
    for _ in 1...16 { answer() }
    #expect(limit.count == 17)
  }

  @Test func `a trouble in every third round does not halve a number of two`() {
    var limit = ConcurrencyLimit(most: 32, learned: 2)
    for round in 1...60 {
      for _ in 1...7 { limit.noteAnswer(.write, limit.begin(), latency: .milliseconds(20), wasFull: false) }
      if round % 3 == 0 {
        limit.noteTrouble()
      } else {
        limit.noteAnswer(.write, limit.begin(), latency: .zero, wasFull: false)
      }
      #expect(limit.count == 2)
    }
  }

  @Test func `nothing is learned while there is less to ask than may be asked`() {
    var limit = ConcurrencyLimit(most: 50)
    for _ in 1...500 { limit.noteAnswer(.read, limit.begin(), latency: .milliseconds(5), wasFull: false) }
    #expect(limit.count == 4)
    #expect(limit.rounds.count == 0)
  }

  @Test(arguments: [(12, 12), (500, 50), (0, 1)])
  func `it begins where an earlier run has ended`(learned: Int, count: Int) {
    #expect(ConcurrencyLimit(most: 50, learned: learned).count == count)
  }
}

extension SimulatedServer {
  /// How often it was how many at once, in two hundred rounds.
  fileprivate func counts(of limit: inout ConcurrencyLimit) -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for _ in 1...200 {
      _ = ask(8, &limit)
      counts[limit.count, default: 0] += 1
    }
    return counts
  }
}
