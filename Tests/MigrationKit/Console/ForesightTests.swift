import Synchronization
import Testing

@testable import MigrationKit

@Suite(.timeLimit(.minutes(5))) struct ForesightTests {
  private struct Broken: Error {}

  @Test(arguments: [1, 3, 100])
  func `answers come in order, and no more are asked for than was said`(depth: Int) async throws {
    let foresight = Foresight<Int>(depth: depth)
    var (asked, answers) = (0, [Int]())
    func next() async throws -> Int? {
      try await foresight.next { () -> Foresight<Int>.Question? in
        guard asked < 20 else { return nil }
        asked += 1
        return { [asked] in asked }
      }
    }
    while let answer = try await next() {
      answers.append(answer)
      #expect(asked - answers.count < depth)
    }
    #expect(answers == Array(1...20))
  }

  /// Each question waits until as many are on their way.
  @Test func `they are on their way together`() async throws {
    let foresight = Foresight<Void>(depth: 5)
    let gate = Gate(5)
    var asked = 0
    while true {
      let answer: Void? = try await foresight.next { () -> Foresight<Void>.Question? in
        asked += 1
        guard asked <= 5 else { return nil }
        return { await gate.pass() }
      }
      if answer == nil { break }
    }
    #expect(asked > 5)
  }

  @Test func `a failed question fails where its answer is asked for`() async throws {
    let foresight = Foresight<Int>(depth: 3)
    var questions: [Foresight<Int>.Question] = [{ 1 }, { throw Broken() }]
    let next = { () -> Foresight<Int>.Question? in questions.isEmpty ? nil : questions.removeFirst() }
    #expect(try await foresight.next(next) == 1)
    await #expect(throws: Broken.self) { try await foresight.next(next) }
  }

  @Test func `what nobody will ask for any more is cancelled`() async throws {
    let (cancelled, ended) = AsyncStream<Void>.makeStream()
    var foresight: Foresight<Int>? = Foresight(depth: 2)
    var questions: [Foresight<Int>.Question] = [
      { 1 },
      {
        do { try await Task.sleep(for: .seconds(600)) } catch { ended.finish() }
        return 2
      },
    ]
    #expect(try await foresight?.next { questions.isEmpty ? nil : questions.removeFirst() } == 1)
    foresight = nil
    for await _ in cancelled {}
  }
}
