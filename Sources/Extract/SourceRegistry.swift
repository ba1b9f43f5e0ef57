import MigrationKit

/// The sources there are. Adding one is a case of `SourceSystem`; the compiler then names this place.
enum SourceRegistry {
  static func open(
    _ options: ExtractOptions, console: Console
  ) async throws -> (HTTPClient, any TicketSource) {
    let server = options.configuration.source.server
    switch options.configuration.source.system {
    case .requestTracker:
      let (client, credential) = try connect(
        options, token: TokenHeader("Authorization", prefix: "token "), console)
      let source = try await server.reaching {
        try await RequestTrackerSource.open(client: client, credential: credential, queues: options.queues)
      }
      return (client, source)
    case .redmine:
      let (client, _) = try connect(options, token: TokenHeader("X-Redmine-API-Key"), console)
      return (
        client,
        try await server.reaching { try await RedmineSource.open(client: client, projects: options.queues) }
      )
    }
  }

  private static func connect(
    _ options: ExtractOptions, token: TokenHeader, _ console: Console
  ) throws -> (HTTPClient, Credential) {
    let configuration = options.configuration
    let server = configuration.source.server
    let credential = try server.credential(token: token, in: configuration, console: console)
    let client = try server.client(
      credential, in: configuration, pace: options.pace, limits: options.limits, console: console)
    return (client, credential)
  }
}
