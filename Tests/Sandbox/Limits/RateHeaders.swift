import Foundation

/// How answers tell of a limit; servers have as many ways as there are here.
package enum RateHeaders: String, CaseIterable, Sendable {
  /// Not at all.
  case none
  /// A refusal says `Retry-After` in whole seconds, rounded up.
  case retryAfter = "retry-after"
  /// The same as a moment.
  case retryDate = "retry-date"
  /// Every answer says `X-RateLimit-Limit`, `-Remaining` and `-Reset`, this in seconds.
  case xRateLimit = "x-ratelimit"
  /// The same, with `-Reset` in seconds since 1970.
  case xRateLimitEpoch = "x-ratelimit-epoch"
  /// The same as IETF's draft has it, version 03: `RateLimit-Limit` and so on.
  case rateLimit = "ratelimit"

  func headers(_ verdict: RateUse.Verdict, limit: Int, now: Date = .now) -> [(name: String, value: String)] {
    switch self {
    case .none: []
    case .retryAfter: verdict.isAllowed ? [] : [("Retry-After", String(verdict.untilNext.wholeSeconds))]
    case .retryDate: verdict.isAllowed ? [] : [("Retry-After", webDate(now.second(after: verdict.untilNext)))]
    case .xRateLimit: quota("X-RateLimit", verdict, limit, reset: verdict.untilFull.wholeSeconds)
    case .xRateLimitEpoch: quota("X-RateLimit", verdict, limit, reset: now.second(after: verdict.untilFull))
    case .rateLimit: quota("RateLimit", verdict, limit, reset: verdict.untilFull.wholeSeconds)
    }
  }

  private func quota(
    _ prefix: String, _ verdict: RateUse.Verdict, _ limit: Int, reset: Int
  ) -> [(name: String, value: String)] {
    [
      ("\(prefix)-Limit", String(limit)), ("\(prefix)-Remaining", String(verdict.remaining)),
      ("\(prefix)-Reset", String(reset)),
    ]
  }
}

extension Duration {
  /// Rounded up.
  fileprivate var wholeSeconds: Int { Int((self / .seconds(1)).rounded(.up)) }
}

extension Date {
  /// The first whole second, since 1970, that is not before so long from now.
  fileprivate func second(after pause: Duration) -> Int {
    Int((timeIntervalSince1970 + pause / .seconds(1)).rounded(.up))
  }
}

/// RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
private func webDate(_ seconds: Int) -> String {
  var moment = time_t(seconds)
  var parts = tm()
  gmtime_r(&moment, &parts)
  var text = [CChar](repeating: 0, count: 64)
  let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
  return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
}
