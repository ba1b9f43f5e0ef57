import MigrationKit

/// `load check` for Redmine: asks the server once and says what must be fixed and what should be known.
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
    // Those whose accounts are to be made, or are locked again by now, are no fault of the mapping.
    let vocabulary = needs.vocabulary.without(logins: Set(needs.accounts.map(\.login)))
    let catalog = try await survey(vocabulary)
    let options = RedmineOptionsCheck(catalog: catalog, needs: needs)
    let check = RedmineCheck(
      catalog: catalog, vocabulary: vocabulary, marker: needs.marker, created: needs.created)
    let habits =
      needs.wantsHabits
      ? try await RedmineHabitsProbe(send: send).habits(of: catalog.bothered(by: vocabulary)) : [:]
    let notes = RedmineNotes(
      catalog: catalog, vocabulary: vocabulary, marker: needs.marker, created: needs.created, habits: habits)
    let links = RedmineLinkNotes(catalog: catalog, needs: needs)
    let inspection = TargetInspection(
      description: try description(catalog), instance: catalog.instance,
      faults: check.faults + options.faults, notes: notes.sentences + options.notes + links.sentences)
    return Findings(inspection: inspection, catalog: catalog)
  }

  private func survey(_ vocabulary: Vocabulary) async throws -> RedmineCatalog {
    var vocabulary = vocabulary
    if let created = needs.created { vocabulary.merge(Vocabulary(fields: [created: 0])) }
    return try await RedmineSurvey(vocabulary: vocabulary, marker: needs.marker, send: send).catalog()
  }

  private func description(_ catalog: RedmineCatalog) throws -> TargetDescription {
    TargetDescription(
      system: .redmine, product: "Redmine at \(base), as \(catalog.account.login)",
      fingerprint: "\(base) \(catalog.account.login) \(needs.marker)", url: base, marker: needs.marker,
      queues: catalog.titles,
      types: catalog.trackers.byNumber, states: catalog.statuses.mapValues(\.id).byNumber,
      priorities: catalog.priorities.byNumber, fields: catalog.fields.mapValues(\.id).byNumber,
      fieldsForSeveral: catalog.fields.filter(\.value.isMultiple).mapValues(\.id).byNumber,
      people: catalog.users.sorted { $0.key < $1.key }.map(\.value.account),
      activities: catalog.activities.byNumber, roles: catalog.roles.mapValues(\.id).byNumber,
      markup: catalog.settings.markup, largestFile: catalog.settings.largestFile, links: catalog.linkRules,
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
