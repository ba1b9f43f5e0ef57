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
    /// `pausesServer`: all other requests wait too.
    case retry(after: Duration, pausesServer: Bool)
    case giveUp(RequestError)
  }

  /// What keeps a request from its answer and may pass.
  enum Trouble: Hashable {
    /// 408, 425: the server did not begin with this request.
    case busy
    /// The server did not begin, because it is asked too often.
    case throttled
    /// Nothing was sent.
    case unreachable
    /// No answer came, or one of a gateway that got none.
    case silent
    /// The application fails with this request.
    case faulty
  }

  /// One row of the table below: setbacks are counted by it.
  struct Row: Hashable {
    let trouble: Trouble
    /// The server says how long to wait.
    let hasAppointment: Bool
  }

  /// How long a request goes on in one kind of trouble.
  enum Limit: Equatable {
    case tries(Int)
    case time(Duration)
  }

  static let longestBackoff = Duration.seconds(30)
  /// A server that asks for more is asking for another day.
  static let longestAppointment = Duration.seconds(3600)

  /// "GET /path", for the messages.
  let subject: String
  let isRepeatable: Bool
  /// From 0 up to 1: where in its range a wait falls.
  let random: Double
  let now: Date
  let elapsed: Duration

  func verdict(on event: Event, _ setbacks: inout Setbacks) -> Verdict {
    switch event {
    case .notSent(let reason, isLasting: true): .giveUp(.notSent(reason))
    case .notSent(let reason, isLasting: false): met(.unreachable, reason, &setbacks)
    case .lost(let reason): uncertain("\(subject): \(reason)", .silent, &setbacks)
    case .answered(let response): verdict(on: response, &setbacks)
    }
  }

  private func verdict(on response: HTTPResponse, _ setbacks: inout Setbacks) -> Verdict {
    let words = sentence(response)
    let wait = response.requestedWait(now)
    return switch response.status {
    case 200..<300: .accept(response)
    case 300..<400: .giveUp(.redirected(to: response.header("Location") ?? "another address"))
    case 401: .giveUp(.unauthorized)
    case 408, 425: met(.busy, words, after: wait, &setbacks)
    case 429: met(.throttled, words, after: wait, &setbacks)
    case 403 where response.showsRateLimit: met(.throttled, words, after: wait, &setbacks)
    case 403: .giveUp(.forbidden(response.excerpt))
    case 400..<500: .accept(response)
    case 500 where !isRepeatable: .giveUp(.faulted(words))
    case 502, 503, 504: uncertain(words, .silent, after: wait, &setbacks)
    default: uncertain(words, .faulty, after: wait, &setbacks)
    }
  }

  /// The limit of a row, and how a request that reaches it ends.
  private func end(of row: Row, _ words: String, _ tries: Int) -> (Limit, RequestError) {
    let failed = RequestError.failed("\(words), in \(tries) tries")
    let throttled = RequestError.throttled(words)
    return switch (row.trouble, row.hasAppointment) {
    case (.throttled, true): (.tries(30), throttled)
    case (.throttled, false): (.time(.seconds(15 * 60)), throttled)
    case (.unreachable, _): (.tries(5), .notSent(words))
    case (_, true): (.tries(30), failed)
    case (_, false): (.tries(5), failed)
    }
  }

  /// The server may have carried it out.
  private func uncertain(
    _ words: String, _ trouble: Trouble, after wait: Duration? = nil, _ setbacks: inout Setbacks
  ) -> Verdict {
    isRepeatable ? met(trouble, words, after: wait, &setbacks) : .giveUp(.unknown(words))
  }

  /// It was not carried out, or may be carried out twice.
  private func met(
    _ trouble: Trouble, _ words: String, after wait: Duration? = nil, _ setbacks: inout Setbacks
  ) -> Verdict {
    let row = Row(trouble: trouble, hasAppointment: wait != nil)
    let count = setbacks.add(row, at: elapsed)
    let (limit, error) = end(of: row, words, count.tries)
    if isReached(limit, count) || wait ?? .zero > Self.longestAppointment { return .giveUp(error) }
    let pausesServer = wait != nil || [.busy, .throttled].contains(trouble)
    return .retry(after: wait ?? backoff(count.tries), pausesServer: pausesServer)
  }

  private func isReached(_ limit: Limit, _ count: Setbacks.Count) -> Bool {
    switch limit {
    case .tries(let most): count.tries >= most
    case .time(let longest): elapsed - count.since >= longest
    }
  }

  /// Anything up to 0.5 s, then up to 1 s, 2 s, 4 s, …: requests that failed together do not come back
  /// together.
  private func backoff(_ tries: Int) -> Duration {
    let longest = min(.milliseconds(500) * pow(2, Double(min(tries, 20) - 1)), Self.longestBackoff)
    return .milliseconds(Int(longest / .milliseconds(1) * random))
  }

  private func sentence(_ response: HTTPResponse) -> String {
    let words = response.excerpt.trimmingCharacters(in: .whitespaces)
    return "\(subject): the server answered \(response.status)\(words.isEmpty ? "" : " (\(words))")"
  }
}
