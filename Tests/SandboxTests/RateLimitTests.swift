import Foundation
import Testing

@testable import Sandbox

@Suite struct RateLimitTests {
  /// Asks at these tenths of a second, and tells which were allowed.
  private func allowed(_ tenths: [Int], burst: Int) -> [Bool] {
    let start = ContinuousClock.now
    var use = RateUse(RateLimit(interval: .milliseconds(100), burst: burst), from: start)
    return tenths.map { use.verdict(at: start + .milliseconds(100 * $0)).isAllowed }
  }

  @Test func `so many may come at once, and then one each interval`() {
    #expect(allowed([0, 0, 0, 0], burst: 3) == [true, true, true, false])
    #expect(allowed([0, 0, 0, 1, 1, 2], burst: 3) == [true, true, true, true, false, true])
    #expect(allowed([0, 9, 9], burst: 1) == [true, true, false])
  }

  @Test func `a refusal tells when the next may come, and when all may`() {
    let start = ContinuousClock.now
    var use = RateUse(RateLimit(interval: .seconds(2), burst: 2), from: start)
    #expect(use.verdict(at: start).remaining == 1)
    #expect(use.verdict(at: start).remaining == 0)
    let refusal = use.verdict(at: start + .milliseconds(500))
    #expect(!refusal.isAllowed)
    #expect(refusal.untilNext == .milliseconds(1500))
    #expect(refusal.untilFull == .milliseconds(3500))
  }

  @Test(arguments: [
    (RateHeaders.none, ""), (.retryAfter, "Retry-After: 2"),
    (.retryDate, "Retry-After: Tue, 14 Nov 2023 22:13:22 GMT"),
    (.xRateLimit, "X-RateLimit-Limit: 9, X-RateLimit-Remaining: 0, X-RateLimit-Reset: 4"),
    (.xRateLimitEpoch, "X-RateLimit-Limit: 9, X-RateLimit-Remaining: 0, X-RateLimit-Reset: 1700000004"),
    (.rateLimit, "RateLimit-Limit: 9, RateLimit-Remaining: 0, RateLimit-Reset: 4"),
  ])
  func `a limit is told in whole seconds, rounded up`(shape: RateHeaders, text: String) {
    let verdict = RateUse.Verdict(
      isAllowed: false, remaining: 0, untilNext: .milliseconds(1500), untilFull: .milliseconds(3500))
    let headers = shape.headers(verdict, limit: 9, now: Date(timeIntervalSince1970: 1_700_000_000))
    #expect(headers.map { "\($0.name): \($0.value)" }.joined(separator: ", ") == text)
  }

  @Test func `what is beyond the limit is answered 429 and not carried out`() {
    struct Echo: WebApplication {
      func respond(to request: WebRequest) -> WebResponse { WebResponse(status: 201) }
    }
    let limited = RateLimiting(Echo(), RateLimit(interval: .seconds(3600), burst: 2), .xRateLimit)
    let request = WebRequest(method: "GET", path: "/", query: [], headers: [], body: [])
    let answers = (1...3).map { _ in limited.respond(to: request) }
    #expect(answers.map(\.status) == [201, 201, 429])
    #expect(
      answers.map { $0.headers.first { $0.name == "X-RateLimit-Remaining" }?.value } == ["1", "0", "0"])
  }
}
