/// A moment as the records write it, found to be a day of the calendar: RFC 3339, in UTC (`2021-01-05T12:27:22Z`) as the
/// old system has it, or with the offset of the zone whose clocks show it (`2021-01-05T13:27:22+01:00`).
struct Timestamp: Equatable, Sendable {
  /// As it was written.
  let text: String
  /// Whether a day begins at this moment, so that the day alone says as much. Not all days begin at 00:00.
  let isMidnight: Bool
  /// It is a day of the calendar, wherever one is.
  var isDay = false

  /// - Parameter text: a day, "2021-01-05".
  init?(day: String) {
    self.init("\(day)T00:00:00Z")
    isDay = true
  }

  /// - Parameter text: a moment in UTC.
  init?(_ text: String) {
    var bytes = text
    guard bytes.withUTF8(isMoment) else { return nil }
    self.init(text: text, isMidnight: text.utf8.dropFirst(11).starts(with: "00:00:00".utf8))
  }

  init(text: String, isMidnight: Bool) {
    self.text = text
    self.isMidnight = isMidnight
  }

  /// "2021-01-05".
  var day: String { String(text.prefix(10)) }

  /// "2021-01-05 12:27 UTC", "2021-01-05 13:27 +01:00".
  var readable: String {
    if isDay { return day }
    let zone = text.hasSuffix("Z") ? "UTC" : String(text.suffix(6))
    return "\(day) \(text.dropFirst(11).prefix(5)) \(zone)"
  }

  /// Request Tracker's way to say that a date is not set.
  var isUnset: Bool { isMidnight && text.utf8.starts(with: "1970-01-01".utf8) }
}

private func isMoment(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  bytes.count >= 20 && hasShape(of: "0000-00-00T00:00:00", bytes.prefix(19)) && isZulu(bytes.dropFirst(19))
    && isDay(year: number(bytes[0..<4]), month: number(bytes[5..<7]), day: number(bytes[8..<10]))
    && number(bytes[11..<13]) < 24 && number(bytes[14..<16]) < 60 && number(bytes[17..<19]) <= 60
}

private func hasShape(of pattern: StaticString, _ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  bytes.enumerated().allSatisfy { position, byte in
    let wanted = pattern.utf8Start[position]
    return wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted
  }
}

/// "Z", or a fraction of a second and "Z".
private func isZulu(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  guard rest.last == UInt8(ascii: "Z") else { return false }
  let fraction = rest.dropLast()
  return fraction.isEmpty
    || (fraction.count > 1 && fraction.first == UInt8(ascii: ".") && fraction.dropFirst().allSatisfy(isDigit))
}

private func isDay(year: Int, month: Int, day: Int) -> Bool {
  let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let last =
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: isLeapYear ? 29 : 28
    default: 0
    }
  return day >= 1 && day <= last
}

private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
  digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
