import Foundation

/// Decides what follows from one attempt: take the answer, try again after a while, or give up.
///
/// A request that must not happen twice is sent again only where it is certain that it was not carried out.
struct RetryRule {
  static let mostTries = 5
  static let mostAppointments = 30
  static let longestBlip = Duration.seconds(10)
  static let longestOutage = Duration.seconds(10 * 60)
  static let longestThrottling = Duration.seconds(15 * 60)
  static let longestBackoff = Duration.seconds(30)
  /// A server that asks for more is asking for another day.
  static let longestAppointment = Duration.seconds(3600)
  /// A quota of a day, and an hour for clocks that differ.
  static let longestQuota = Duration.seconds(25 * 3600)

  /// "GET /path", for the messages.
  let subject: String
  let isRepeatable: Bool
  /// From 0 up to 1: where in its range a wait falls.
  let random: Double
  let now: Date
  let elapsed: Duration
  /// When the latest request began that this server answered well; nil when there was none.
  let lastAnswer: Duration?

  func verdict(on event: Event, _ setbacks: inout Setbacks) -> Verdict {
    switch event {
    case .notSent(let reason, isLasting: true): .giveUp(.notSent(reason))
    case .notSent(let reason, isLasting: false): met(.unreachable, reason, &setbacks)
    case .lost(let reason): uncertain("\(subject): \(reason)", .silent, &setbacks)
    case .answered(let response): verdict(on: response, &setbacks)
    case .garbled(let response): garbled(response, &setbacks)
    case .turnedAway(let response, mayHeal: true): met(.faulty, sentence(response), &setbacks)
    case .turnedAway(let response, mayHeal: false): .giveUp(.failed(sentence(response)))
    }
  }

  private func garbled(_ response: HTTPResponse, _ setbacks: inout Setbacks) -> Verdict {
    let verdict = met(.faulty, sentence(response), &setbacks)
    guard case .giveUp = verdict else { return verdict }
    return .giveUp(.notJSON(status: response.status, beginning: response.excerpt))
  }

  private func verdict(on response: HTTPResponse, _ setbacks: inout Setbacks) -> Verdict {
    // First of all, because words are made for every other answer, and nearly all are successes.
    if response.isSuccess { return .accept(response) }
    let words = sentence(response)
    let wait = response.requestedWait(now)
    return switch response.status {
    case 300..<400: .giveUp(.redirected(to: response.header("Location") ?? "another address"))
    case 401: .giveUp(.unauthorized)
    case 408, 425: met(.busy, words, after: wait, &setbacks)
    case 403 where response.isThrottling, 429: met(.throttled, words, after: wait, &setbacks)
    case 403: .giveUp(.forbidden(response.excerpt))
    case 400..<500: .accept(response)
    case 500 where !isRepeatable: .giveUp(.faulted(words))
    // 520 to 527 and 530 are Cloudflare's own, for a server behind it that does not answer.
    case 502, 503, 504, 520...527, 530: uncertain(words, .silent, after: wait, &setbacks)
    default: uncertain(words, .faulty, after: wait, &setbacks)
    }
  }

  /// The table: how long a request continues in a row, and how it ends then.
  ///
  /// What was never sent cannot be the cause of its own trouble, so for it it does not matter how others fare.
  private func end(of row: Row, _ words: String, _ tries: Int) -> (Limit, RequestError) {
    let failed = RequestError.failed("\(words), in \(tries) tries")
    let outage = RequestError.outage(words)
    let few = Limit.tries(row.hasAppointment ? Self.mostAppointments : Self.mostTries)
    let long = row.hasAppointment ? few : .time(Self.longestOutage)
    return switch (row.trouble, row.server) {
    case (.throttled, _): (row.hasAppointment ? few : .time(Self.longestThrottling), .throttled(words))
    case (.busy, _), (.faulty, _): (few, failed)
    case (.unreachable, .neverAnswered): (few, .notSent(words))
    case (.unreachable, _): (long, outage)
    case (.silent, .neverAnswered): (few, outage)
    // The first failure came before anybody could know how others fare.
    case (.silent, .answersOthers): (row.hasAppointment ? few : .tries(Self.mostTries - 1), failed)
    case (.silent, _): (long, outage)
    }
  }

  private func server(_ trouble: Trouble, _ setbacks: Setbacks) -> Server? {
    guard trouble == .unreachable || trouble == .silent else { return nil }
    guard let lastAnswer else { return .neverAnswered }
    return lastAnswer > setbacks.silentSince ?? elapsed ? .answersOthers : .answersNobody
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
    let row = Row(trouble: trouble, server: server(trouble, setbacks), hasAppointment: wait != nil)
    let count = setbacks.add(row, at: elapsed)
    let (limit, error) = end(of: row, words, setbacks.tries)
    let longest = trouble == .throttled ? Self.longestQuota : Self.longestAppointment
    if isReached(limit, count) || wait ?? .zero > longest { return .giveUp(error) }
    return .retry(after: wait ?? backoff(count.tries), extent(of: row, count, limit))
  }

  /// A few failures within seconds are no outage yet: a connection breaks now and then.
  private func extent(of row: Row, _ count: Setbacks.Count, _ limit: Limit) -> Extent {
    switch (limit, row.trouble) {
    case _ where row.hasAppointment: .everyRequest
    case (_, .busy), (_, .throttled): .everyRequest
    case (.time(let longest), _)
    where count.tries >= Self.mostTries || elapsed - count.since >= Self.longestBlip:
      .outage(until: count.since + longest)
    default: .thisRequest
    }
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
