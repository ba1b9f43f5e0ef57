import MigrationKit

/// Which links of the old system become links of the new one: decided once for all tickets together, since whether one
/// is possible depends on the families that others make.
///
/// - Two tickets have one link: parent before blocks before relates. What cannot be that relates the two, where the
///   target takes a relation, and a line of text at both ends says what it was.
/// - A ticket has one parent: the lowest number of those that the target takes. No ticket descends from itself.
/// - Nobody has another link to an ancestor, and no tickets block each other in a circle.
///
/// Tickets that are rejected take part: what is decided stays right when they come later.
struct LinkDecisions: Sendable {
  /// By the end that writes them: the child, the one that blocks, of two that are related the lower number.
  private var links: [SourceID<Ticket>: [TicketLink]] = [:]
  private var losses: [StatedLink: LinkLoss] = [:]
  let crossing: LinkCrossing
  let hasParents: Bool

  init(_ census: Census, _ mapping: MappingConfiguration, _ rules: LinkRules) {
    let places = LinkPlaces(census: census, mapping: mapping, rules: rules)
    let stated = census.migratedLinks()
    crossing = LinkCrossing(of: stated, places)
    hasParents = stated.contains { $0.kind == .parent }
    var families = Families()
    var linked: [TicketPair: TicketLink.Kind] = [:]
    decideParents(stated, places, &families, &linked)
    decideBlocks(stated, places, families, &linked)
    decideRelations(stated, places, families, &linked)
  }

  /// Those that this ticket writes, by the other's number.
  func links(of ticket: SourceID<Ticket>) -> [TicketLink] {
    (links[ticket] ?? []).sorted { $0.ticket < $1.ticket }
  }

  /// Nil for what is a link in the new system too.
  func loss(of link: StatedLink) -> LinkLoss? { losses[link] }

  /// How many links are lost, by the reason.
  var lossCounts: [LinkLoss: Int] { losses.values.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

  private mutating func decideParents(
    _ stated: Set<StatedLink>, _ places: LinkPlaces, _ families: inout Families,
    _ linked: inout [TicketPair: TicketLink.Kind]
  ) {
    let parents = stated.filter { $0.kind == .parent }.sorted { ($0.to, $0.from) < ($1.to, $1.from) }
    for link in parents {
      if let loss = places.refusal(of: link) ?? families.refusal(of: link) {
        losses[link] = loss
      } else {
        families.add(link)
        write(link, &linked)
      }
    }
  }

  private mutating func decideBlocks(
    _ stated: Set<StatedLink>, _ places: LinkPlaces, _ families: Families,
    _ linked: inout [TicketPair: TicketLink.Kind]
  ) {
    var possible: [StatedLink] = []
    var taken: Set<TicketPair> = []
    for link in stated.filter({ $0.kind == .blocks }).sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
      if linked[link.pair] != nil || taken.contains(link.pair) {
        losses[link] = .onePerPair
      } else if let loss = families.loss(of: link.pair) ?? places.refusal(of: link) {
        losses[link] = loss
      } else {
        possible.append(link)
        taken.insert(link.pair)
      }
    }
    let closing = LinkCircles(possible).closing
    for link in possible {
      if closing.contains(link) { losses[link] = .circle } else { write(link, &linked) }
    }
  }

  /// Whatever two tickets have to do with each other, they are related where they have no other link.
  private mutating func decideRelations(
    _ stated: Set<StatedLink>, _ places: LinkPlaces, _ families: Families,
    _ linked: inout [TicketPair: TicketLink.Kind]
  ) {
    for link in stated where linked[link.pair] == nil {
      let relation = StatedLink(link.from, .relates, link.to)
      guard let loss = families.loss(of: link.pair) ?? places.refusal(of: relation) else {
        write(relation, &linked)
        continue
      }
      if link.kind == .relates { losses[link] = loss }
    }
    for link in stated where link.kind == .relates {
      if let kind = linked[link.pair], kind != .relates { losses[link] = .onePerPair }
    }
  }

  private mutating func write(_ link: StatedLink, _ linked: inout [TicketPair: TicketLink.Kind]) {
    links[link.from, default: []].append(TicketLink(kind: link.kind, ticket: link.to))
    linked[link.pair] = link.kind
  }
}

/// How many links lead from a ticket of one project to a ticket of another, whether they are possible or not.
struct LinkCrossing: Sendable, Equatable {
  private(set) var relations = 0
  private(set) var subtasks = 0

  fileprivate init(of links: Set<StatedLink>, _ places: LinkPlaces) {
    for link in links where places.isCrossing(link) {
      if link.kind == .parent { subtasks += 1 } else { relations += 1 }
    }
  }
}

/// Where linked tickets will be in the new system, and what that forbids. What the mapping does not answer forbids
/// nothing: such a ticket is rejected.
private struct LinkPlaces {
  let census: Census
  let mapping: MappingConfiguration
  let rules: LinkRules

  func isCrossing(_ link: StatedLink) -> Bool {
    guard let one = queue(of: link.from), let other = queue(of: link.to) else { return false }
    return one != other
  }

  func refusal(of link: StatedLink) -> LinkLoss? {
    if let own = queue(of: link.from), let others = queue(of: link.to) {
      if link.kind != .parent { return rules.mayRelate(own, others) ? nil : .relationBetweenQueues }
      if !rules.mayBeParent(in: others, ofChildIn: own) { return .subtaskBetweenQueues }
    }
    guard link.kind == .parent, let child = state(of: link.from), let parent = state(of: link.to) else {
      return nil
    }
    return rules.mayBeParent(withState: parent, ofChildWithState: child) ? nil : .closedParent
  }

  private func queue(of ticket: SourceID<Ticket>) -> String? {
    census.linkedTicket(ticket).flatMap { mapping.queues[$0.queue] }
  }

  private func state(of ticket: SourceID<Ticket>) -> String? {
    census.linkedTicket(ticket).flatMap { mapping.states[$0.state] }
  }
}
