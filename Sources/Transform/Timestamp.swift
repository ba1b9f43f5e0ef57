/// A moment as the records write it: RFC 3339 in UTC, `2021-01-05T12:27:22Z`, found to be a day of the calendar.
struct Timestamp: Equatable {
  /// As it was written.
  let text: String

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, hasShape(of: "0000-00-00T00:00:00", bytes.prefix(19)),
      isZulu(bytes.dropFirst(19)),
      isDay(year: number(bytes[0..<4]), month: number(bytes[5..<7]), day: number(bytes[8..<10])),
      number(bytes[11..<13]) < 24, number(bytes[14..<16]) < 60, number(bytes[17..<19]) <= 60
    else { return nil }
    self.text = text
  }

  /// "2021-01-05".
  var day: String { String(text.prefix(10)) }

  /// "2021-01-05 12:27 UTC".
  var readable: String { "\(day) \(text.dropFirst(11).prefix(5)) UTC" }

  /// Whether the day alone says as much.
  var isMidnight: Bool { text.dropFirst(11).hasPrefix("00:00:00") }

  /// Request Tracker's way to say that a date is not set.
  var isUnset: Bool { day == "1970-01-01" && isMidnight }
}

private func hasShape(of pattern: StaticString, _ bytes: ArraySlice<UInt8>) -> Bool {
  bytes.enumerated().allSatisfy { position, byte in
    let wanted = pattern.utf8Start[position]
    return wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted
  }
}

/// "Z", or a fraction of a second and "Z".
private func isZulu(_ rest: ArraySlice<UInt8>) -> Bool {
  guard rest.last == UInt8(ascii: "Z") else { return false }
  let fraction = rest.dropLast()
  return fraction.isEmpty
    || (fraction.count > 1 && fraction.first == UInt8(ascii: ".") && fraction.dropFirst().allSatisfy(isDigit))
}

private func isDay(year: Int, month: Int, day: Int) -> Bool {
  let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
}

private func number(_ digits: ArraySlice<UInt8>) -> Int {
  digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
