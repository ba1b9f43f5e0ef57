/// How a system wants its token: `Authorization: token …`, `X-Redmine-API-Key: …`.
package struct TokenHeader: Sendable {
  let name: String
  let prefix: String

  package init(_ name: String, prefix: String = "") {
    self.name = name
    self.prefix = prefix
  }
}

extension HTTPClient {
  /// A client for a configured server. Fetches the secret and keeps it from ever being printed.
  package init(
    _ server: ServerConfiguration, of configuration: Configuration, token: TokenHeader, connections: Int,
    console: Console
  ) throws {
    let credential: Credential
    switch server.login {
    case .token(let reference):
      let secret = try reference.resolve(in: configuration)
      console.hide(secret)
      credential = .header(name: token.name, prefix: token.prefix, secret)
    case .password(let user, let reference):
      let secret = try reference.resolve(in: configuration)
      console.hide(secret)
      console.hide(Secret("\(user):\(secret.reveal())"))
      credential = .basic(user: user, secret)
    }
    let authority = server.certificateAuthority.map(configuration.resolve)
    if let authority, !Disk.exists(authority) {
      throw StageError("ca: there is no file \(authority)", exitCode: .usage)
    }
    try self.init(
      base: server.url, credential: credential,
      settings: HTTPSettings(
        certificateAuthority: authority, connections: connections, userAgent: "ticketferry/\(Stage.version)",
        note: { console.note($0) }))
  }
}
