import MigrationKit

/// A target that has been looked at: ready to be written to, or with the faults that forbid it.
struct TargetConnection: Sendable {
  let client: HTTPClient
  let target: any TicketTarget
  let reader: any TicketReader
  let inspection: TargetInspection
  /// Looks at the target again; nil where nothing can have changed.
  var renew: (@Sendable () async throws -> TargetConnection)?
}

/// The targets there are. Adding one is a case of `TargetSystem`; the compiler then names this place.
enum TargetRegistry {
  static func connect(_ options: LoadOptions, console: Console) async throws -> TargetConnection {
    let configuration = options.configuration
    let blobs = options.data.extracted.blobs
    switch configuration.target.system {
    case .redmine:
      let server = configuration.target.server
      let credential = try server.credential(
        token: TokenHeader("X-Redmine-API-Key"), in: configuration, console: console)
      let client = try server.client(
        credential, in: configuration, connections: options.jobs, console: console)
      return try await server.reaching {
        try await RedmineTarget.connect(
          client, options.needs(), blobs: blobs)
      }
    }
  }
}
