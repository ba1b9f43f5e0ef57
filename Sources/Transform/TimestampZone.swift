import Foundation

extension Timestamp {
  /// The same moment as the clocks of a zone show it; nil: those of UTC. Years of more than four digits stay in UTC.
  func inZone(_ zone: TimeZone?) -> Timestamp {
    guard let zone, !isDay else { return self }
    let moment = secondsSince1970
    let offset = zone.minutesAhead(at: moment)
    let local = LocalSeconds(moment + 60 * offset)
    guard offset != 0, Self.days.contains(local.day) else { return self }
    return Timestamp(
      text: local.written(offset: offset), isMidnight: local.second == 0 || isFirstOfDay(moment, local, zone))
  }

  /// Where clocks are put forward at the end of a day the next one has no 00:00.
  private func isFirstOfDay(_ moment: Int, _ local: LocalSeconds, _ zone: TimeZone) -> Bool {
    guard local.second <= 3 * 3600 else { return false }
    let before = moment - 1
    return LocalSeconds(before + 60 * zone.minutesAhead(at: before)).day != local.day
  }

  /// From the year 1 to the year 9999.
  private static let days = -719_162...2_932_896

  private var secondsSince1970: Int {
    text.withBytes { digits in
      func number(_ start: Int, _ count: Int) -> Int {
        digits[start..<start + count].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      }
      let day = daysSince1970(year: number(0, 4), month: number(5, 2), day: number(8, 2))
      return ((day * 24 + number(11, 2)) * 60 + number(14, 2)) * 60 + number(17, 2)
    }
  }
}

extension TimeZone {
  /// Offsets had seconds before zones were agreed on; RFC 3339 has none.
  fileprivate func minutesAhead(at seconds: Int) -> Int {
    secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) / 60
  }
}

/// Seconds on the clocks of a place, counted from its 1970.
private struct LocalSeconds {
  let day: Int
  /// Of the day.
  let second: Int

  init(_ seconds: Int) {
    second = (seconds % 86_400 + 86_400) % 86_400
    day = (seconds - second) / 86_400
  }

  /// "2021-01-05T13:27:22+01:00".
  func written(offset: Int) -> String {
    let (year, month, dayOfMonth) = date(daysSince1970: day)
    let (hours, minutes) = (abs(offset) / 60, abs(offset) % 60)
    let pairs = [
      year / 100, year % 100, month, dayOfMonth, second / 3600, second / 60 % 60, second % 60, hours, minutes,
    ]
    let signs = Array((offset < 0 ? " --T::-: " : " --T::+: ").utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(25)
    for (pair, sign) in zip(pairs, signs) {
      bytes.append(UInt8(ascii: "0") + UInt8(pair / 10))
      bytes.append(UInt8(ascii: "0") + UInt8(pair % 10))
      if sign != UInt8(ascii: " ") { bytes.append(sign) }
    }
    return String(decoding: bytes, as: UTF8.self)
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
