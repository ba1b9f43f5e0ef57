import MigrationKit
import Testing

@testable import Extract

@Suite struct SlicesAtWorkTests {
  private func slice(_ number: Int = 1, byteCount: Int = 10) -> ExtractedSlice {
    let record = SourceRecord(
      system: "shelf", id: "\(number)", url: nil,
      data: ["text": .string(String(repeating: "x", count: byteCount))])
    return ExtractedSlice(
      slice: slice(number), read: ReadSlice(contents: SliceContents(records: [record], foundCount: 1)))
  }

  private func slice(_ number: Int) -> Slice { Slice(first: number, last: number, tickets: [number]) }

  private func begun(_ atWork: SlicesAtWork, from first: Int = 1) -> Int {
    var count = 0
    while atWork.hasRoom {
      atWork.begin(slice(first + count))
      count += 1
    }
    return count
  }

  @Test(arguments: [(1, 2), (16, 4), (32, 8)])
  func `few are begun as long as none has ended`(jobs: Int, expected: Int) {
    #expect(begun(SlicesAtWork(jobs: jobs)) == expected)
  }

  @Test func `twice as many are begun as have ended in ten seconds`() {
    let atWork = SlicesAtWork(jobs: 16)
    let start = ContinuousClock.now
    #expect(begun(atWork) == 4)
    for second in 1...4 { atWork.end(slice(second), at: start + .seconds(second)) }
    #expect(begun(atWork, from: 5) == 8)
    for second in 13...14 { atWork.end(slice(second - 8), at: start + .seconds(second)) }
    #expect(begun(atWork, from: 13) == 0)
    for number in 7...10 { atWork.end(slice(number), at: start + .seconds(40)) }
    #expect(begun(atWork, from: 13) == 6)
  }

  @Test func `large ones are read one after the other, and wait for their files beside each other`() {
    let atWork = SlicesAtWork(jobs: 400)
    for number in 1...20 {
      let large = slice(number, byteCount: 150_000)
      atWork.begin(large.slice)
      atWork.noteRead(large)
      atWork.end(large)
    }
    atWork.begin(Slice(first: 21, last: 120, tickets: Array(21...120)))
    #expect(!atWork.hasRoom)
    atWork.noteRead(slice(21, byteCount: 1_000_000))
    #expect(!atWork.hasRoom)
    for number in 1...20 { atWork.noteRead(slice(number, byteCount: 10)) }
    #expect(atWork.hasRoom)
  }
}
