import Foundation

/// "20 s", "0.5 s".
package func seconds(_ duration: Duration) -> String { String(format: "%g s", duration / .seconds(1)) }

/// "20000" as "20,000".
package func grouped(_ number: Int) -> String {
  var digits = String(number)
  var index = digits.endIndex
  while digits.distance(from: digits.startIndex, to: index) > 3 {
    index = digits.index(index, offsetBy: -3)
    digits.insert(",", at: index)
  }
  return digits
}

/// "1 ticket", "2,000 tickets". The noun's plural is its own where it is given, else the noun with an s.
package func counted(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
}

/// "20 s", "7 min", "3.5 h".
func span(_ seconds: Double) -> String {
  switch seconds {
  case ..<90: "\(Int(seconds.rounded(.up))) s"
  case ..<5400: "\(Int((seconds / 60).rounded(.up))) min"
  default: String(format: "%.1f h", seconds / 3600)
  }
}

/// "05:07", by this machine's time zone.
func clock(_ date: Date) -> String {
  let parts = Calendar.current.dateComponents([.hour, .minute], from: date)
  return String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
}

/// "43/s", "0.8/s".
func perSecond(_ rate: Double) -> String {
  String(format: rate < 10 ? "%.1f/s" : "%.0f/s", rate)
}
