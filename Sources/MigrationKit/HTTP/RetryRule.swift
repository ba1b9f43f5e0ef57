import Foundation

/// Decides what follows from one attempt: take the answer, try again after a while, or give up.
///
/// A request that must not happen twice is sent again only where it is certain that it was not carried out.
struct RetryRule {
  enum Event: Sendable {
    /// `isLasting`: a fault that trying again cannot heal.
    case notSent(String, isLasting: Bool)
    /// At least a part of the request went out; no complete answer came back.
    case lost(String)
    case answered(HTTPResponse)
  }

  enum Verdict: Equatable {
    case accept(HTTPResponse)
    /// `pausesServer`: the server asks for it, so all other requests wait too.
    case retry(after: Duration, pausesServer: Bool)
    case giveUp(RequestError)
  }

  static let mostTries = 5
  /// Where the server itself says how long to wait, patience pays.
  static let mostAppointments = 30
  /// A server that asks for more is asking for another day.
  static let longestWait = Duration.seconds(3600)

  /// "GET /path", for the messages.
  let subject: String
  let isRepeatable: Bool
  /// With this one.
  let tries: Int
  /// From 0 up to 1: where in its range a wait falls.
  let random: Double
  let now: Date

  func verdict(on event: Event) -> Verdict {
    switch event {
    case .notSent(let reason, let isLasting):
      isLasting ? .giveUp(.notSent(reason)) : retry(orElse: .notSent(reason))
    case .lost(let reason):
      uncertain("\(subject): \(reason)", after: nil)
    case .answered(let response):
      verdict(on: response)
    }
  }

  private func verdict(on response: HTTPResponse) -> Verdict {
    switch response.status {
    case 408, 425, 429: throttled(response)
    case 403 where response.showsRateLimit: throttled(response)
    case 500 where !isRepeatable: .giveUp(.faulted(sentence(response)))
    case 500...: uncertain(sentence(response), after: response.requestedWait(now))
    case 401: .giveUp(.unauthorized)
    case 403: .giveUp(.forbidden(response.excerpt))
    case 300..<400: .giveUp(.redirected(to: response.header("Location") ?? "another address"))
    case 200..<300, 400..<500: .accept(response)
    default: uncertain(sentence(response), after: nil)
    }
  }

  /// The server did not begin: so everything may be sent again.
  private func throttled(_ response: HTTPResponse) -> Verdict {
    let error = RequestError.failed(sentence(response) + "; try again later, or with fewer --jobs")
    return retry(after: response.requestedWait(now), pausesServer: true, orElse: error)
  }

  /// The server may have carried it out.
  private func uncertain(_ reason: String, after wait: Duration?) -> Verdict {
    guard isRepeatable else { return .giveUp(.unknown(reason)) }
    return retry(after: wait, pausesServer: wait != nil, orElse: .failed("\(reason), in \(tries) tries"))
  }

  private func retry(after wait: Duration? = nil, pausesServer: Bool = false, orElse error: RequestError)
    -> Verdict
  {
    guard tries < (wait == nil ? Self.mostTries : Self.mostAppointments) else { return .giveUp(error) }
    guard let wait else { return .retry(after: backoff, pausesServer: pausesServer) }
    return wait > Self.longestWait ? .giveUp(error) : .retry(after: wait, pausesServer: pausesServer)
  }

  /// Anything up to 0.5 s, then up to 1 s, 2 s, 4 s, …: requests that failed together do not come back
  /// together.
  private var backoff: Duration {
    .milliseconds(Int(min(30_000, 500 * pow(2, Double(tries - 1))) * random))
  }

  private func sentence(_ response: HTTPResponse) -> String {
    let words = response.excerpt.trimmingCharacters(in: .whitespaces)
    return "\(subject): the server answered \(response.status)\(words.isEmpty ? "" : " (\(words))")"
  }
}
