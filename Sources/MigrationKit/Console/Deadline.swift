import Foundation

/// When a stage is to be ready: `--finish-by 05:00`, the next time it is five.
package struct Deadline: Sendable, Equatable {
  let date: Date

  init(date: Date) {
    self.date = date
  }

  /// - Parameter text: hours and minutes, by this machine's time zone.
  package init(_ text: String, after now: Date = Date(), in calendar: Calendar = .current) throws(UsageError)
  {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour),
      (0..<60).contains(minute),
      let date = calendar.nextDate(
        after: now, matching: DateComponents(hour: hour, minute: minute, second: 0), matchingPolicy: .nextTime
      )
    else { throw UsageError("--finish-by needs a time like 05:00, not \"\(text)\"") }
    self.date = date
  }
}

/// Warns when a stage will not be ready in time, and again when it has become a good deal worse or is well again.
struct DeadlineWatch {
  private let deadline: Deadline
  /// By how much it was late when this was last said; nil: it is thought to be in time.
  private var told: TimeInterval?

  /// What is this little is not said, and of a change only what is more: estimates sway.
  private static let slack = 10.0 * 60

  init(_ deadline: Deadline) {
    self.deadline = deadline
  }

  /// A sentence, when there is something new to say.
  mutating func sentence(end: Date, reason: String?) -> String? {
    let delay = end.timeIntervalSince(deadline.date)
    if delay <= 0 {
      defer { told = nil }
      return told == nil
        ? nil : "the run is on time again: it ends at \(clock(end)), before \(clock(deadline.date))"
    }
    guard delay >= (told ?? 0) + (told == nil ? 60 : Self.slack) else { return nil }
    told = delay
    let why = reason.map { "; limited by: \($0)" } ?? ""
    return
      "at this rate the run ends at \(clock(end)), \(span(delay)) later than \(clock(deadline.date))\(why)"
  }
}
