import MigrationKit

/// The sources there are. Adding one is a case of `SourceSystem`; the compiler then names this place.
enum SourceRegistry {
  static func open(
    _ options: ExtractOptions, console: Console
  ) async throws -> (HTTPClient, any TicketSource) {
    let configuration = options.configuration
    switch configuration.source.system {
    case .requestTracker:
      let client = try HTTPClient(
        configuration.source.server, of: configuration, token: TokenHeader("Authorization", prefix: "token "),
        connections: options.jobs, console: console)
      let source = try await RequestTrackerSource.open(client: client, queues: options.queues)
      return (client, source)
    }
  }
}
