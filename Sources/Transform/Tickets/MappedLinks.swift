import MigrationKit

/// What becomes of one ticket's links, as it was decided for all tickets together: links that this end writes, and
/// lines of text.
struct MappedLinks {
  let links: [TicketLink]
  /// What no link of the new system says, to be written into the text.
  let leftovers: [SourceLink]
  /// Others are below this one, so the new system may take its dates and priority from them.
  let hasChildren: Bool

  init(
    of ticket: SourceID<Ticket>, _ all: [SourceLink], _ decisions: LinkDecisions, census: Census
  ) {
    links = decisions.links(of: ticket)
    var hasChildren = false
    leftovers =
      all.compactMap { link -> SourceLink? in
        guard case .ticket(let linked) = link.end else { return link }
        let other = census.survivor(of: linked)
        guard census.contains(other) else { return link }
        let moved = SourceLink(relation: link.relation, end: .ticket(other))
        guard other != ticket else { return nil }
        guard let stated = moved.stated(by: ticket) else { return moved }
        guard decisions.loss(of: stated) == nil else { return moved }
        if link.relation == .child { hasChildren = true }
        return nil
      }.inReadingOrder
    self.hasChildren = hasChildren
  }
}

extension [SourceLink] {
  /// By relation, then by ticket, addresses last; each once.
  fileprivate var inReadingOrder: [SourceLink] {
    if count < 2 { return self }
    return SourceLink.Relation.allCases.flatMap { relation in
      let ends = Set(filter { $0.relation == relation }.map(\.end))
      return ends.sorted(by: SourceLink.End.precedes).map {
        SourceLink(relation: relation, end: $0)
      }
    }
  }
}

extension SourceLink.End {
  fileprivate static func precedes(_ left: Self, _ right: Self) -> Bool {
    switch (left, right) {
    case (.ticket(let left), .ticket(let right)): left < right
    case (.ticket, .address): true
    case (.address, .ticket): false
    case (.address(let left), .address(let right)): left < right
    }
  }
}
