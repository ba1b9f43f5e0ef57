import MigrationKit

/// `load check` for Redmine: asks the server once and says what must be mended and what should be known.
struct RedmineInspector: Sendable {
  let base: String
  let needs: TargetNeeds
  let send: RedmineTarget.Send

  struct Findings: Sendable {
    let inspection: TargetInspection
    let catalog: RedmineCatalog
  }

  /// Throws when nothing can be known: an unreachable server, a refused key, the API switched off, a key that is
  /// not an administrator's.
  func inspect() async throws -> Findings {
    let (vocabulary, marker) = (needs.vocabulary, needs.marker)
    var asked = vocabulary
    if let created = needs.created { asked.merge(Vocabulary(fields: [created: 0])) }
    let catalog = try await RedmineSurvey(vocabulary: asked, marker: marker, send: send).catalog()
    let inspection = TargetInspection(
      description: try description(catalog), instance: catalog.instance,
      faults: RedmineCheck(catalog: catalog, vocabulary: vocabulary, marker: marker).faults
        + RedmineOptionsCheck(catalog: catalog, needs: needs).faults,
      notes: RedmineNotes(catalog: catalog, vocabulary: vocabulary, marker: marker, created: needs.created)
        .sentences)
    return Findings(inspection: inspection, catalog: catalog)
  }

  private func description(_ catalog: RedmineCatalog) throws -> TargetDescription {
    TargetDescription(
      system: .redmine, product: "Redmine at \(base), as \(catalog.account.login)",
      fingerprint: "\(base) \(catalog.account.login) \(needs.marker)", url: base, marker: needs.marker,
      queues: catalog.titles,
      types: catalog.trackers.byNumber, states: catalog.statuses.mapValues(\.id).byNumber,
      priorities: catalog.priorities.byNumber, fields: catalog.fields.mapValues(\.id).byNumber,
      people: catalog.users.sorted { $0.key < $1.key }.map(\.value.account),
      activities: catalog.activities.byNumber, roles: catalog.roles.mapValues(\.id).byNumber,
      markup: catalog.settings.markup, largestFile: catalog.settings.largestFile,
      catalog: .source(try JSONDocument(catalog.json.bytes).root))
  }
}

extension [String: Int] {
  /// The names in the order of their numbers.
  fileprivate var byNumber: [String] { sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key) }
}

extension RedmineCatalog.User {
  fileprivate var account: TargetDescription.Account { .init(login: login, name: name, email: email) }
}
