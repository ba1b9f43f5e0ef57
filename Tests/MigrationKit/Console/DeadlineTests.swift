import Foundation
import Testing

@testable import MigrationKit

struct DeadlineTests {
  private var calendar: Calendar {
    get throws {
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
      return calendar
    }
  }

  /// 2023-11-14, 22:13:20.
  private let evening = Date(timeIntervalSince1970: 1_700_000_000)

  @Test(arguments: [("23:00", 2800.0), ("22:13", 86_380), ("05:00", 24_400), ("5:00", 24_400), ("22:14", 40)])
  func `a time of day is the next one there is`(text: String, seconds: Double) throws {
    let deadline = try Deadline(text, after: evening, in: calendar)
    #expect(deadline.date.timeIntervalSince(evening) == seconds)
  }

  @Test(arguments: ["", "5", "24:00", "12:60", "noon", "05:00:00", "-1:30"])
  func `what is no time of day is refused`(text: String) throws {
    let calendar = try calendar
    #expect(throws: UsageError("--finish-by needs a time like 05:00, not \"\(text)\"")) {
      try Deadline(text, after: evening, in: calendar)
    }
  }

  @Test func `it is said once that it will be late, and again when that is much worse or over`() {
    var watch = DeadlineWatch(Deadline(date: evening))
    let told = [-60.0, 30, 600, 900, 1500, -5, -5, 120].map { delay in
      watch.sentence(end: evening + delay, reason: delay == 600 ? "--jobs 2" : nil) != nil
    }
    #expect(told == [false, false, true, false, true, true, false, true])
  }

  @Test func `the warning says by how much and why`() {
    var watch = DeadlineWatch(Deadline(date: evening))
    let sentence = watch.sentence(end: evening + 3600, reason: "server: 4.0/s at 2 writes at once")
    #expect(
      sentence == """
        at this rate the run ends at \(clock(evening + 3600)), 60 min later than \(clock(evening)); \
        limited by: server: 4.0/s at 2 writes at once
        """)
  }
}
