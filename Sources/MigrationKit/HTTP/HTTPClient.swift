/// One server, as the connectors see it: they ask, the client waits, retries and answers.
///
/// Copies share connections, limits and counters. When the last copy goes, the connections are closed.
package struct HTTPClient: Sendable {
  let server: ServerAddress
  let settings: HTTPSettings
  let engine: CurlEngine
  let counters = HTTPCounters()
  /// Those that a server redirects to and nobody has declared.
  let elsewhere: Peer
  private let own: Peer
  private let declared: [Peer]
  private let credential: Credential?
  private let proof: Proof
  let board: RequestBoard

  /// `base` is a whole http or https address, perhaps with a path prefix, without login, query or fragment.
  /// - Parameter hosts: where else requests may go; to no other.
  package init(
    base: String, credential: Credential? = nil, hosts: [DeclaredHost] = [],
    settings: HTTPSettings = HTTPSettings()
  ) throws(AddressError) {
    server = try ServerAddress(base)
    self.credential = credential
    self.settings = settings
    proof = credential?.proof ?? .none
    engine = CurlEngine(CurlSettings(settings))
    board = RequestBoard(elapsed: settings.waiting.elapsed)
    own = Peer(server, settings)
    declared = hosts.map { Peer($0, settings) }
    elsewhere = Peer(redirectedToFrom: server, settings)
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
  package var learned: LearnedLimits { own.limiter.learned }
  /// How many requests it sends at once as things stand; the others stand in line.
  package var atOnce: Int { own.limiter.atOnce }
  /// What keeps it from being faster, for people; nil when it is not the server.
  package var bottleneck: String? { own.limiter.bottleneck }

  /// A line for each request under way that says what it waits for, the oldest first.
  var waits: [String] { board.lines }
  /// How many requests have ended, well or not.
  var endedCount: Int { board.endedCount }

  /// Nil for one that is not declared.
  func peer(at origin: Origin) -> Peer? {
    origin == server.origin ? own : declared.first { $0.origin == origin }
  }

  private func peer(for request: HTTPRequest) throws(RequestError) -> Peer {
    guard let origin = request.origin else { return own }
    if let peer = peer(at: origin) { return peer }
    throw .failed(
      "\(request.subject): \(origin) is not declared as a host of \(base), so nothing was sent there; "
        + "declare it if it belongs to the ticketing system")
  }

  /// Sends the request until there is an answer worth reading, or no hope of one; `RetryRule` says which. Where the
  /// login is a session, that is begun and renewed as needed.
  package func send(_ request: HTTPRequest) async throws(RequestError) -> HTTPResponse {
    let peer = try peer(for: request)
    guard case .session(let session) = credential, peer.takesCredential else {
      return try await send(request, to: peer, with: peer.takesCredential ? proof : .none)
    }
    return try await session.sending(
      loggingInBy: { logIn async throws(RequestError) in
        try await send(logIn, to: try self.peer(for: logIn), with: .none)
      }
    ) { proof async throws(RequestError) in
      try await send(request, to: peer, with: proof)
    }
  }

  /// Only here are secrets taken out: into the headers on the way out, and out of every message and refusal on the
  /// way back, whatever the server writes into its own.
  private func send(
    _ request: HTTPRequest, to peer: Peer, with proof: Proof
  ) async throws(RequestError) -> HTTPResponse {
    let secrets = RequestSecrets(credential, request.headers)
    let place = board.begin(request.subject)
    defer { place.end() }
    do throws(RequestError) {
      let sending = RequestSending(
        client: self, request: request, peer: peer, proof: proof, secrets: secrets, place: place)
      return try await sending.run()
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
