import MigrationKit

/// Two tickets, whichever comes first.
struct TicketPair: Hashable, Sendable {
  let lower: SourceID<Ticket>
  let higher: SourceID<Ticket>

  init(_ one: SourceID<Ticket>, _ other: SourceID<Ticket>) {
    (lower, higher) = one < other ? (one, other) : (other, one)
  }
}

/// Tickets with their parents, which have parents themselves: no ticket has two, and none descends from itself.
struct Families {
  private var parents: [SourceID<Ticket>: SourceID<Ticket>] = [:]
  /// An ancestor of each, on the way to the topmost: shortened whenever that is looked for.
  private var shortcuts: [SourceID<Ticket>: SourceID<Ticket>] = [:]

  /// Why this cannot be the child's parent beside those that are known already.
  mutating func refusal(of link: StatedLink) -> LinkLoss? {
    if parents[link.from] != nil { return .oneParent }
    return topmost(of: link.to) == link.from ? .circle : nil
  }

  mutating func add(_ link: StatedLink) {
    parents[link.from] = link.to
    shortcuts[link.from] = link.to
  }

  /// Of a link of another kind between an ancestor and a descendant.
  func loss(of pair: TicketPair) -> LinkLoss? {
    descends(pair.lower, from: pair.higher) || descends(pair.higher, from: pair.lower) ? .family : nil
  }

  private func descends(_ ticket: SourceID<Ticket>, from ancestor: SourceID<Ticket>) -> Bool {
    var next = parents[ticket]
    while let parent = next {
      if parent == ancestor { return true }
      next = parents[parent]
    }
    return false
  }

  private mutating func topmost(of ticket: SourceID<Ticket>) -> SourceID<Ticket> {
    var way: [SourceID<Ticket>] = []
    var top = ticket
    while let next = shortcuts[top] {
      way.append(top)
      top = next
    }
    for passed in way { shortcuts[passed] = top }
    return top
  }
}

/// Finds the links that close circles, such as the last of "1 blocks 2, 2 blocks 3, 3 blocks 1": without them the
/// others make none.
struct LinkCircles {
  private(set) var closing: Set<StatedLink> = []
  private var ways: [SourceID<Ticket>: [SourceID<Ticket>]] = [:]
  /// True for a ticket that the walk is still in, false for one that it has left behind.
  private var isOnTheWay: [SourceID<Ticket>: Bool] = [:]

  /// - Parameter links: of one kind, in a fixed order.
  init(_ links: [StatedLink]) {
    for link in links { ways[link.from, default: []].append(link.to) }
    for link in links where isOnTheWay[link.from] == nil { walk(from: link.from, links[0].kind) }
  }

  /// In depth first, without recursion: a chain can be as long as there are tickets.
  private mutating func walk(from start: SourceID<Ticket>, _ kind: TicketLink.Kind) {
    var way = [(ticket: start, next: 0)]
    isOnTheWay[start] = true
    while let (ticket, next) = way.last {
      guard let ahead = ways[ticket], next < ahead.count else {
        isOnTheWay[ticket] = false
        way.removeLast()
        continue
      }
      way[way.count - 1].next += 1
      switch isOnTheWay[ahead[next]] {
      case true?: closing.insert(StatedLink(ticket, kind, ahead[next]))
      case false?: continue
      case nil:
        isOnTheWay[ahead[next]] = true
        way.append((ahead[next], 0))
      }
    }
  }
}
