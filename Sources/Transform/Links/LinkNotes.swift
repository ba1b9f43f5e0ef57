import MigrationKit

/// What people should know of links that became lines of text for want of knowledge.
struct LinkNotes {
  let links: LinkDecisions
  let rules: LinkRules

  var sentences: [String] { [unknownStates, unknownCrossing].compactMap(\.self) }

  private var unknownStates: String? {
    guard links.hasParents, rules.closedStates == nil else { return nil }
    return """
      which statuses of the target are closed is unknown, and a closed parent accepts no open child: run load check, \
      then transform again
      """
  }

  private var unknownCrossing: String? {
    let relations = rules.relatesQueues == nil ? links.crossing.relations : 0
    let subtasks = rules.subtaskReach == nil ? links.crossing.subtasks : 0
    let count = relations + subtasks
    guard count > 0 else { return nil }
    let subject =
      count == 1
      ? "1 link leads from one project to another and becomes a line of text"
      : "\(grouped(count)) links lead from one project to another and become lines of text"
    return """
      \(subject), because it is unknown whether the target accepts such links: set target.crossProjectRelations and \
      target.crossProjectSubtasks, or run load check once the target has an issue; then transform again
      """
  }
}

extension LinkSummary {
  init(_ links: LinkDecisions, _ rules: LinkRules) {
    self.init()
    self.rules = rules
    crossingRelations = links.crossing.relations
    crossingSubtasks = links.crossing.subtasks
    lost = links.lossCounts
  }
}
