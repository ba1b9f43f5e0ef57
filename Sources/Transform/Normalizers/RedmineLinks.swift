import MigrationKit

/// The links of an issue as it lists them.
enum RedmineLinks {
  static func all(of issue: JSONNode, _ ticket: SourceID<Ticket>) -> [SourceLink] {
    let rows =
      [issue["parent"]].compactMap { $0 }.map { ($0, "parent") }
      + (issue["children"]?.elements ?? []).map { ($0, "child") }
      + (issue["relations"]?.elements ?? []).map { ($0, "relation") }
    return rows.compactMap { link($0, kind: $1, of: ticket) }
  }

  /// Nil for a kind that is not known.
  static func link(_ node: JSONNode, kind: String, of ticket: SourceID<Ticket>) -> SourceLink? {
    switch kind {
    case "parent": SourceLink(relation: .parent, end: .ticket(SourceID(node.word("id"))))
    case "child": SourceLink(relation: .child, end: .ticket(SourceID(node.word("id"))))
    default: relation(node, of: ticket)
    }
  }

  /// A relation is written once, from one issue to the other, and shown at both.
  private static func relation(_ node: JSONNode, of ticket: SourceID<Ticket>) -> SourceLink? {
    let (from, to) = (node.word("issue_id"), node.word("issue_to_id"))
    let isOwn = from == ticket.text
    guard let (own, others) = relations[node.word("relation_type")] else { return nil }
    return SourceLink(relation: isOwn ? own : others, end: .ticket(SourceID(isOwn ? to : from)))
  }

  /// By what Redmine calls them (`IssueRelation::TYPES`): from the first issue, and from the second.
  private static let relations: [String: (SourceLink.Relation, SourceLink.Relation)] = [
    "relates": (.refersTo, .refersTo), "blocks": (.blocks, .dependsOn),
    "duplicates": (.duplicates, .duplicatedBy),
    "precedes": (.precedes, .follows), "copied_to": (.copiedTo, .copiedFrom),
  ]
}
