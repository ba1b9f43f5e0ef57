import Foundation

/// What becomes of a request: a response, now or later.
package enum WebAnswer: Sendable {
  case now(WebResponse)
  /// Asked for after so long, without a thread that waits.
  case later(Duration, @Sendable () -> WebAnswer)
  /// Found on a thread of its own, which may wait.
  case apart(@Sendable () -> WebAnswer)

  package func map(_ change: @escaping @Sendable (WebResponse) -> WebResponse) -> WebAnswer {
    switch self {
    case .now(let response): .now(change(response))
    case .later(let pause, let rest): .later(pause) { rest().map(change) }
    case .apart(let work): .apart { work().map(change) }
    }
  }

  /// The response that is there leaves after so long.
  package func held(_ pause: Duration) -> WebAnswer {
    switch self {
    case .now: .later(pause) { self }
    case .later(let earlier, let rest): .later(earlier) { rest().held(pause) }
    case .apart(let work): .apart { work().held(pause) }
    }
  }

  /// The response, waited for on this thread.
  package var response: WebResponse {
    switch self {
    case .now(let response): return response
    case .later(let pause, let rest):
      Thread.sleep(forTimeInterval: pause / .seconds(1))
      return rest().response
    case .apart(let work): return work().response
    }
  }
}

/// What answers requests: an imitation of one ticketing system. Called from its server's one thread, and from any.
package protocol WebApplication: Sendable {
  /// The response, when it takes no waiting.
  func respond(to request: WebRequest) -> WebResponse

  /// The same for a server, whose one thread must not wait.
  func answer(to request: WebRequest) -> WebAnswer

  /// Asked when a request's head is there, and its body not yet.
  func reception(of head: WebRequest) -> WebReception
}

extension WebApplication {
  package func answer(to request: WebRequest) -> WebAnswer { .now(respond(to: request)) }
  package func reception(of head: WebRequest) -> WebReception { .whole }
}
