import Testing

@testable import MigrationKit

struct CourseTests {
  /// Ten tickets a second for a hundred seconds, each of so many requests.
  private func course(requests: Int) -> Course {
    var course = Course(total: 10_000, done: 0)
    for second in 1...100 {
      course.advance(by: 10, Effort(requests: 10 * requests, byteCount: 0), at: .seconds(second))
    }
    return course
  }

  @Test func `what is left is told by number as long as nothing else is known`() {
    #expect(
      course(requests: 3).line("tickets", at: .seconds(100)) == "1,000 of 10,000 tickets, 10.0/s, 15 min left"
    )
  }

  @Test func `what is left is told by what it costs once that is known`() {
    var course = course(requests: 3)
    course.expect(Effort(requests: 3000 + 600, byteCount: 30 * 512 * 1024 * 10))
    #expect(course.line("tickets", at: .seconds(100)) == "1,000 of 10,000 tickets, 10.0/s, 30 s left")
  }

  @Test func `the rate is that of the last two minutes`() {
    var course = course(requests: 1)
    for second in 101...400 { course.advance(by: 1, .none, at: .seconds(second)) }
    #expect(course.line("tickets", at: .seconds(400)).hasPrefix("1,300 of 10,000 tickets, 1.0/s, 2.4 h left"))
  }

  @Test func `what an earlier run has done counts for the total, and neither for the rate nor for the time`()
  {
    var course = Course(total: 10_000, done: 0)
    course.pass(3000, Effort(requests: 9000, byteCount: 0))
    for second in 1...100 { course.advance(by: 10, Effort(requests: 30, byteCount: 0), at: .seconds(second)) }
    #expect(course.line("tickets", at: .seconds(100)) == "4,000 of 10,000 tickets, 10.0/s, 10 min left")
    course.expect(Effort(requests: 9000 + 3000 + 600, byteCount: 0))
    #expect(course.line("tickets", at: .seconds(100)) == "4,000 of 10,000 tickets, 10.0/s, 20 s left")
  }

  @Test func `effort is requests and bytes`() {
    let effort = Effort(requests: 2, byteCount: 1024 * 1024) + Effort(requests: 1, byteCount: 0)
    #expect(effort == Effort(requests: 3, byteCount: 1024 * 1024))
    #expect(effort.units == 5)
  }
}
