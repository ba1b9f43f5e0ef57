import MigrationKit

/// Relations between issues: one a pair, whatever its type.
extension RedmineState {
  /// Stored one way only; the other word turns the pair around.
  private static let opposites = [
    "duplicated": "duplicates", "blocked": "blocks", "follows": "precedes", "copied_from": "copied_to",
  ]
  private static let types = ["relates", "duplicates", "blocks", "precedes", "copied_to"]

  func relations(of id: Int, visibleTo reader: Redmine.User?) -> [Redmine.Relation] {
    relations.rows(.issue(id)).filter { relation in
      issues[relation.fromID == id ? relation.toID : relation.fromID].map { isVisible($0, reader) }
        == true
    }
  }

  /// Reading the list takes the right to change it.
  func listRelations(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let issue = try issue(call)
    try demand(allows("manage_issue_relations", call.user, in: issue.projectID), call)
    return .answer(["relations": .array(relations(of: issue.id, visibleTo: call.user).map(Self.json))])
  }

  mutating func createRelation(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let issue = try issue(call)
    try demand(allows("manage_issue_relations", call.user, in: issue.projectID), call)
    guard let user = call.user else { throw refusal(nil) }
    let given = call.attributes("relation")
    let type = given.text("relation_type") ?? ""
    var relation = Redmine.Relation(
      id: 0, fromID: issue.id, toID: Int((given.text("issue_to_id") ?? "").drop { $0 == "#" }) ?? 0,
      type: type.isEmpty ? "relates" : type,
      delay: given.int("delay"))
    let errors = faults(relation, user)
    guard errors.isEmpty else { throw .invalid(errors) }
    relation = Self.normalized(relation)
    relation.id = nextID("relations")
    relations.add(relation)
    let moved = reschedule(after: relation)
    note(detail(relation, seenFrom: relation.fromID), on: relation.fromID, by: user)
    let follower = moved + [detail(relation, seenFrom: relation.toID)]
    addJournal(on: relation.toID, by: user, notes: "", follower)
    return .answer(["relation": Self.json(relation)], status: 201)
  }

  func showRelation(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    .answer(["relation": Self.json(try relation(call))])
  }

  mutating func deleteRelation(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    let relation = try relation(call)
    let projectIDs = [relation.fromID, relation.toID].compactMap { issues[$0]?.projectID }
    try demand(projectIDs.contains { allows("manage_issue_relations", call.user, in: $0) }, call)
    relations[relation.id] = nil
    guard let user = call.user else { return .done }
    for id in [relation.fromID, relation.toID] {
      let added = detail(relation, seenFrom: id)
      note(Redmine.Detail(property: "relation", name: added.name, old: added.new, new: nil), on: id, by: user)
    }
    return .done
  }

  static func json(_ relation: Redmine.Relation) -> JSONValue {
    [
      "id": .int(relation.id), "issue_id": .int(relation.fromID), "issue_to_id": .int(relation.toID),
      "relation_type": .string(relation.type), "delay": relation.delay.map { .int($0) } ?? .null,
    ]
  }

  private func relation(_ call: RedmineCall) throws(RedmineRefusal) -> Redmine.Relation {
    let id = try call.number()
    guard let relation = relations[id] else { throw .notFound }
    try demand(
      [relation.fromID, relation.toID].allSatisfy { issues[$0].map { isVisible($0, call.user) } == true },
      call)
    return relation
  }

  private static func normalized(_ relation: Redmine.Relation) -> Redmine.Relation {
    var relation = relation
    if let type = opposites[relation.type] {
      relation.type = type
      swap(&relation.fromID, &relation.toID)
    } else if relation.type == "relates", relation.fromID > relation.toID {
      swap(&relation.fromID, &relation.toID)
    }
    relation.delay = relation.type == "precedes" ? relation.delay ?? 0 : nil
    return relation
  }

  private func faults(_ relation: Redmine.Relation, _ user: Redmine.User) -> [String] {
    guard let from = issues[relation.fromID], let to = issues[relation.toID], isVisible(to, user) else {
      return ["Related issue cannot be blank"]
    }
    var errors: [String] = []
    if !Self.types.contains(relation.type), Self.opposites[relation.type] == nil {
      errors.append("Relation type is not included in the list")
    }
    if relations.rows(.issue(from.id)).contains(where: { $0.fromID == from.id && $0.toID == to.id }) {
      errors.append("Related issue has already been taken")
    }
    if from.id == to.id { errors.append("Related issue is invalid") }
    if from.projectID != to.projectID, !links.relates {
      errors.append("Related issue doesn't belong to the same project")
    }
    if isCircular(relation) { errors.append("This relation would create a circular dependency") }
    if ancestors(of: from).contains(where: { $0.id == to.id })
      || ancestors(of: to).contains(where: { $0.id == from.id })
    {
      errors.append("An issue cannot be linked to one of its subtasks")
    }
    return errors
  }

  /// Blocking and preceding must not come back to where they start; "relates" must not stand there turned
  /// around.
  private func isCircular(_ relation: Redmine.Relation) -> Bool {
    let stored = Self.normalized(relation)
    switch relation.type {
    case "relates":
      return relations.rows(.issue(relation.toID)).contains {
        $0.fromID == relation.toID && $0.toID == relation.fromID
      }
    case "blocks", "blocked", "precedes", "follows":
      return leads(stored.toID, to: stored.fromID, by: stored.type, seen: [])
    default: return false
    }
  }

  private func leads(_ start: Int, to end: Int, by type: String, seen: Set<Int>) -> Bool {
    guard start != end, !seen.contains(start) else { return start == end && !seen.isEmpty }
    return relations.rows(.issue(start)).contains {
      $0.type == type && $0.fromID == start && leads($0.toID, to: end, by: type, seen: seen.union([start]))
    }
  }

  private func detail(_ relation: Redmine.Relation, seenFrom id: Int) -> Redmine.Detail {
    let isForwards = relation.fromID == id
    let opposite = Self.opposites.first { $0.value == relation.type }?.key ?? relation.type
    return Redmine.Detail(
      property: "relation", name: isForwards ? relation.type : opposite, old: nil,
      new: String(isForwards ? relation.toID : relation.fromID))
  }

  /// What follows begins on a workday after the one before it ends, and lasts as long as it did. Returns what
  /// that changed.
  private mutating func reschedule(after relation: Redmine.Relation) -> [Redmine.Detail] {
    guard relation.type == "precedes", let first = issues[relation.fromID],
      var second = issues[relation.toID],
      !hasChildren(second), let end = (first.dueDate ?? first.startDate).flatMap(RedmineDay.init)
    else { return [] }
    let soonest = end.adding(workdays: 1 + (relation.delay ?? 0))
    let start = second.startDate.flatMap(RedmineDay.init)
    if let start, !(start < soonest) { return [] }
    let due = second.dueDate.flatMap(RedmineDay.init)
    let length = start.flatMap { start in due.map { start.workdays(until: $0) } } ?? 0
    second.startDate = soonest.text
    second.dueDate = soonest.adding(workdays: length).text
    second.lockVersion += 1
    let before = issues[second.id] ?? second
    issues.add(second)
    if let parentID = second.parentID { recalculate(parentID) }
    return details(from: before, to: second)
  }
}
