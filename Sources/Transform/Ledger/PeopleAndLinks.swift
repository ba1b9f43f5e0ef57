import MigrationKit

/// What was decided of people and links.
extension TicketDecisions {
  /// What is known of a person whom a record names.
  struct Somebody {
    let isNobody: Bool
    let hasName: Bool
    let isKnownByLogin: Bool
    let isKnownByEmail: Bool
    /// Of those who have an account in the new system the login says who it is.
    let isText: Bool
  }

  func person(_ node: JSONNode, _ rule: ValueRule) -> Fate? {
    guard let somebody = somebody(node) else { return nil }
    return Self.repeated(somebody, rule) ?? (somebody.isText ? .text : .carried)
  }

  /// Nobody in particular is nobody's name.
  func role(_ node: JSONNode, _ rule: ValueRule) -> Fate? {
    guard let somebody = somebody(node), !somebody.isNobody else { return .empty }
    return Self.repeated(somebody, rule) ?? .text
  }

  /// What another value says of somebody.
  private static func repeated(_ somebody: Somebody, _ rule: ValueRule) -> Fate? {
    switch rule.traits.person {
    case .address where somebody.isKnownByLogin,
      .name where somebody.isKnownByLogin || somebody.isKnownByEmail:
      .needless("people.jsonl has it")
    case .number where somebody.hasName: .needless("the login, a second time")
    default: nil
    }
  }

  /// Whoever is written alike is the same: a history names the same few again and again.
  private func somebody(_ node: JSONNode) -> Somebody? {
    if let known = somebodies.first(where: { $0.node.isWritten(as: node) }) { return known.somebody }
    guard let named = rules.person(node) else { return nil }
    // Not copied out, which would count the references of all they hold.
    let terms = mapper.terms
    var gaps = MappingGaps()
    let somebody = Somebody(
      isNobody: named.isNobody, hasName: node[rules.members.login]?.string != nil,
      isKnownByLogin: terms.census.person(named.login) != nil,
      isKnownByEmail: named.email.flatMap { terms.census.person(email: $0) } != nil,
      isText: terms.mapping.account(of: terms.census.known(named), &gaps) == .text)
    somebodies.append((node, somebody))
    return somebody
  }

  func link(_ node: JSONNode, at path: String) -> Fate? {
    guard let link = rules.link(node, at: path, of: source.id) else { return nil }
    guard case .ticket(let linked) = link.end else { return .text }
    let other = mapper.census.survivor(of: linked)
    if other == source.id { return .needless("it leads to the ticket itself, since a merge") }
    let ends = [link, SourceLink(relation: link.relation, end: .ticket(other))]
    return ends.contains(where: leftovers.contains) ? .text : .carried
  }
}
