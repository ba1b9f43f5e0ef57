import Foundation

/// A day of the calendar that exists, written YYYY-MM-DD.
struct RedmineDay: Comparable {
  private let date: Date

  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let wanted = DateComponents(calendar: calendar, timeZone: .gmt, year: year, month: month, day: day)
    guard wanted.isValidDate, let date = wanted.date else { return nil }
    self.date = date
  }

  private init(_ date: Date) {
    self.date = date
  }

  var text: String { String(date.formatted(.iso8601).prefix(10)) }

  static func < (left: RedmineDay, right: RedmineDay) -> Bool { left.date < right.date }

  /// Saturday and Sunday are Redmine's days off.
  var isWorkday: Bool {
    // 1 January 1970 was a Thursday.
    let weekday = (Int(date.timeIntervalSince1970 / 86_400) + 4) % 7
    return weekday != 0 && weekday != 6
  }

  var next: RedmineDay { RedmineDay(date.addingTimeInterval(86_400)) }

  var nextWorkday: RedmineDay { isWorkday ? self : next.nextWorkday }

  func adding(workdays count: Int) -> RedmineDay {
    count > 0 ? next.nextWorkday.adding(workdays: count - 1) : nextWorkday
  }

  func workdays(until end: RedmineDay) -> Int {
    self < end ? (next.isWorkday ? 1 : 0) + next.workdays(until: end) : 0
  }
}
