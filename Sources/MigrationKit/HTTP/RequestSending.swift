import Foundation

/// One request on its way: attempt after attempt, until the rule is content or gives up.
struct RequestSending {
  let client: HTTPClient
  let request: HTTPRequest
  /// Where it goes at first.
  let peer: Peer
  let proof: Proof
  /// What answers must not repeat.
  let secrets: RequestSecrets
  /// Where it is written what the request waits for.
  let place: RequestBoard.Place

  /// What was sent last, to whom, and what came of it.
  struct Attempt {
    let transfer: TransferRequest
    let peer: Peer
    var result: TransferResult
  }

  private var waiting: Waiting { client.settings.waiting }

  /// A transfer that breaks off again and again, and brings at least this many bytes each time, comes to its end.
  private static let goodDeal = 1 << 20

  func run() async throws(RequestError) -> HTTPResponse {
    let transfer = try TransferRequest(request, to: peer, below: client.base, with: proof)
    var setbacks = Setbacks()
    var isRetry = false
    while true {
      let (attempt, grown) = try await attemptGoingOn(transfer, isRetry: isRetry)
      if grown >= Self.goodDeal { setbacks.forgetSilence() }
      let secrets = secrets(of: attempt.transfer)
      let event = try RetryRule.Event(attempt.result.map { $0.hiding(secrets) })
        .judging(request, attempt.transfer)
      // Nearly always so; clocks and dice are for all others.
      if case .answered(let response) = event, response.isSuccess { return response }
      switch rule(for: attempt.peer).verdict(on: event, &setbacks) {
      case .accept(let response): return response
      case .retry(let delay, let extent): try await wait(delay, extent, after: event, of: attempt)
      case .giveUp(let error): throw request.followsRedirect ? error.withoutQuery : error
      }
      isRetry = true
    }
  }

  private func secrets(of transfer: TransferRequest) -> RequestSecrets {
    transfer.isAnonymous ? secrets.adding(givenAddress: transfer.url) : secrets
  }

  /// The rule as of now.
  private func rule(for peer: Peer) -> RetryRule {
    RetryRule(
      subject: request.subject, isRepeatable: request.isRepeatable, random: waiting.random(),
      now: waiting.now(), elapsed: waiting.elapsed(), lastAnswer: peer.health.lastAnswer)
  }

  /// One attempt; a file continues where an earlier one broke off, or else begins again. Also by how much the file grew.
  private func attemptGoingOn(
    _ transfer: TransferRequest, isRetry: Bool
  ) async throws(RequestError) -> (Attempt, grown: Int) {
    guard case .file(let path) = transfer.destination else {
      return (try await attemptFollowing(transfer, isRetry: isRetry), 0)
    }
    let half = try storing { () throws(FileError) in try HalfFile(transfer) }
    var attempt = try await attemptFollowing(transfer.continuing(half), isRetry: isRetry)
    attempt.result = attempt.result.map { $0.completing(half) }
    if half != nil, attempt.result.isMisfit {
      try storing { () throws(FileError) in try FileValidator.remove(beside: path) }
      attempt = try await attemptFollowing(transfer, isRetry: true)
    }
    let left = try storing { () throws(FileError) in try HalfFile(transfer) }
    return (attempt, (left?.byteCount ?? 0) - (half?.byteCount ?? 0))
  }

  /// One attempt at one server.
  func attempt(
    _ transfer: TransferRequest, at peer: Peer, isRetry: Bool
  ) async throws(RequestError) -> Attempt {
    let ended = await client.engine.onItsThread { await sendInTurn(transfer, at: peer) }
    guard let (result, pass, pause) = ended else { throw .cancelled }
    if let pause { notePause(pause, by: peer) }
    client.counters.count(transfer, result, secrets(of: transfer), isRetry: isRetry)
    if result.showsLife, peer.health.noteAnswer(toRequestBegunAt: pass.begun) {
      client.settings.note("\(peer.name) answers again")
    }
    return Attempt(transfer: transfer, peer: peer, result: result)
  }

  /// Waits for a place, sends, and gives the place to the next. Nil when the task is cancelled before.
  private func sendInTurn(
    _ transfer: TransferRequest, at peer: Peer
  ) async -> (TransferResult, Limiter.Pass, Duration?)? {
    guard let pass = await peer.limiter.enter(request.kind, place) else { return nil }
    place.waits(for: .answer)
    let result = await client.engine.perform(transfer).map { $0.translating(client.settings.slowdowns) }
    return (result, pass, peer.limiter.leave(pass, result.ending(waiting.now())))
  }

  private func wait(
    _ delay: Duration, _ extent: RetryRule.Extent, after event: RetryRule.Event, of attempt: Attempt
  ) async throws(RequestError) {
    if case .everyRequest = extent {
      if attempt.peer.limiter.pause(for: delay) { notePause(delay, by: attempt.peer) }
      // Who was redirected waits before the first address is asked again, not with the second in hand.
      if attempt.transfer.firstURL == nil { return }
    }
    if case .outage(let end) = extent {
      if waiting.isOver() { throw .cancelled }
      try await lookForLife(of: attempt.peer, until: end)
    }
    place.waits(for: .anotherTry(end: waiting.elapsed() + delay, after: event.summary))
    do { try await waiting.sleep(delay) } catch { throw .cancelled }
  }

  private func notePause(_ pause: Duration, by peer: Peer) {
    guard pause >= .seconds(1) else { return }
    client.settings.note("\(peer.name) asked for a pause; continuing at \(waiting.time(in: pause))")
  }

  /// Asks for the start page, without the credential: when nothing else is under way, only then can an outage be told
  /// from a failing request.
  private func lookForLife(of peer: Peer, until end: Duration) async throws(RequestError) {
    if let address = peer.probe {
      let probe = try TransferRequest(HTTPRequest(.get, "/"), to: peer, below: address, with: .none)
      if try await attempt(probe, at: peer, isRetry: true).result.showsLife { return }
    }
    guard peer.health.beginOutage() else { return }
    let time = waiting.time(in: end - waiting.elapsed())
    client.settings.note("\(peer.name) does not answer; trying again until \(time)")
  }
}

private func storing<Value>(_ work: () throws(FileError) -> Value) throws(RequestError) -> Value {
  do { return try work() } catch { throw .storage(error.description) }
}

extension RetryRule.Event {
  /// The same, with what was expected of the answer taken into account.
  fileprivate func judging(_ request: HTTPRequest, _ transfer: TransferRequest) -> Self {
    guard case .answered(let response) = self else { return self }
    if response.isSuccess {
      return request.expectsJSON && (try? response.json()) == nil ? .garbled(response) : self
    }
    return transfer.isTurnedAway(by: response)
      ? .turnedAway(response, mayHeal: transfer.firstURL != nil) : self
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
      case 403 where response.isThrottling, 429: .refused(response.quota(now))
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
    case .success(let response):
      response.status < 500 && ![408, 425].contains(response.status) && !response.isThrottling
    case .failure(let fault): if case .tooLarge = fault { true } else { false }
    }
  }
}
