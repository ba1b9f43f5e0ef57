import Testing

@testable import MigrationKit

struct LimiterTests {
  private let clock = PatientClock()

  private func limiter(_ most: Int, share: Double = 1, learned: LearnedLimits? = nil) -> Limiter {
    Limiter(most: most, share: share, learned: learned, waiting: clock.waiting)
  }

  private func learned(_ count: Int) -> LearnedLimits {
    var learned = LearnedLimits()
    for kind in RequestKind.allCases { learned.atOnce[kind] = count }
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

  @Test(arguments: [(20, 16), (10, 10), (1, 1)])
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
      ([.read, .read, .read], 2), ([.read, .read, .read, .download, .download, .download], 4),
      ([.read, .write, .upload, .download, .read, .write, .upload, .download], 5),
    ] as [([RequestKind], Int)])
  func `each kind has its limit, and all have one together`(kinds: [RequestKind], begun: Int) async throws {
    #expect(try await begin(kinds, limiter(5, learned: learned(2))) == begun)
  }

  @Test func `when an answer says that nothing is left, everybody waits until the server counts anew`()
    async throws
  {
    let limiter = limiter(4)
    let pass = try #require(await limiter.enter(.read))
    let quota = Quota(remaining: 0, limit: 100, reset: .seconds(40))
    #expect(limiter.leave(pass, .answered(quota)) == .seconds(40))
    #expect(limiter.bottleneck == "the server wants a pause until 2023-11-14T22:14:00Z")
    #expect(await limiter.enter(.write) != nil)
    #expect(clock.sleeps == [.seconds(40)])
  }

  @Test func `what an earlier run was refused is not asked for again`() async throws {
    let limiter = limiter(4, learned: LearnedLimits(perSecond: 10))
    for _ in 1...4 { _ = try #require(await limiter.enter(.read)) }
    #expect(clock.elapsed > .milliseconds(200))
    #expect(limiter.bottleneck == "the server's limit of 9.7/s")
  }

  @Test func `a share leaves the rest of what the server can do to others`() throws {
    var lane = Lane(limit: ConcurrencyLimit(most: 10))
    #expect(lane.restForOthers(share: 0.5, at: .zero) == .zero)
    for number in 0..<200 {
      lane.noteFull()
      lane.noteAnswer(latency: .milliseconds(100), answeredBefore: max(0, number - 9))
    }
    let rests = (1...3).map { _ in lane.restForOthers(share: 0.5, at: .seconds(60)) }
    #expect(rests.map { ($0 / .milliseconds(1)).rounded() } == [0, 0, 20])
    #expect(lane.restForOthers(share: 1, at: .seconds(60)) == .zero)
  }
}
