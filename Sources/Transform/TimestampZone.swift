import Foundation

extension Timestamp {
  /// The same moment as the clocks of a zone show it; nil: those of UTC. Years of more than four digits stay in UTC.
  func inZone(_ zone: TimeZone?) -> Timestamp {
    guard let zone else { return self }
    let offset = zone.minutesAhead(at: secondsSince1970)
    let local = secondsSince1970 + 60 * offset
    guard offset != 0, Self.days.contains(local.day) else { return self }
    return Timestamp(
      text: local.written + offset.writtenOffset,
      isMidnight: local.isStartOfDay || beginsDay(local, in: zone))
  }

  /// Where clocks are put forward at the end of a day the next one has no 00:00.
  private func beginsDay(_ local: Int, in zone: TimeZone) -> Bool {
    let before = secondsSince1970 - 1
    return (before + 60 * zone.minutesAhead(at: before)).day != local.day
  }

  /// From the year 1 to the year 9999.
  private static let days = -719_162...2_932_896

  private var secondsSince1970: Int {
    let digits = Array(text.utf8.prefix(19)).map { Int($0) - 0x30 }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    let day = daysSince1970(year: number(0..<4), month: number(5..<7), day: number(8..<10))
    return ((day * 24 + number(11..<13)) * 60 + number(14..<16)) * 60 + number(17..<19)
  }
}

extension TimeZone {
  /// Offsets had seconds before zones were agreed on; RFC 3339 has none.
  fileprivate func minutesAhead(at seconds: Int) -> Int {
    secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) / 60
  }
}

/// Seconds on the clock of a place, counted from its 1970.
extension Int {
  fileprivate var day: Int { (self - secondOfDay) / 86_400 }
  fileprivate var isStartOfDay: Bool { secondOfDay == 0 }
  private var secondOfDay: Int { (self % 86_400 + 86_400) % 86_400 }

  /// "2021-01-05T13:27:22".
  fileprivate var written: String {
    let (year, month, day) = date(daysSince1970: day)
    let (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
    return
      "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))T\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))"
  }

  /// Minutes as "+01:00".
  fileprivate var writtenOffset: String {
    "\(self < 0 ? "-" : "+")\((abs(self) / 60).padded(2)):\((abs(self) % 60).padded(2))"
  }

  private func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}

/// Howard Hinnant's `days_from_civil`: years begin in March, so that the day which some lack is the last.
private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
  let years = month > 2 ? year : year - 1
  let era = (years >= 0 ? years : years - 399) / 400
  let yearOfEra = years - era * 400
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// The inverse, `civil_from_days`.
private func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let month = (monthFromMarch + 2) % 12 + 1
  return (
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  )
}
