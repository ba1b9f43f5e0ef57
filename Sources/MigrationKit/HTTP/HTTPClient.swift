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

  /// `base` is a whole http or https address, perhaps with a path prefix, without login, query or fragment.
  package init(
    base: String, credential: Credential? = nil, settings: HTTPSettings = HTTPSettings()
  ) throws(AddressError) {
    server = try ServerAddress(base)
    self.credential = credential
    self.settings = settings
    engine = CurlEngine(CurlSettings(settings))
    pace = Pace(slots: settings.connections, waiting: settings.waiting)
  }

  /// Scheme, host, port and path prefix, without a slash at the end: "https://rt.example.com/rt".
  package var base: String { server.text }

  package var statistics: HTTPStatistics { counters.snapshot }

  /// Sends the request until there is an answer worth reading, or no hope of one; `RetryRule` says which.
  ///
  /// Only here are secrets taken out: into the headers on the way out, and out of every message on the way
  /// back.
  package func send(_ request: HTTPRequest) async throws(RequestError) -> HTTPResponse {
    do throws(RequestError) {
      return try await sendUntilAnswered(request)
    } catch {
      throw error.redacting(secrets(in: request))
    }
  }

  private func sendUntilAnswered(_ request: HTTPRequest) async throws(RequestError) -> HTTPResponse {
    let transfer = try TransferRequest(request, to: server, with: credential?.header)
    var setbacks = Setbacks()
    var isRetry = false
    while true {
      let event = try RetryRule.Event(await attempt(transfer, isRetry: isRetry))
      switch rule(for: request).verdict(on: event, &setbacks) {
      case .accept(let response): return response
      case .retry(let delay, let pausesServer): try await wait(delay, pausesServer: pausesServer)
      case .giveUp(let error): throw error
      }
      isRetry = true
    }
  }

  private func rule(for request: HTTPRequest) -> RetryRule {
    RetryRule(
      subject: "\(request.method.rawValue) \(request.path)", isRepeatable: request.isRepeatable,
      random: settings.waiting.random(), now: settings.waiting.now(), elapsed: settings.waiting.elapsed())
  }

  private func attempt(_ transfer: TransferRequest, isRetry: Bool) async throws(RequestError)
    -> TransferResult
  {
    guard await pace.enter() else { throw .cancelled }
    let result = await engine.perform(transfer)
    await pace.leave()
    counters.count(transfer, result, isRetry: isRetry)
    return result
  }

  private func wait(_ delay: Duration, pausesServer: Bool) async throws(RequestError) {
    if pausesServer {
      let end = settings.waiting.now().addingTimeInterval(delay / .seconds(1))
      if await pace.pause(until: end), delay >= .seconds(1) {
        settings.note("\(base) asks for a pause; going on at \(end.formatted(.iso8601))")
      }
    } else {
      do { try await settings.waiting.sleep(delay) } catch { throw .cancelled }
    }
  }

  /// What must not be seen in a message, whatever the server writes into its own.
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
    case .failure(.cancelled): throw .cancelled
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
