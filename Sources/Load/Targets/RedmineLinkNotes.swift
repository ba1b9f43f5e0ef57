import MigrationKit

/// What Redmine's two settings for links between projects mean for this migration.
struct RedmineLinkNotes {
  let catalog: RedmineCatalog
  let needs: TargetNeeds

  static let relations = "Allow cross-project issue relations"
  static let subtasks = "Allow cross-project subtasks"
  static let place = "Administration, Settings, Issue tracking"

  /// As `transform` would take them now.
  private var rules: LinkRules { catalog.linkRules.with(needs.chosenLinks) }

  /// Only migrations into several projects have such links.
  var sentences: [String] {
    guard needs.vocabulary.queues.count > 1 else { return [] }
    guard let links = needs.links else {
      return [relationSetting, subtaskSetting].compactMap { $0.forecast() }
    }
    if let change = change(since: links) { return [change] }
    return [
      relationSetting.sentence(links.crossingRelations, lost: links.lost[.relationBetweenQueues]),
      subtaskSetting.sentence(links.crossingSubtasks, lost: links.lost[.subtaskBetweenQueues]),
    ].compactMap(\.self)
  }

  private struct Setting {
    let name: String
    /// "relations".
    let links: String
    /// How the configuration switches it on.
    let option: String
    /// What it is; nil where no page has shown it.
    let state: String?
    let allowsAll: Bool

    /// While nobody has counted the links.
    func forecast() -> String? {
      if allowsAll { return nil }
      guard let state else {
        return
          "the setting \"\(name)\" cannot be seen before there is an issue: until then \(links) between projects "
          + "become lines of text, unless target.\(option) is set"
      }
      return
        "\(links) between projects become lines of text where the setting \"\(name)\" does not allow them: it is \(state) "
        + "(\(RedmineLinkNotes.place))"
    }

    func sentence(_ count: Int, lost: Int?) -> String? {
      guard let lost else { return nil }
      let subject = "\(grouped(lost)) of \(grouped(count)) \(links) between projects are lines of text"
      guard let state else {
        return
          "\(subject), because no page shows the setting \"\(name)\" before there is an issue; if it is on, set "
          + "target.\(option) and run transform again"
      }
      return
        "\(subject), because the setting \"\(name)\" is \(state); to keep them, change it in \(RedmineLinkNotes.place), "
        + "then run load check and transform again"
    }
  }

  private var relationSetting: Setting {
    Setting(
      name: Self.relations, links: "relations", option: "crossProjectRelations: true",
      state: rules.relatesQueues.map { $0 ? "on" : "off" }, allowsAll: rules.relatesQueues == true)
  }

  private var subtaskSetting: Setting {
    let names: [SubtaskReach: String] = [
      .descendants: "\"With subprojects\"", .hierarchy: "\"With project hierarchy\"",
      .tree: "\"With project tree\"", .system: "\"With all projects\"",
    ]
    return Setting(
      name: Self.subtasks, links: "subtasks", option: "crossProjectSubtasks: \"system\"",
      state: rules.subtaskReach.map { names[$0] ?? "off" }, allowsAll: rules.subtaskReach == .system)
  }

  /// What was decided under other settings would be refused, or is put into text without need.
  private func change(since links: LinkSummary) -> String? {
    let (before, now) = (links.rules, rules)
    let isSame =
      (before.relatesQueues ?? false) == (now.relatesQueues ?? false)
      && (before.subtaskReach ?? .sameQueue) == (now.subtaskReach ?? .sameQueue)
    guard links.hasCrossing, !isSame else { return nil }
    return
      "the settings for links between projects have changed since the last transform: run transform again"
  }
}

extension RedmineCatalog {
  /// What it takes of links between issues (`IssueRelation#validate_issue_relation`, `Issue#validate_issue`,
  /// `Issue#valid_parent_project?`; read in 5.0.4 and tried).
  var linkRules: LinkRules {
    var rules = LinkRules()
    rules.closedStates = Set(statuses.filter(\.value.isClosed).keys)
    rules.relatesQueues = settings.relatesProjects
    rules.subtaskReach = settings.subtaskReach
    rules.parentQueues = parents
    return rules
  }
}
