import Testing

@testable import MigrationKit

struct LimiterTests {
  private let clock = PatientClock()

  private func limiter(_ most: Int, share: Double = 1, learned: LearnedLimits? = nil) -> Limiter {
    Limiter(most: most, share: share, learned: learned, waiting: clock.waiting)
  }

  private func learned(_ count: Int) -> LearnedLimits {
    var learned = LearnedLimits()
    learned.atOnce = count
    return learned
  }

  /// Returns how many of these could begin without waiting.
  private func begin(_ kinds: [RequestKind], _ limiter: Limiter) async throws -> Int {
    let tasks = kinds.map { kind in Task { await limiter.enter(kind) != nil } }
    for _ in 1...200 { await Task.yield() }
    try await Task.sleep(for: .milliseconds(100))
    var begun = 0
    for task in tasks {
      task.cancel()
      if await task.value { begun += 1 }
    }
    return begun
  }

  @Test func `while a server rests, nobody asks it`() async throws {
    let limiter = limiter(2)
    #expect(limiter.pause(for: .seconds(5)))
    #expect(limiter.pause(for: .seconds(6)) == false)
    #expect(await limiter.enter(.read) != nil)
    #expect(clock.sleeps == [.seconds(6)])
  }

  @Test(arguments: [3600.0, -3600])
  func `a clock that is set while a server rests changes nothing`(seconds: Double) async throws {
    let limiter = limiter(2)
    #expect(limiter.pause(for: .seconds(5)))
    clock.setTimeOfDay(back: seconds)
    #expect(await limiter.enter(.read) != nil)
    #expect(clock.sleeps == [.seconds(5)])
  }

  @Test(arguments: [(20, 4), (10, 4), (1, 1)])
  func `it says how many may be under way, whatever their kinds`(most: Int, atOnce: Int) {
    #expect(limiter(most, learned: learned(4)).atOnce == atOnce)
  }

  @Test func `a cancelled task gives its place in the line back`() async throws {
    let limiter = limiter(1)
    let first = try #require(await limiter.enter(.read))
    let waiting = Task { await limiter.enter(.read) }
    waiting.cancel()
    #expect(await waiting.value == nil)
    _ = limiter.leave(first, .unsent)
    #expect(await limiter.enter(.read) != nil)
  }

  @Test func `who stands in line goes when another leaves, whatever its kind`() async throws {
    let limiter = limiter(1)
    let first = try #require(await limiter.enter(.read))
    let waiting = Task { await limiter.enter(.write) != nil }
    _ = limiter.leave(first, .answered(nil))
    #expect(await waiting.value)
  }

  @Test(
    arguments: [
      ([.read, .read, .read], 3), ([.read, .read, .read, .download, .download, .download], 3),
      ([.read, .write, .upload, .download, .read, .write, .upload, .download], 3), ([.read, .write], 2),
    ] as [([RequestKind], Int)])
  func `all kinds share one number`(kinds: [RequestKind], begun: Int) async throws {
    #expect(try await begin(kinds, limiter(5, learned: learned(3))) == begun)
  }

  /// Two downloads hold places, two more stand in line before a read.
  @Test func `the kind that has the fewest under way goes first`() async throws {
    let limiter = limiter(3)
    let first = try #require(await limiter.enter(.read))
    for _ in 1...2 { _ = try #require(await limiter.enter(.download)) }
    let downloads = (1...2).map { _ in Task { await limiter.enter(.download) != nil } }
    try await Task.sleep(for: .milliseconds(50))
    let read = Task { await limiter.enter(.read) != nil }
    try await Task.sleep(for: .milliseconds(50))
    _ = limiter.leave(first, .unsent)
    try await Task.sleep(for: .milliseconds(50))
    for download in downloads { download.cancel() }
    #expect(await read.value)
    for download in downloads { #expect(await !download.value) }
  }

  @Test func `when an answer says that nothing is left, everybody waits until the server counts anew`()
    async throws
  {
    let limiter = limiter(4)
    let pass = try #require(await limiter.enter(.read))
    let quota = Quota(remaining: 0, limit: 100, reset: .seconds(40))
    #expect(limiter.leave(pass, .answered(quota)) == .seconds(40))
    #expect(limiter.bottleneck == "the server asked for a pause until 2023-11-14T22:14:00Z")
    #expect(await limiter.enter(.write) != nil)
    #expect(clock.sleeps == [.seconds(40)])
  }

  @Test func `what an earlier run was allowed is where the next one begins`() async throws {
    let limiter = limiter(4, learned: LearnedLimits(perSecond: 10))
    for _ in 1...4 { _ = try #require(await limiter.enter(.read)) }
    #expect(clock.elapsed > .milliseconds(200))
    #expect(limiter.bottleneck == "the server's limit of 10/s")
  }

  /// A read takes the server 20 ms and a write 80, one after the other; half of that is left to others.
  @Test func `a share leaves the rest of what the server can do to others`() {
    var state = LimiterState(most: 10, share: 0.5, learned: nil, at: .zero)
    #expect(state.rest(of: .read, at: .zero) == .zero)
    var underWay: [Limiter.Pass] = []
    var now = Duration.zero
    for number in 0..<800 {
      let kind = number % 2 == 0 ? RequestKind.read : .write
      while state.takePlace(kind) == nil { underWay.append(state.begin(kind, at: now)) }
      let pass = underWay.removeFirst()
      now += pass.kind == .read ? .milliseconds(20) : .milliseconds(80)
      _ = state.note(.answered(nil), of: pass, at: now)
      _ = state.release(pass.kind)
    }
    let rests = (1...3).map { _ in
      (state.rest(of: .read, at: now + .seconds(60)) / .milliseconds(1)).rounded()
    }
    #expect(rests.dropLast() == [0, 0])
    #expect((40...110).contains(rests[2]))
  }
}
