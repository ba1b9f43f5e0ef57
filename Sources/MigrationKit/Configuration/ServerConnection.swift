/// How a system wants its token: `Authorization: token …`, `X-Redmine-API-Key: …`.
package struct TokenHeader: Sendable {
  let name: String
  let prefix: String

  package init(_ name: String, prefix: String = "") {
    self.name = name
    self.prefix = prefix
  }
}

extension ServerConfiguration {
  /// Fetches the secret, and keeps it from ever being printed.
  package func credential(
    token: TokenHeader, in configuration: Configuration, console: Console
  ) throws -> Credential {
    switch login {
    case .token(let reference):
      let secret = try reference.resolve(in: configuration)
      console.hide(secret)
      return .header(name: token.name, prefix: token.prefix, secret)
    case .password(let user, let reference):
      let secret = try reference.resolve(in: configuration)
      console.hide(secret)
      console.hide(Secret("\(user):\(secret.reveal())"))
      return .basic(user: user, secret)
    }
  }

  /// A client for this server.
  /// - Parameter limits: where it is kept what earlier runs have found out about the server's limits.
  package func client(
    _ credential: Credential, in configuration: Configuration, pace: PaceOptions, limits: LimitsFile,
    console: Console
  ) throws -> HTTPClient {
    let authority = certificateAuthority.map(configuration.resolve)
    if let authority, !Disk.exists(authority) {
      throw StageError("ca: there is no file \(authority)", exitCode: .usage)
    }
    var settings = HTTPSettings(
      certificateAuthority: authority, idleTimeout: timeout, connections: pace.jobs,
      userAgent: "ticketferry/\(Stage.version)", note: { console.note($0) })
    settings.share = pace.share
    settings.learned = try limits.read()
    return try HTTPClient(base: url, credential: credential, settings: settings)
  }

  /// Runs what talks to this server for the first time; a fault then names the server, and a refused login where
  /// its secret comes from.
  package func reaching<Value>(_ talk: () async throws -> Value) async throws -> Value {
    do {
      return try await talk()
    } catch RequestError.unauthorized {
      throw StageError(
        "\(url) refused the login (401); check that the secret in \(secretPlace) is right and still valid",
        exitCode: .loginRefused)
    } catch let error as RequestError {
      throw StageError("\(url): \(error)", exitCode: error.exitCode)
    }
  }

  private var secretPlace: String {
    switch login {
    case .token(let reference), .password(_, let reference): reference.place
    }
  }
}
