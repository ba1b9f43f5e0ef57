import MigrationKit

/// What stands between the words of a migration and what a Redmine server has: pure, from the catalog alone.
struct RedmineCheck {
  let catalog: RedmineCatalog
  let vocabulary: Vocabulary
  /// The marker field's name.
  let marker: String
  /// The field for the date of creation.
  var created: String?

  /// Each a sentence with the cause and what to do.
  var faults: [String] {
    markerFaults + projectFaults + wordFaults + fieldFaults + requiredFaults + loginFaults + languageFaults
  }

  // MARK: Marker

  private var markerFaults: [String] {
    guard let field = catalog.fields[marker] else {
      return [
        "there is no custom field \"\(marker)\" for issues\(nearest(marker, catalog.fields.keys)); make one in "
          + "Administration, Custom fields, Issues (format Integer, \"Used as a filter\", for all projects and "
          + "trackers), or name an existing one in target.marker"
      ]
    }
    var faults: [String] = []
    if !["int", "string"].contains(field.format) || field.isMultiple {
      faults.append(
        "the marker field \"\(marker)\" has the format \(field.format)\(field.isMultiple ? " (multiple)" : ""); "
          + "it must be Integer or Text with one value")
    }
    if !field.isFilter {
      faults.append(
        "the marker field \"\(marker)\" is not \"Used as a filter\", so tickets could not be found again and would "
          + "be created twice; tick that box in Administration, Custom fields")
    }
    return faults + markerPlaces(field)
  }

  private func markerPlaces(_ field: RedmineCatalog.Field) -> [String] {
    let trackers = used(vocabulary.types).filter { name in
      catalog.trackers[name].map { !field.trackers.contains($0) } ?? false
    }
    let projects = catalog.projects.filter { $0.value.fields[field.id] == false }.map(\.key).sorted()
    return trackers.map {
      "the marker field \"\(marker)\" is not enabled for the tracker \"\($0)\"; enable it there"
    }
      + projects.map {
        "the marker field \"\(marker)\" is not enabled in the project \"\($0)\"; tick \"For all projects\""
      }
  }

  // MARK: Projects and their trackers

  private var projectFaults: [String] {
    vocabulary.queues.keys.sorted().flatMap { name -> [String] in
      guard let project = catalog.projects[name] else {
        return [
          "the project \"\(name)\" does not exist; create it, or name another identifier in mapping.queues"
        ]
      }
      if !project.isOpen {
        return ["the project \"\(name)\" is closed or archived; reopen it for the migration"]
      }
      if !project.modules.contains("issue_tracking") {
        return ["the project \"\(name)\" has no issue tracking; enable that module in the project's settings"]
      }
      return trackerFaults(name, project)
    }
  }

  /// Which type goes into which project is not known here: a fault where it must go wrong, else the ticket's own.
  private func trackerFaults(_ name: String, _ project: RedmineCatalog.Project) -> [String] {
    let known = used(vocabulary.types).compactMap { type in catalog.trackers[type].map { (type, $0) } }
    guard !known.isEmpty, !known.contains(where: { project.trackers.contains($0.1) }) else { return [] }
    let names = known.map { "\"\($0.0)\"" }.joined(separator: ", ")
    return [
      "the tracker \(names) is not enabled in the project \"\(name)\"; enable it in the project's settings"
    ]
  }

  // MARK: Words

  private var wordFaults: [String] {
    unknown("tracker", vocabulary.types, catalog.trackers.keys, "mapping.types")
      + unknown("status", vocabulary.states, catalog.statuses.keys, "mapping.states")
      + unknown("priority", vocabulary.priorities, catalog.priorities.keys, "mapping.priorities")
      + unknown("custom field", vocabulary.fields, catalog.fields.keys, "mapping.fields")
  }

  private func unknown(
    _ kind: String, _ words: [String: Int], _ known: some Collection<String>, _ place: String
  ) -> [String] {
    words.keys.filter { !known.contains($0) }.sorted().map { word in
      "there is no \(kind) \"\(word)\"\(nearest(word, known)); correct \(place) or add it in Redmine"
        + tickets(words[word])
    }
  }

  private var fieldFaults: [String] {
    vocabulary.fields.keys.sorted().flatMap { name -> [String] in
      guard let field = catalog.fields[name] else { return [] }
      if ["version", "attachment"].contains(field.format) {
        return [
          "the custom field \"\(name)\" has the format \(field.format), which cannot be filled; map it to \"text\""
        ]
      }
      return placesWithout(field).map { "the custom field \"\(name)\" is not enabled \($0); enable it there" }
    }
  }

  /// Fields that no ticket has a value for, and that are certain to be there for some.
  private var requiredFaults: [String] {
    let trackers = Set(used(vocabulary.types).compactMap { catalog.trackers[$0] })
    return catalog.fields.filter { name, field in
      field.isRequired && name != marker && name != created && vocabulary.fields[name] == nil
        && !field.trackers.isDisjoint(with: trackers)
        && catalog.projects.values.contains { $0.fields[field.id] == true }
    }.keys.sorted().map { name in
      "the custom field \"\(name)\" is required, and no field of the mapping fills it, so Redmine would refuse the "
        + "tickets; untick \"Required\" in Administration, Custom fields, or name it in mapping.fields"
    }
  }

  private func placesWithout(_ field: RedmineCatalog.Field) -> [String] {
    let trackers = used(vocabulary.types).compactMap { catalog.trackers[$0] }
    let isMissing = !trackers.isEmpty && field.trackers.isDisjoint(with: trackers)
    let projects = catalog.projects.values.compactMap { $0.fields[field.id] }
    let isNowhere = !projects.isEmpty && !projects.contains(true)
    return (isMissing ? ["for any tracker of the mapping"] : [])
      + (isNowhere ? ["in any project of the mapping"] : [])
  }

  // MARK: People

  private var loginFaults: [String] {
    let unknown = vocabulary.logins.keys.filter { catalog.user($0) == nil }.sorted().map { login in
      "there is no user \"\(login)\"\(nearest(login, catalog.users.keys)); create the account, or map the person to "
        + "another login or to \"text\" in mapping.people" + tickets(vocabulary.logins[login])
    }
    let locked = vocabulary.logins.keys.filter { catalog.user($0)?.isActive == false }.sorted().map { login in
      "the user \"\(login)\" is locked and can neither write nor own nor watch; unlock the account for the "
        + "migration, or map the person to \"text\" in mapping.people" + tickets(vocabulary.logins[login])
    }
    return unknown + locked + ownerFaults
  }

  private var ownerFaults: [String] {
    vocabulary.owners.keys.sorted().flatMap { queue -> [String] in
      guard let owners = vocabulary.owners[queue], catalog.projects[queue] != nil else { return [] }
      return owners.keys.sorted().compactMap { login in
        guard catalog.user(login)?.isActive == true,
          catalog.assignee(Person(name: login, login: login), in: queue) == nil
        else { return nil }
        return
          "issues of the project \"\(queue)\" cannot be assigned to \"\(login)\"; make them a member with a role "
          + "that issues can be assigned to" + tickets(owners[login])
      }
    }
  }

  private var languageFaults: [String] {
    catalog.speaksEnglish
      ? []
      : [
        "the key's account \"\(catalog.account.login)\" does not use English, so Redmine's error messages "
          + "would not be understood; set its language to English under My account"
      ]
  }

  private func used(_ words: [String: Int]) -> [String] { words.filter { $0.value > 0 }.keys.sorted() }

  private func tickets(_ count: Int?) -> String {
    guard let count, count > 0 else { return "" }
    return " (\(counted(count, "ticket")))"
  }

  private func nearest(_ word: String, _ known: some Sequence<String>) -> String {
    Spelling.nearest(to: word, in: known).map { " (did you mean \"\($0)\"?)" } ?? ""
  }
}
