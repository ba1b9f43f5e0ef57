import Synchronization

/// Passes on as many requests as its limit allows, and answers 429 to the others.
///
/// A class, because all requests use one limit.
package final class RateLimiting: WebApplication {
  private let application: any WebApplication
  private let limit: RateLimit
  private let headers: RateHeaders
  private let use: Mutex<RateUse>

  package init(_ application: any WebApplication, _ limit: RateLimit, _ headers: RateHeaders) {
    self.application = application
    self.limit = limit
    self.headers = headers
    use = Mutex(RateUse(limit))
  }

  package func respond(to request: WebRequest) -> WebResponse { answer(to: request).response }

  package func answer(to request: WebRequest) -> WebAnswer {
    let verdict = use.withLock { $0.verdict(at: .now) }
    let told = headers.headers(verdict, limit: limit.burst)
    let answer = verdict.isAllowed ? application.answer(to: request) : .now(.refusal)
    guard !told.isEmpty else { return answer }
    return answer.map { response in
      var response = response
      response.headers += told
      return response
    }
  }

  package func reception(of head: WebRequest) -> WebReception { application.reception(of: head) }
}

extension WebResponse {
  fileprivate static let refusal = WebResponse(
    status: 429, headers: [("Content-Type", "application/json")],
    body: Array("{\"errors\":[\"Too many requests\"]}".utf8))
}
