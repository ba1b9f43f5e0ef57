import Foundation
import Synchronization
import Testing

@testable import MigrationKit

@Suite(.timeLimit(.minutes(5))) struct ParallelTests {
  private struct Broken: Error, Equatable {
    let number: Int
  }

  /// How many are at work now, and were at most.
  private final class Gauge: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }
    func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func leave() { counts.withLock { $0.now -= 1 } }
  }

  @Test(arguments: [1, 2, 7, 100])
  func `results come in the order they were asked for`(limit: Int) async throws {
    var numbers = (0..<60).makeIterator()
    var consumed: [Int] = []
    let gauge = Gauge()
    try await inOrder(limit: limit) {
      numbers.next()
    } work: { number in
      gauge.enter()
      for _ in 0..<((number * 7) % 11) { await Task.yield() }
      gauge.leave()
      return number
    } consume: {
      consumed.append($0)
    }
    #expect(consumed == Array(0..<60))
    #expect(gauge.most <= limit)
  }

  @Test func `no more results wait than the limit`() async throws {
    let gate = Mutex(false)
    var asked = 0
    var consumed = 0
    try await inOrder(limit: 4) {
      asked += 1
      #expect(asked - 1 - consumed < 4)
      return asked > 40 ? nil : asked
    } work: { number in
      // The first one is the last to be ready of those that may be asked for meanwhile.
      if number == 1 { for _ in 0..<200 { await Task.yield() } }
      gate.withLock { $0 = true }
      return number
    } consume: { _ in
      consumed += 1
    }
    #expect(consumed == 40)
  }

  /// The first is only ready when all others are consumed, so a loop that waited for it would never end.
  @Test func `nothing waits for a slow one where the order does not matter`() async throws {
    var numbers = (0..<50).makeIterator()
    let (others, done) = AsyncStream<Void>.makeStream()
    var consumed: [Int] = []
    try await asTheyCome(limit: 2) {
      numbers.next()
    } work: { number in
      if number == 0 { for await _ in others {} }
      return number
    } consume: {
      consumed.append($0)
      if consumed.count == 49 { done.finish() }
    }
    #expect(consumed == Array(1..<50) + [0])
  }

  @Test func `a slow one keeps others back only where too many would wait for it`() async throws {
    var numbers = (0..<50).makeIterator()
    let (others, done) = AsyncStream<Void>.makeStream()
    let finished = Mutex(0)
    var consumed: [Int] = []
    try await inOrder(limit: 2, ahead: 50) {
      numbers.next()
    } work: { number in
      if number == 0 { for await _ in others {} }
      let count = finished.withLock { count in
        count += 1
        return count
      }
      if count == 49 { done.finish() }
      return number
    } consume: {
      consumed.append($0)
    }
    #expect(consumed == Array(0..<50))
  }

  @Test func `only one is at work where there is no room`() async throws {
    var numbers = (0..<20).makeIterator()
    let (gauge, room) = (Gauge(), Room(5))
    try await asTheyCome(limit: 9) {
      room.isLeft
    } next: { () -> Int? in
      room.take(10)
      return numbers.next()
    } work: { _ in
      defer { room.give(back: 10) }
      gauge.enter()
      await Task.yield()
      gauge.leave()
    } consume: {
    }
    #expect(gauge.most == 1)
  }

  @Test func `the first error ends it and cancels what is in flight`() async throws {
    let cancelled = Mutex(0)
    var numbers = (0...).makeIterator()
    var consumed: [Int] = []
    await #expect(throws: Broken(number: 2)) {
      try await inOrder(limit: 4) {
        numbers.next()
      } work: { number in
        if number < 2 { return number }
        if number == 2 { throw Broken(number: 2) }
        do { try await Task.sleep(for: .seconds(600)) } catch {
          cancelled.withLock { $0 += 1 }
          throw error
        }
        return number
      } consume: {
        consumed.append($0)
      }
    }
    #expect(consumed == Array(0..<consumed.count))
    #expect(cancelled.withLock { $0 } >= 1)
  }

  @Test func `errors of asking and of consuming end it too`() async {
    await #expect(throws: Broken(number: 0)) {
      try await inOrder(limit: 2) { () -> Int? in
        throw Broken(number: 0)
      } work: {
        $0
      } consume: { _ in
      }
    }
    var numbers = (0..<9).makeIterator()
    await #expect(throws: Broken(number: 5)) {
      try await inOrder(limit: 2) {
        numbers.next()
      } work: {
        $0
      } consume: {
        if $0 == 5 { throw Broken(number: 5) }
      }
    }
  }

  @Test(arguments: [1, 3, 50])
  func `each element is worked on once`(limit: Int) async throws {
    let seen = Mutex<[Int]>([])
    let gauge = Gauge()
    try await forEach(0..<20, limit: limit) { number in
      gauge.enter()
      await Task.yield()
      seen.withLock { $0.append(number) }
      gauge.leave()
    }
    #expect(seen.withLock { $0.sorted() } == Array(0..<20))
    #expect(gauge.most <= limit)
    await #expect(throws: Broken(number: 3)) {
      try await forEach(0..<20, limit: limit) { if $0 == 3 { throw Broken(number: 3) } }
    }
  }

  @Test func `an interruption is seen once a signal has come`() async throws {
    #expect(!Interruption().isRequested)
    let interruption = Interruption.listen()
    defer {
      signal(SIGTERM, SIG_DFL)
      signal(SIGINT, SIG_DFL)
    }
    #expect(!interruption.isRequested)
    kill(getpid(), SIGTERM)
    while !interruption.isRequested { try await Task.sleep(for: .milliseconds(1)) }
    #expect(!Interruption().isRequested)
  }
}
