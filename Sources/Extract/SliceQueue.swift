import MigrationKit

/// Hands out the source's slices in order, no more tickets than were asked for.
///
/// A slice begins where the one before it ends, so a list can only be read in a row. Up to the last ticket there is at
/// the beginning it is read in several places at once; what comes behind it later, in a row.
struct SliceQueue {
  private let source: any TicketSource
  private var cursor: Cursor?
  /// Nil: no limit.
  private var remaining: Int?
  private var windows: SliceWindows
  private let lists: Foresight<[Slice]>
  private var slices: ArraySlice<Slice> = []

  /// - Parameters:
  ///   - last: the last ticket there is at the beginning; nil: the list is read in a row.
  ///   - ticketCount: about how many there are.
  ///   - jobs: how many requests there are at once.
  init(
    of source: any TicketSource, after cursor: Cursor?, upTo last: Int? = nil, remaining: Int? = nil,
    ticketCount: Int = 0, jobs: Int = 1
  ) {
    self.source = source
    self.cursor = cursor
    self.remaining = remaining
    windows = SliceWindows(after: cursor?.id ?? 0, last: last ?? 0, ticketCount: ticketCount)
    lists = Foresight(depth: 2 + jobs / 16)
  }

  /// The next slice; nil at the end.
  mutating func next() async throws -> Slice? {
    if let remaining, remaining <= 0 { return nil }
    guard let slice = try await listed() else { return nil }
    try slice.requireProgress(after: cursor)
    let handedOut = cut(slice)
    cursor = handedOut.cursor
    return handedOut
  }

  private mutating func listed() async throws -> Slice? {
    while slices.isEmpty {
      let source = source
      let next = try await lists.next { () -> Foresight<[Slice]>.Question? in
        guard let window = windows.next() else { return nil }
        return { try await source.slices(in: window) }
      }
      guard let next else { return try await source.slice(after: cursor, upTo: nil) }
      slices = next[...]
    }
    return slices.popFirst()
  }

  private mutating func cut(_ slice: Slice) -> Slice {
    guard let limit = remaining else { return slice }
    let tickets = Array(slice.tickets.prefix(limit))
    remaining = limit - tickets.count
    guard let last = tickets.last, tickets.count < slice.tickets.count else { return slice }
    return Slice(first: slice.first, last: last, tickets: tickets)
  }
}

/// Ranges of ids, each to be listed in a row: short at first, for the work to begin soon, then longer, for few slices
/// are cut short by their ends.
private struct SliceWindows {
  private static let (fewestTickets, mostTickets) = (20, 3200)

  private var start: Int
  private let last: Int
  /// How many ids there are for each ticket.
  private let spread: Int
  private var ticketCount = fewestTickets

  init(after start: Int, last: Int, ticketCount: Int) {
    self.start = start
    self.last = last
    spread = max(1, last / max(1, ticketCount))
  }

  mutating func next() -> ClosedRange<Int>? {
    guard start < last else { return nil }
    let window = start + 1...min(last, start + spread * ticketCount)
    start = window.upperBound
    ticketCount = min(2 * ticketCount, Self.mostTickets)
    return window
  }
}

extension TicketSource {
  /// All slices of a range of ids, without a gap.
  fileprivate func slices(in window: ClosedRange<Int>) async throws -> [Slice] {
    var slices: [Slice] = []
    var cursor = Cursor(id: window.lowerBound - 1)
    while cursor.id < window.upperBound {
      let slice =
        try await slice(after: cursor, upTo: window.upperBound)
        ?? Slice(first: cursor.id + 1, last: window.upperBound, tickets: [])
      try slice.requireProgress(after: cursor)
      slices.append(slice)
      cursor = slice.cursor
    }
    return slices
  }
}

extension Slice {
  fileprivate func requireProgress(after cursor: Cursor?) throws(SourceError) {
    guard last <= cursor?.id ?? 0 else { return }
    throw .inconsistent("the list of tickets is out of order after \(last); nothing in it was used")
  }
}
