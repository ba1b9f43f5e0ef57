import MigrationKit

/// `load check` for Redmine: asks the server once and says what must be mended and what should be known.
struct RedmineInspector: Sendable {
  let base: String
  let vocabulary: Vocabulary
  /// The name of the custom field that keeps the old id.
  let marker: String
  let send: RedmineTarget.Send

  struct Findings: Sendable {
    let inspection: TargetInspection
    let catalog: RedmineCatalog
  }

  /// Throws when nothing can be known: an unreachable server, a refused key, the API switched off, a key that is
  /// not an administrator's.
  func inspect() async throws -> Findings {
    let catalog = try await RedmineSurvey(vocabulary: vocabulary, marker: marker, send: send).catalog()
    let inspection = TargetInspection(
      product: "Redmine at \(base), as \(catalog.account.login)",
      fingerprint: "\(base) \(catalog.account.login) \(marker)", instance: catalog.instance,
      faults: RedmineCheck(catalog: catalog, vocabulary: vocabulary, marker: marker).faults,
      notes: RedmineNotes(catalog: catalog, vocabulary: vocabulary, marker: marker).sentences)
    return Findings(inspection: inspection, catalog: catalog)
  }
}
