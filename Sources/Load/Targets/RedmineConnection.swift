import MigrationKit

extension RedmineTarget {
  /// Looks at the server and gives what writes to it, what reads back, and what is to be said of it.
  static func connect(
    _ client: HTTPClient, _ needs: TargetNeeds, blobs: BlobStores
  ) async throws -> TargetConnection {
    // What is asked of the API is answered in JSON.
    let send: Send = { request in
      var request = request
      request.expectsJSON = request.method == .get && request.path.hasSuffix(".json")
      return try await client.send(request)
    }
    let findings = try await RedmineInspector(base: client.base, needs: needs, send: send).inspect()
    let catalog = findings.catalog
    return TargetConnection(
      client: client,
      target: RedmineTarget(
        base: client.base, needs: needs, catalog: catalog, blobPath: { blobs.path(of: $0) }, send: send),
      reader: RedmineReader(
        markerField: catalog.marker?.field ?? 0, logins: catalog.logins, projects: catalog.identifiers,
        choices: catalog.shownChoices, formats: catalog.fields.mapValues(\.format), send: send),
      inspection: findings.inspection, renew: { try await connect(client, needs, blobs: blobs) })
  }
}
