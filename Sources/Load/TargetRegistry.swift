import MigrationKit

/// A target that has been looked at: ready to be written to, or with the faults that forbid it.
struct TargetConnection: Sendable {
  let client: HTTPClient
  var target: any TicketTarget
  let reader: any TicketReader
  let inspection: TargetInspection
  /// Looks at the target again; nil where nothing can have changed.
  var renew: (@Sendable () async throws -> TargetConnection)?
}

/// A target as it was when `load check` looked at it, for planning without a network.
struct PlannedTarget: Sendable {
  let description: TargetDescription
  let needs: TargetNeeds
  /// As it was when it was looked at.
  let present: any TicketTarget
  /// As it will be once the accounts are there that the mapping asks for.
  let target: any TicketTarget
  let forecaster: any TicketForecaster

  var abilities: Abilities { type(of: target).abilities }
}

/// The targets there are. Adding one is a case of `TargetSystem`; the compiler then names this place.
enum TargetRegistry {
  static func plan(_ options: LoadOptions, _ description: TargetDescription) throws -> PlannedTarget {
    let (needs, blobs) = (try options.needs(), options.data.blobs)
    switch description.system {
    case .redmine:
      let catalog = try RedmineCatalog(json: JSONDocument(description.catalog.bytes).root)
      let target = { (catalog: RedmineCatalog) in
        RedmineTarget(
          base: description.url, needs: needs, catalog: catalog, blobPath: { blobs.path(of: $0) },
          send: { _ in throw RequestError.notSent("a plan sends no requests") })
      }
      let expected = catalog.expecting(needs)
      return PlannedTarget(
        description: description, needs: needs, present: target(catalog), target: target(expected),
        forecaster: RedmineForecaster(catalog: expected, needs: needs))
    }
  }

  static func connect(_ options: LoadOptions, console: Console) async throws -> TargetConnection {
    let configuration = options.configuration
    let blobs = options.data.blobs
    switch configuration.target.system {
    case .redmine:
      let server = configuration.target.server
      let credential = try server.credential(
        token: TokenHeader("X-Redmine-API-Key"), in: configuration, console: console)
      let client = try server.client(
        credential, in: configuration, pace: options.pace, limits: options.limits, console: console)
      return try await server.reaching {
        try await RedmineTarget.connect(
          client, options.needs(), blobs: blobs)
      }
    }
  }
}
