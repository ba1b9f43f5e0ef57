import Foundation
import Testing

@testable import MigrationKit

struct RateHeadersTests {
  private let now = Date(timeIntervalSince1970: 1_700_000_000)

  @Test(
    arguments: [
      (["X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "30"], 7, 100, 30),
      (["x-ratelimit-remaining": "7", "x-ratelimit-reset": "1700000012"], 7, nil, 12),
      (["X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "1700000012000"], 7, nil, 12),
      (["X-Rate-Limit-Remaining": "7", "X-Rate-Limit-Reset": "15", "X-Rate-Limit-Limit": "60"], 7, 60, 15),
      (["RateLimit-Limit": "100", "RateLimit-Remaining": "7", "RateLimit-Reset": "15"], 7, 100, 15),
      (["RateLimit": "limit=100, remaining=7, reset=15"], 7, 100, 15),
      (["RateLimit": "\"default\";r=7;t=15", "RateLimit-Policy": "\"default\";q=100;w=60"], 7, nil, 15),
      (["X-RateLimit-Remaining": "7", "X-RateLimit-Reset-After": "1.5"], 7, nil, 1.5),
      (
        [
          "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "1700000112",
          "Date": "Tue, 14 Nov 2023 22:15:00 GMT",
        ], 7, nil, 12
      ),
    ] as [([String: String], Int, Int?, Double)])
  func `a quota is understood however it is written`(
    headers: [String: String], remaining: Int, limit: Int?, reset: Double
  ) {
    let response = HTTPResponse(status: 200, headers: headers.map { HTTPHeader($0.key, $0.value) })
    #expect(response.quota(now) == Quota(remaining: remaining, limit: limit, reset: .seconds(reset)))
  }

  @Test(
    arguments: [
      [:], ["X-RateLimit-Remaining": "7"], ["X-RateLimit-Reset": "7"],
      ["X-RateLimit-Remaining": "many", "X-RateLimit-Reset": "7"],
      ["X-RateLimit-Remaining": "nan", "X-RateLimit-Reset": "inf"],
    ] as [[String: String]])
  func `half a quota is none`(headers: [String: String]) {
    let response = HTTPResponse(status: 200, headers: headers.map { HTTPHeader($0.key, $0.value) })
    #expect(response.quota(now) == nil)
  }

  @Test(
    arguments: [
      (10, 60, 0.0, 3, false), (3, 60, 0.0, 3, true), (0, 2, 0.0, 0, false), (45, 60, 0.4, 5, true),
      (46, 60, 0.4, 5, false),
    ])
  func `what is left for us is used up before all is`(
    remaining: Int, reset: Int, reserve: Double, underWay: Int, isUsedUp: Bool
  ) {
    let quota = Quota(remaining: remaining, limit: 100, reset: .seconds(reset))
    #expect(quota.isUsedUp(reserve: reserve, underWay: underWay) == isUsedUp)
  }
}
