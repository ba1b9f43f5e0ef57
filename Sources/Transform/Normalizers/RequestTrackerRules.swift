import MigrationKit

/// Request Tracker 5's part of the ledger: how its records are built, and `RequestTrackerFates`.
struct RequestTrackerRules: RecordRules {
  let members = RecordMembers(
    ticket: "ticket", entryOfPart: "TransactionId", linkKind: "ref", login: "Name")

  func part(at path: String) -> RecordPart {
    switch path {
    case "ticket.CustomFields": .fields
    case "ticket.CustomRoles": .peopleByName
    case "ticket._hyperlinks": .links
    case "ticket.Creator", "ticket.Owner", "ticket.Requestor", "ticket.Cc", "ticket.AdminCc": .people
    case "transactions": .entries
    case "attachments": .messageParts
    case "contents": .texts
    default: Self.patterns.first { path.matches($0.pattern) }?.part ?? .values
    }
  }

  private static let patterns: [(pattern: String, part: RecordPart)] =
    [
      ("*.CustomFields.name", .skipped), ("*.CustomFields.values", .fieldValues),
      ("transactions[*].Type", .skipped), ("transactions[*].Creator", .people),
      ("transactions[*].CustomFields", .fields), ("attachments*.Headers", .headers),
    ]
    // What stands for the link.
    + ["ref", "type", "id", "_url", "name", "label", "from", "to", "update"].map {
      ("ticket._hyperlinks[*].\($0)", .skipped)
    }

  func treatment(of path: String) -> Treatment? { RequestTrackerFates.treatment(of: path) }

  func history(of kind: String) -> Fate? { RequestTrackerFates.history(kind) }

  func traits(of path: String) -> PathTraits {
    PathTraits(
      person: person(path), isOwner: path.hasPrefix("ticket.Owner"), isSubject: path == "ticket.Subject",
      isRelation: SourceLink.references.keys.contains { path == "ticket._hyperlinks[\($0)]" },
      field: field(path), isFileAddress: path.hasSuffix("]._url"),
      isUnsetAtZero: RequestTrackerFates.unsetAtZero.contains { path.hasSuffix(".\($0)") },
      quotable: Wording.quotedHeaders.first { path.hasSuffix(".Headers[\($0.rawValue)]") })
  }

  private func person(_ path: String) -> PathTraits.OfPerson {
    if path.hasSuffix(".EmailAddress") { return .address }
    if path.hasSuffix(".RealName") { return .name }
    return path.hasSuffix(".id") ? .number : .other
  }

  /// "Kundennummer" of "ticket.CustomFields[Kundennummer]._url".
  private func field(_ path: String) -> String {
    guard let start = path.firstRange(of: "CustomFields["), let end = path.lastIndex(of: "]"),
      start.upperBound <= end
    else { return "" }
    return String(path[start.upperBound..<end])
  }

  func person(_ node: JSONNode) -> SourcePerson? { SourcePerson(node) }

  /// Files of custom fields have ids of their own: "cf-24" of ".../download/cf/24".
  func fieldFile(at address: String) -> String? { address.split(separator: "/").last.map { "cf-\($0)" } }

  func link(_ node: JSONNode, at path: String, of ticket: SourceID<Ticket>) -> SourceLink? {
    try? SourceLink(node)
  }
}
