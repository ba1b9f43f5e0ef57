import MigrationKit

/// Decides which of a ticket's links become relations, seen from one end only.
///
/// The new system takes one relation a pair of tickets, so both ends must come to the same decision alone:
/// - Parent wins over blocks, blocks over relates; what loses becomes a line of text.
/// - A pair that is parent and child belongs to the child, for it alone knows its other parents: it writes the
///   parent of the lowest number as such, and relates to further ones.
/// - Else a pair where one depends on the other belongs to the one that blocks.
/// - Else it belongs to the lower number.
/// - Where both ends are parent, or both block, the lower number is.
struct RequestTrackerLinks {
  private(set) var links: [TicketLink] = []
  /// What no relation says, to be told in text.
  private(set) var leftovers: [RequestTrackerLink] = []

  private typealias Relation = RequestTrackerLink.Relation
  private let ticket: SourceID<Ticket>

  init(of ticket: SourceID<Ticket>, _ all: [RequestTrackerLink], census: Census) {
    self.ticket = ticket
    var pairs: [SourceID<Ticket>: Set<Relation>] = [:]
    for link in all {
      guard case .ticket(let linked) = link.end else {
        leftovers.append(link)
        continue
      }
      let other = census.survivor(of: linked)
      if !census.contains(other) {
        leftovers.append(link)
      } else if other != ticket {
        pairs[other, default: []].insert(link.relation)
      }
    }
    decide(pairs)
    leftovers = leftovers.inReadingOrder
  }

  private mutating func decide(_ pairs: [SourceID<Ticket>: Set<Relation>]) {
    let parent = pairs.filter { isParent($0.key, $0.value) }.keys.min()
    for (other, relations) in pairs.sorted(by: { $0.key < $1.key }) {
      let kept = keep(relations, with: other, parent: parent)
      leftovers += relations.subtracting(kept).map { RequestTrackerLink(relation: $0, end: .ticket(other)) }
    }
  }

  /// Writes the pair's link if it belongs to this end. Gives back which relations the link stands for.
  private mutating func keep(
    _ relations: Set<Relation>, with other: SourceID<Ticket>, parent: SourceID<Ticket>?
  ) -> Set<Relation> {
    if isParent(other, relations) {
      links.append(TicketLink(kind: other == parent ? .parent : .relates, ticket: other))
      return other == parent ? [.parent] : [.refersTo, .referredToBy]
    }
    if relations.contains(.child) { return [.child] }
    if relations.contains(.blocks), !relations.contains(.dependsOn) || ticket < other {
      links.append(TicketLink(kind: .blocks, ticket: other))
      return [.blocks]
    }
    if relations.contains(.dependsOn) { return [.dependsOn] }
    if ticket < other { links.append(TicketLink(kind: .relates, ticket: other)) }
    return [.refersTo, .referredToBy]
  }

  private func isParent(_ other: SourceID<Ticket>, _ relations: Set<Relation>) -> Bool {
    relations.contains(.parent) && (!relations.contains(.child) || other < ticket)
  }
}

extension [RequestTrackerLink] {
  /// By relation, then by ticket, addresses last; each once.
  fileprivate var inReadingOrder: [RequestTrackerLink] {
    if count < 2 { return self }
    return RequestTrackerLink.Relation.allCases.flatMap { relation in
      let ends = Set(filter { $0.relation == relation }.map(\.end))
      return ends.sorted(by: RequestTrackerLink.End.precedes).map {
        RequestTrackerLink(relation: relation, end: $0)
      }
    }
  }
}

extension RequestTrackerLink {
  fileprivate init(relation: Relation, end: End) {
    self.relation = relation
    self.end = end
  }
}

extension RequestTrackerLink.End {
  fileprivate static func precedes(_ left: Self, _ right: Self) -> Bool {
    switch (left, right) {
    case (.ticket(let left), .ticket(let right)): left < right
    case (.ticket, .address): true
    case (.address, .ticket): false
    case (.address(let left), .address(let right)): left < right
    }
  }
}
