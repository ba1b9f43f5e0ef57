import Foundation

/// One server, as the connectors see it: they ask, the client waits, retries and answers.
///
/// Copies share connections, pace and counters. When the last copy goes, the connections are closed.
package struct HTTPClient: Sendable {
  private let server: ServerAddress
  private let credential: Credential?
  private let settings: HTTPSettings
  private let engine: CurlEngine
  private let pace: Pace
  private let counters = HTTPCounters()
  private let health = ServerHealth()
  private let board: RequestBoard

  /// `base` is a whole http or https address, perhaps with a path prefix, without login, query or fragment.
  package init(
    base: String, credential: Credential? = nil, settings: HTTPSettings = HTTPSettings()
  ) throws(AddressError) {
    server = try ServerAddress(base)
    self.credential = credential
    self.settings = settings
    engine = CurlEngine(CurlSettings(settings))
    board = RequestBoard(elapsed: settings.waiting.elapsed)
    pace = Pace(slots: settings.connections, waiting: settings.waiting)
  }

  /// Scheme, host, port and path prefix, without a slash at the end: "https://rt.example.com/rt".
  package var base: String { server.text }

  package var statistics: HTTPStatistics { counters.snapshot }

  /// A line for each request under way that says what it waits for, the oldest first.
  var waits: [String] { board.lines }
  /// How many requests have ended, well or not.
  var endedCount: Int { board.endedCount }

  /// Sends the request until there is an answer worth reading, or no hope of one; `RetryRule` says which.
  ///
  /// Only here are secrets taken out: into the headers on the way out, and out of every message and refusal on the
  /// way back, whatever the server writes into its own.
  package func send(_ request: HTTPRequest) async throws(RequestError) -> HTTPResponse {
    let redactor = Redactor(secrets(in: request))
    let place = board.begin(request.subject)
    defer { place.end() }
    do throws(RequestError) {
      return try await sendUntilAnswered(request, redactor, place)
    } catch {
      throw error.redacting(redactor)
    }
  }

  private func sendUntilAnswered(
    _ request: HTTPRequest, _ redactor: Redactor, _ place: RequestBoard.Place
  ) async throws(RequestError) -> HTTPResponse {
    let transfer = try TransferRequest(request, to: server, with: credential?.header)
    var setbacks = Setbacks()
    var isRetry = false
    while true {
      let beginning = settings.waiting.elapsed()
      let (result, grown) = try await attemptGoingOn(transfer, place, isRetry: isRetry)
      if grown >= Self.goodDeal { setbacks.forgetSilence() }
      let event = try RetryRule.Event(result.map { $0.hiding(redactor) })
      switch rule(for: request).verdict(on: event, &setbacks) {
      case .accept(let response):
        noteAnswer(toRequestBegunAt: beginning)
        return response
      case .retry(let delay, let extent): try await wait(delay, extent, after: event, place)
      case .giveUp(let error): throw error
      }
      isRetry = true
    }
  }

  private func rule(for request: HTTPRequest) -> RetryRule {
    RetryRule(
      subject: request.subject, isRepeatable: request.isRepeatable,
      random: settings.waiting.random(), now: settings.waiting.now(), elapsed: settings.waiting.elapsed(),
      lastAnswer: health.lastAnswer)
  }

  /// A transfer that breaks off again and again, and brings so many bytes each time, comes to its end.
  private static let goodDeal = 1 << 20

  /// One attempt; a file goes on where an earlier one broke off, or else begins anew. Also by how much the file grew.
  private func attemptGoingOn(
    _ transfer: TransferRequest, _ place: RequestBoard.Place, isRetry: Bool
  ) async throws(RequestError) -> (TransferResult, grown: Int) {
    guard case .file(let path) = transfer.destination else {
      return (try await attempt(transfer, place, isRetry: isRetry), 0)
    }
    let half = try storing { () throws(FileError) in try HalfFile(transfer) }
    var result = try await attempt(transfer.continuing(half), place, isRetry: isRetry).map {
      $0.completing(half)
    }
    if half != nil, result.isMisfit {
      try storing { () throws(FileError) in try FileValidator.remove(beside: path) }
      result = try await attempt(transfer, place, isRetry: true)
    }
    let left = try storing { () throws(FileError) in try HalfFile(transfer) }
    return (result, (left?.byteCount ?? 0) - (half?.byteCount ?? 0))
  }

  private func attempt(
    _ transfer: TransferRequest, _ place: RequestBoard.Place, isRetry: Bool
  ) async throws(RequestError) -> TransferResult {
    guard await pace.enter(place) else { throw .cancelled }
    place.waits(for: .answer)
    let result = await engine.perform(transfer)
    await pace.leave()
    counters.count(transfer, result, isRetry: isRetry)
    return result
  }

  private func wait(
    _ delay: Duration, _ extent: RetryRule.Extent, after event: RetryRule.Event, _ place: RequestBoard.Place
  ) async throws(RequestError) {
    switch extent {
    case .everyRequest:
      if await pace.pause(for: delay), delay >= .seconds(1) {
        settings.note("\(base) asks for a pause; going on at \(settings.waiting.time(in: delay))")
      }
    case .outage(let end):
      try await lookForLife(until: end, place)
      try await sleep(delay, after: event, place)
    case .thisRequest:
      try await sleep(delay, after: event, place)
    }
  }

  private func sleep(
    _ delay: Duration, after event: RetryRule.Event, _ place: RequestBoard.Place
  ) async throws(RequestError) {
    place.waits(for: .anotherTry(end: settings.waiting.elapsed() + delay, after: event.summary))
    do { try await settings.waiting.sleep(delay) } catch { throw .cancelled }
  }

  private func noteAnswer(toRequestBegunAt beginning: Duration) {
    if health.noteAnswer(toRequestBegunAt: beginning) { settings.note("\(base) answers again") }
  }

  /// Asks for the start page, without the credential: when nothing else is under way, only so can an outage be told
  /// from a request that is ill.
  private func lookForLife(
    until end: Duration, _ place: RequestBoard.Place
  ) async throws(RequestError) {
    let beginning = settings.waiting.elapsed()
    let probe = try TransferRequest(HTTPRequest(.get, "/"), to: server, with: nil)
    if try await attempt(probe, place, isRetry: true).showsLife {
      noteAnswer(toRequestBegunAt: beginning)
    } else if health.beginOutage() {
      let time = settings.waiting.time(in: end - settings.waiting.elapsed())
      settings.note("\(base) does not answer; trying again until \(time)")
    }
  }

  private func secrets(in request: HTTPRequest) -> [String] {
    let values = request.headers.filter { ["cookie", "authorization"].contains($0.name.lowercased()) }.map(
      \.value)
    // "RT_SID=0123456789abcdef" and "token 0123456789abcdef" must not be known by their secret part either.
    let parts = values.flatMap { $0.split { ";= ".contains($0) } }.map(String.init).filter { $0.count >= 8 }
    return (credential?.secrets ?? []) + values + parts
  }
}

extension RetryRule.Event {
  /// Faults that no rule can mend are thrown.
  fileprivate init(_ result: TransferResult) throws(RequestError) {
    switch result {
    case .success(let response): self = .answered(response)
    case .failure(.notSent(let reason, let isLasting)): self = .notSent(reason, isLasting: isLasting)
    case .failure(.lost(let reason)): self = .lost(reason)
    case .failure(.storage(let reason)): throw .storage(reason)
    case .failure(.tooLarge(let limit)): throw .tooLarge(limit: limit)
    case .failure(.misfit): self = .lost("the server sent a part of the file that does not fit")
    case .failure(.cancelled): throw .cancelled
    }
  }
}

private func storing<Value>(_ work: () throws(FileError) -> Value) throws(RequestError) -> Value {
  do { return try work() } catch { throw .storage(error.description) }
}

extension TransferResult {
  /// 416: the file is shorter than what is here of it.
  fileprivate var isMisfit: Bool {
    switch self {
    case .success(let response): response.status == 416
    case .failure(let fault): fault == .misfit
    }
  }

  /// A log-in page, a refusal or a page too long to be read: any of them is made by a server that works.
  fileprivate var showsLife: Bool {
    switch self {
    case .success(let response): response.status < 500
    case .failure(.tooLarge): true
    case .failure: false
    }
  }
}

extension CurlSettings {
  fileprivate init(_ settings: HTTPSettings) {
    self.init(
      certificateAuthority: settings.certificateAuthority, connectTimeout: settings.connectTimeout,
      idleTimeout: settings.idleTimeout, longestIdleConnection: settings.longestIdleConnection,
      connections: settings.connections, userAgent: settings.userAgent)
  }
}

extension Credential {
  fileprivate var header: HTTPHeader {
    switch self {
    case .header(let name, let prefix, let secret): HTTPHeader(name, prefix + secret.reveal())
    case .basic(let user, let password):
      HTTPHeader("Authorization", "Basic " + basicToken(user, password))
    }
  }

  fileprivate var secrets: [String] {
    switch self {
    case .header(_, _, let secret): [secret.reveal()]
    case .basic(let user, let password): [basicToken(user, password), password.reveal()]
    }
  }
}

private func basicToken(_ user: String, _ password: Secret) -> String {
  Data("\(user):\(password.reveal())".utf8).base64EncodedString()
}
