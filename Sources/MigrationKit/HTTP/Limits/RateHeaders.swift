import CCurl
import Foundation

/// How a server says how often it may be asked: `Retry-After` (RFC 9110), and the quota in the names that servers use:
/// `RateLimit-…`, `X-RateLimit-…`, `X-Rate-Limit-…`, or one field `RateLimit` with all of it (drafts of the IETF's
/// httpapi group: "limit=100, remaining=50, reset=30", later `"default";r=50;t=30`).
extension HTTPResponse {
  /// One request too many, and not carried out. 403 is also said for a used-up quota; the headers tell it from a missing
  /// right.
  var isThrottling: Bool {
    status == 429 || status == 403 && (header("Retry-After") != nil || quotaField(.remaining) == 0)
  }

  /// From `Retry-After` (seconds or a date) or the reset header of a used-up quota; nil without both.
  func requestedWait(_ now: Date) -> Duration? {
    let seconds =
      header("Retry-After").map { retryAfter($0.trimmingCharacters(in: .whitespaces), now) }
      ?? (quotaField(.remaining) == 0 ? quotaReset(now) : nil)
    // Zero or a time gone by is no advice: coming back at once would be answered in the same way.
    return seconds.flatMap { $0 > 0 ? .seconds($0) : nil }
  }

  /// What is left until the server resets it; nil when it does not say both.
  func quota(_ now: Date) -> Quota? {
    guard let remaining = quotaField(.remaining), let reset = quotaReset(now) else { return nil }
    return Quota(
      remaining: Self.whole(remaining), limit: quotaField(.limit).map(Self.whole),
      reset: .seconds(max(0, reset)))
  }

  /// Measured by the server's own clock where it sends one, since the two may differ.
  private func retryAfter(_ text: String, _ now: Date) -> Double? {
    if let seconds = Double(text), seconds.isFinite { return min(seconds, Self.longestSpan) }
    guard let end = httpDate(text) else { return nil }
    return end.timeIntervalSince(serverTime ?? now)
  }

  /// In seconds from now. Some send the seconds left, some the time since 1970, in seconds or milliseconds.
  private func quotaReset(_ now: Date) -> Double? {
    if let after = header("X-RateLimit-Reset-After").flatMap(Double.init), after.isFinite {
      return min(after, Self.longestSpan)
    }
    guard let reset = quotaField(.reset) else { return nil }
    let epoch = (serverTime ?? now).timeIntervalSince1970
    return switch reset {
    case 1e12...: reset / 1000 - epoch
    case 1e9..<1e12: reset - epoch
    default: min(reset, Self.longestSpan)
    }
  }

  private var serverTime: Date? { header("Date").flatMap(httpDate) }

  /// Ten years in seconds: longer than any wait that is waited.
  private static let longestSpan = 315_360_000.0

  private static func whole(_ number: Double) -> Int { Int(max(0, min(number, 1e9))) }

  private func quotaField(_ field: QuotaField) -> Double? {
    guard headers.contains(where: \.isOfLimit) else { return nil }
    let names = ["RateLimit-", "X-RateLimit-", "X-Rate-Limit-"].map { $0 + field.rawValue }
    let text = names.lazy.compactMap { header($0) }.first ?? header("RateLimit").flatMap(field.value)
    return text.flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }.flatMap { $0.isFinite ? $0 : nil }
  }
}

private enum QuotaField: String {
  case limit = "Limit"
  case remaining = "Remaining"
  case reset = "Reset"

  private var keys: [String] {
    switch self {
    case .limit: ["limit", "q"]
    case .remaining: ["remaining", "r"]
    case .reset: ["reset", "t"]
    }
  }

  /// Out of a field that holds all three.
  func value(in text: String) -> String? {
    let pairs = text.split { ",; ".contains($0) }.map { $0.split(separator: "=", maxSplits: 1) }
    return pairs.first { $0.count == 2 && keys.contains($0[0].lowercased()) }.map { String($0[1]) }
  }
}

extension HTTPHeader {
  /// Most answers have none of these, and it is seen without a look at each name for each of them.
  fileprivate var isOfLimit: Bool {
    let letters = name.utf8.lazy.prefix(6).map { $0 | 0x20 }
    return letters.elementsEqual("rateli".utf8) || letters.elementsEqual("x-rate".utf8)
  }
}

/// All three forms of a date in HTTP; nil for anything else.
private func httpDate(_ text: String) -> Date? {
  let seconds = curl_getdate(text, nil)
  return seconds < 0 ? nil : Date(timeIntervalSince1970: Double(seconds))
}
