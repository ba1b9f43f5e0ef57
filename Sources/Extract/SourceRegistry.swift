import MigrationKit

/// The sources there are. Adding one is a case of `SourceSystem`; the compiler then names this place.
enum SourceRegistry {
  static func open(
    _ options: ExtractOptions, console: Console
  ) async throws -> (HTTPClient, any TicketSource) {
    let configuration = options.configuration
    switch configuration.source.system {
    case .requestTracker:
      let server = configuration.source.server
      let credential = try server.credential(
        token: TokenHeader("Authorization", prefix: "token "), in: configuration, console: console)
      let client = try server.client(
        credential, in: configuration, pace: options.pace, limits: options.limits, console: console)
      let source = try await server.reaching {
        try await RequestTrackerSource.open(client: client, credential: credential, queues: options.queues)
      }
      return (client, source)
    }
  }
}
