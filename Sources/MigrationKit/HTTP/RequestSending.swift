import Foundation

/// One request on its way: attempt after attempt, until the rule is content or gives up.
struct RequestSending {
  let client: HTTPClient
  let request: HTTPRequest
  /// What answers must not repeat.
  let secrets: RequestSecrets
  /// Where it is written what the request waits for.
  let place: RequestBoard.Place

  private var waiting: Waiting { client.settings.waiting }

  /// A transfer that breaks off again and again, and brings at least this many bytes each time, comes to its end.
  private static let goodDeal = 1 << 20

  func run() async throws(RequestError) -> HTTPResponse {
    let transfer = try TransferRequest(request, to: client.server, with: client.credential?.header)
    var setbacks = Setbacks()
    var isRetry = false
    while true {
      let (result, grown) = try await attemptGoingOn(transfer, isRetry: isRetry)
      if grown >= Self.goodDeal { setbacks.forgetSilence() }
      let event = try RetryRule.Event(result.map { $0.hiding(secrets) }).judging(request)
      // Nearly always so; clocks and dice are for all others.
      if case .answered(let response) = event, response.isSuccess { return response }
      switch rule.verdict(on: event, &setbacks) {
      case .accept(let response): return response
      case .retry(let delay, let extent): try await wait(delay, extent, after: event)
      case .giveUp(let error): throw error
      }
      isRetry = true
    }
  }

  /// The rule as of now.
  private var rule: RetryRule {
    RetryRule(
      subject: request.subject, isRepeatable: request.isRepeatable, random: waiting.random(),
      now: waiting.now(), elapsed: waiting.elapsed(), lastAnswer: client.health.lastAnswer)
  }

  /// One attempt; a file continues where an earlier one broke off, or else begins again. Also by how much the file grew.
  private func attemptGoingOn(
    _ transfer: TransferRequest, isRetry: Bool
  ) async throws(RequestError) -> (TransferResult, grown: Int) {
    guard case .file(let path) = transfer.destination else {
      return (try await attempt(transfer, isRetry: isRetry), 0)
    }
    let half = try storing { () throws(FileError) in try HalfFile(transfer) }
    var result = try await attempt(transfer.continuing(half), isRetry: isRetry).map { $0.completing(half) }
    if half != nil, result.isMisfit {
      try storing { () throws(FileError) in try FileValidator.remove(beside: path) }
      result = try await attempt(transfer, isRetry: true)
    }
    let left = try storing { () throws(FileError) in try HalfFile(transfer) }
    return (result, (left?.byteCount ?? 0) - (half?.byteCount ?? 0))
  }

  private func attempt(
    _ transfer: TransferRequest, isRetry: Bool
  ) async throws(RequestError) -> TransferResult {
    let ended = await client.engine.onItsThread { await sendInTurn(transfer) }
    guard let (result, pass, pause) = ended else { throw .cancelled }
    if let pause { notePause(pause) }
    client.counters.count(transfer, result, secrets, isRetry: isRetry)
    if result.showsLife, client.health.noteAnswer(toRequestBegunAt: pass.begun) {
      client.settings.note("\(client.base) answers again")
    }
    return result
  }

  /// Waits for a place, sends, and gives the place to the next. Nil when the task is cancelled before.
  private func sendInTurn(_ transfer: TransferRequest) async -> (TransferResult, Limiter.Pass, Duration?)? {
    guard let pass = await client.limiter.enter(request.kind, place) else { return nil }
    place.waits(for: .answer)
    let result = await client.engine.perform(transfer)
    return (result, pass, client.limiter.leave(pass, result.ending(waiting.now())))
  }

  private func wait(
    _ delay: Duration, _ extent: RetryRule.Extent, after event: RetryRule.Event
  ) async throws(RequestError) {
    if case .everyRequest = extent {
      if client.limiter.pause(for: delay) { notePause(delay) }
      return
    }
    if case .outage(let end) = extent {
      if waiting.isOver() { throw .cancelled }
      try await lookForLife(until: end)
    }
    place.waits(for: .anotherTry(end: waiting.elapsed() + delay, after: event.summary))
    do { try await waiting.sleep(delay) } catch { throw .cancelled }
  }

  private func notePause(_ pause: Duration) {
    guard pause >= .seconds(1) else { return }
    client.settings.note("\(client.base) asked for a pause; continuing at \(waiting.time(in: pause))")
  }

  /// Asks for the start page, without the credential: when nothing else is under way, only then can an outage be told
  /// from a failing request.
  private func lookForLife(until end: Duration) async throws(RequestError) {
    let probe = try TransferRequest(HTTPRequest(.get, "/"), to: client.server, with: nil)
    if try await attempt(probe, isRetry: true).showsLife || !client.health.beginOutage() { return }
    let time = waiting.time(in: end - waiting.elapsed())
    client.settings.note("\(client.base) does not answer; trying again until \(time)")
  }
}

private func storing<Value>(_ work: () throws(FileError) -> Value) throws(RequestError) -> Value {
  do { return try work() } catch { throw .storage(error.description) }
}

extension RetryRule.Event {
  /// The same, with what was expected of the answer taken into account.
  fileprivate func judging(_ request: HTTPRequest) -> Self {
    guard request.expectsJSON, case .answered(let response) = self, response.isSuccess,
      (try? response.json()) == nil
    else { return self }
    return .garbled(response)
  }

  /// Faults that no rule can fix are thrown.
  fileprivate init(_ result: TransferResult) throws(RequestError) {
    switch result {
    case .success(let response): self = .answered(response)
    case .failure(.notSent(let reason, let isLasting)): self = .notSent(reason, isLasting: isLasting)
    case .failure(.lost(let reason)): self = .lost(reason)
    case .failure(.storage(let reason)): throw .storage(reason)
    case .failure(.tooLarge(let limit)): throw .tooLarge(limit: limit)
    case .failure(.misfit): self = .lost("the server sent a part of the file that does not match the rest")
    case .failure(.cancelled): throw .cancelled
    }
  }
}

extension TransferResult {
  fileprivate func ending(_ now: Date) -> Limiter.Ending {
    switch self {
    case .failure(.notSent), .failure(.cancelled), .failure(.storage): .unsent
    case .failure(.lost), .failure(.misfit): .troubled
    case .failure(.tooLarge): .answered(nil)
    case .success(let response):
      switch response.status {
      case 429: .refused(response.quota(now))
      case 403 where response.showsRateLimit: .refused(response.quota(now))
      case 408, 425, 500...: .troubled
      default: .answered(response.quota(now))
      }
    }
  }

  /// 416: the file is shorter than what is here of it.
  fileprivate var isMisfit: Bool {
    switch self {
    case .success(let response): response.status == 416
    case .failure(let fault): fault == .misfit
    }
  }

  /// A log-in page, a refusal or a page too long to be read: any of them is made by a server that works. That it is
  /// asked too often says nothing of how it would answer.
  fileprivate var showsLife: Bool {
    switch self {
    case .success(let response): response.status < 500 && ![408, 425, 429].contains(response.status)
    case .failure(let fault): if case .tooLarge = fault { true } else { false }
    }
  }
}
