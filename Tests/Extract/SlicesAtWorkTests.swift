import MigrationKit
import Testing

@testable import Extract

@Suite struct SlicesAtWorkTests {
  private func slice(byteCount: Int) -> ExtractedSlice {
    let record = SourceRecord(
      system: "shelf", id: "1", url: nil, data: ["text": .string(String(repeating: "x", count: byteCount))])
    return ExtractedSlice(
      slice: Slice(first: 1, last: 1, tickets: [1]),
      read: ReadSlice(contents: SliceContents(records: [record], foundCount: 1)))
  }

  private func begun(_ atWork: inout SlicesAtWork) -> Int {
    var count = 0
    while atWork.hasRoom {
      atWork.begin()
      count += 1
    }
    return count
  }

  @Test(arguments: [(1, 2), (16, 2), (32, 4), (64, 8)])
  func `few are begun as long as none has ended`(jobs: Int, expected: Int) {
    var atWork = SlicesAtWork(jobs: jobs)
    #expect(begun(&atWork) == expected)
  }

  @Test func `twice as many are begun as have ended in ten seconds`() {
    var atWork = SlicesAtWork(jobs: 32)
    let start = ContinuousClock.now
    #expect(begun(&atWork) == 4)
    for second in 1...4 { atWork.end(slice(byteCount: 10), at: start + .seconds(second)) }
    #expect(begun(&atWork) == 8)
    for second in 13...14 { atWork.end(slice(byteCount: 10), at: start + .seconds(second)) }
    #expect(begun(&atWork) == 0)
    for _ in 1...4 { atWork.end(slice(byteCount: 10), at: start + .seconds(40)) }
    #expect(begun(&atWork) == 6)
  }

  @Test func `large ones are begun one after the other`() {
    var atWork = SlicesAtWork(jobs: 32)
    for _ in 1...20 {
      atWork.begin()
      atWork.end(slice(byteCount: 12 << 20))
    }
    #expect(begun(&atWork) == 1)
  }
}
