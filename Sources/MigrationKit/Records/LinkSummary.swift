/// What `transform` says of all links in its manifest: `load check` and `load plan` show it to people.
package struct LinkSummary: Sendable, Equatable {
  /// What the target was known to take when they were decided.
  package var rules = LinkRules()
  /// Links from one project to another, whether they are possible or not.
  package var crossingRelations = 0
  package var crossingSubtasks = 0
  /// Links that are lines of text at both their ends, by the reason.
  package var lost: [LinkLoss: Int] = [:]

  package init() {}

  package var hasCrossing: Bool { crossingRelations + crossingSubtasks > 0 }
}

extension LinkSummary: JSONRecord {
  package init(json: JSONNode) throws {
    rules = try json.record("rules") ?? LinkRules()
    let crossing = json["crossing"]
    crossingRelations = crossing?["relations"]?.int ?? 0
    crossingSubtasks = crossing?["subtasks"]?.int ?? 0
    for row in try json.list("in_text", { $0 }) {
      if let loss = LinkLoss(rawValue: try row.string("because")) { lost[loss] = try row.int("count") }
    }
  }

  package var json: JSONValue {
    [
      "crossing": ["relations": .int(crossingRelations), "subtasks": .int(crossingSubtasks)],
      "in_text": .array(
        LinkLoss.allCases.compactMap { loss in
          lost[loss].map { ["because": .string(loss.rawValue), "count": .int($0)] }
        }),
      "rules": rules.json,
    ]
  }
}
