import CCurl
import Foundation

/// How a server says that it is being asked too often.
extension HTTPResponse {
  /// 403 is also said for a used-up quota; these headers tell it from a missing right.
  var showsRateLimit: Bool {
    header("Retry-After") != nil || rateLimit("Remaining") == 0
  }

  /// From `Retry-After` (RFC 9110: seconds or a date) or the reset header of a used-up quota; nil without
  /// both.
  func requestedWait(_ now: Date) -> Duration? {
    if let text = header("Retry-After")?.trimmingCharacters(in: .whitespaces) {
      return Int(text).map { .seconds(max(0, min($0, .max / 4))) } ?? waitUntil(text, now)
    }
    guard rateLimit("Remaining") == 0, let reset = rateLimit("Reset") else { return nil }
    // Some send the seconds left, some the time since 1970.
    let seconds = reset > 1_000_000_000 ? Double(reset) - now.timeIntervalSince1970 : Double(reset)
    return .seconds(max(0, seconds))
  }

  /// Measured by the server's own clock where it sends one, since the two may differ.
  private func waitUntil(_ text: String, _ now: Date) -> Duration? {
    guard let end = httpDate(text) else { return nil }
    let start = header("Date").flatMap(httpDate) ?? now
    return .seconds(max(0, end.timeIntervalSince(start)))
  }

  private func rateLimit(_ name: String) -> Int? {
    (header("RateLimit-\(name)") ?? header("X-RateLimit-\(name)")).flatMap(Int.init)
  }
}

/// All three forms of a date in HTTP; nil for anything else.
private func httpDate(_ text: String) -> Date? {
  let seconds = curl_getdate(text, nil)
  return seconds < 0 ? nil : Date(timeIntervalSince1970: Double(seconds))
}
