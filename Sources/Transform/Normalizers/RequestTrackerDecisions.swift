import MigrationKit

/// What was decided of people, custom fields and links.
extension RequestTrackerEvidence {
  func person(_ node: JSONNode, at path: String) -> Fate? {
    guard let named = RequestTrackerPerson(node) else { return nil }
    if let fate = repeated(named, node, at: path) { return fate }
    var gaps = MappingGaps()
    let person = conversion.census.known(named)
    return conversion.mapping.account(of: person, &gaps) == .text ? .text : .carried
  }

  /// Nobody in particular is nobody's name.
  func role(_ node: JSONNode, at path: String) -> Fate? {
    guard let named = RequestTrackerPerson(node), !named.isNobody else { return .empty }
    return repeated(named, node, at: path) ?? .text
  }

  /// What another value says of somebody.
  private func repeated(_ named: RequestTrackerPerson, _ node: JSONNode, at path: String) -> Fate? {
    let isByLogin = conversion.census.person(named.login) != nil
    let isByEmail = named.email.flatMap { conversion.census.person(email: $0) } != nil
    if path.hasSuffix(".EmailAddress") && isByLogin || path.hasSuffix(".RealName") && (isByLogin || isByEmail)
    {
      return .needless("people.jsonl says it")
    }
    return path.hasSuffix(".id") && node["Name"]?.string != nil ? .needless("the login, said twice") : nil
  }

  /// A file is attached whatever its field becomes, unless that is dropped. A text without a rule rejects its ticket.
  func field(_ name: String, at path: String) -> Fate {
    switch conversion.mapping.configuration.fields[name] {
    case .drop(let reason): .lost(reason)
    case .text where !path.hasSuffix("]._url"): .text
    default: .carried
    }
  }

  /// An entry's fields stand in the text of its article.
  func entryField(_ name: String, at path: String) -> Fate {
    let fate = field(name, at: path)
    return fate == .carried && !path.hasSuffix("]._url") ? .text : fate
  }

  func isRelation(_ value: RequestTrackerPaths.Value) -> Bool {
    guard case .link(let node) = value.place else { return false }
    return node["ref"]?.string.flatMap(RequestTrackerLink.Relation.init) != nil
  }

  func link(_ node: JSONNode) -> Fate? {
    guard let link = try? RequestTrackerLink(node) else { return nil }
    guard case .ticket(let linked) = link.end else { return .text }
    let other = conversion.census.survivor(of: linked)
    if other == source.id { return .needless("it leads to the ticket itself, since a merge") }
    let keys = [link.key, RequestTrackerLink.Key(link.relation, .ticket(other))]
    return keys.contains(where: leftovers.contains) ? .text : .carried
  }
}
