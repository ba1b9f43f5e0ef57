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
    let seconds =
      header("Retry-After").map { retryAfter($0.trimmingCharacters(in: .whitespaces), now) }
      ?? quotaReset(now)
    // Zero or a time gone by is no advice: coming back at once would be answered in the same way.
    return seconds.flatMap { $0 > 0 ? .seconds($0) : nil }
  }

  /// Measured by the server's own clock where it sends one, since the two may differ.
  private func retryAfter(_ text: String, _ now: Date) -> Double? {
    if let seconds = Double(text), seconds.isFinite { return min(seconds, Self.longestSpan) }
    guard let end = httpDate(text) else { return nil }
    return end.timeIntervalSince(header("Date").flatMap(httpDate) ?? now)
  }

  /// Some send the seconds left, some the time since 1970.
  private func quotaReset(_ now: Date) -> Double? {
    guard rateLimit("Remaining") == 0, let reset = rateLimit("Reset").map(Double.init) else { return nil }
    return min(reset > 1_000_000_000 ? reset - now.timeIntervalSince1970 : reset, Self.longestSpan)
  }

  /// Ten years in seconds: longer than any wait that is waited.
  private static let longestSpan = 315_360_000.0

  private func rateLimit(_ name: String) -> Int? {
    (header("RateLimit-\(name)") ?? header("X-RateLimit-\(name)")).flatMap(Int.init)
  }
}

/// All three forms of a date in HTTP; nil for anything else.
private func httpDate(_ text: String) -> Date? {
  let seconds = curl_getdate(text, nil)
  return seconds < 0 ? nil : Date(timeIntervalSince1970: Double(seconds))
}
