/// One server, as the connectors see it: they ask, the client waits, retries and answers.
///
/// Copies share connections, limits and counters. When the last copy goes, the connections are closed.
package struct HTTPClient: Sendable {
  let server: ServerAddress
  let credential: Credential?
  let settings: HTTPSettings
  let engine: CurlEngine
  let limiter: Limiter
  let counters = HTTPCounters()
  let health = ServerHealth()
  let board: RequestBoard

  /// `base` is a whole http or https address, perhaps with a path prefix, without login, query or fragment.
  package init(
    base: String, credential: Credential? = nil, settings: HTTPSettings = HTTPSettings()
  ) throws(AddressError) {
    server = try ServerAddress(base)
    self.credential = credential
    self.settings = settings
    engine = CurlEngine(CurlSettings(settings))
    board = RequestBoard(elapsed: settings.waiting.elapsed)
    limiter = Limiter(
      most: settings.connections, share: settings.share, learned: settings.learned, waiting: settings.waiting)
  }

  /// Scheme, host, port and path prefix, without a slash at the end: "https://rt.example.com/rt".
  package var base: String { server.text }

  package var statistics: HTTPStatistics {
    var statistics = counters.snapshot
    statistics.traffic = engine.traffic
    statistics.waits = board.times
    return statistics
  }

  /// What it has found out about the server's limits, for the next run.
  package var learned: LearnedLimits { limiter.learned }
  /// How many requests it sends at once as things stand; the others stand in line.
  package var atOnce: Int { limiter.atOnce }
  /// What keeps it from being faster, for people; nil when it is not the server.
  package var bottleneck: String? { limiter.bottleneck }

  /// A line for each request under way that says what it waits for, the oldest first.
  var waits: [String] { board.lines }
  /// How many requests have ended, well or not.
  var endedCount: Int { board.endedCount }

  /// Sends the request until there is an answer worth reading, or no hope of one; `RetryRule` says which.
  ///
  /// Only here are secrets taken out: into the headers on the way out, and out of every message and refusal on the
  /// way back, whatever the server writes into its own.
  package func send(_ request: HTTPRequest) async throws(RequestError) -> HTTPResponse {
    let secrets = RequestSecrets(credential, request.headers)
    let place = board.begin(request.subject)
    defer { place.end() }
    do throws(RequestError) {
      return try await RequestSending(client: self, request: request, secrets: secrets, place: place).run()
    } catch {
      throw error.redacting(secrets.redactor)
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
