import MigrationKit

/// Hands out the source's slices one after the other, no more tickets than were asked for.
struct SliceQueue {
  private var cursor: Cursor?
  /// Nil: no limit.
  private var remaining: Int?

  init(after cursor: Cursor?, remaining: Int?) {
    self.cursor = cursor
    self.remaining = remaining
  }

  /// The next slice; nil at the end.
  mutating func next(from source: any TicketSource) async throws -> Slice? {
    if let remaining, remaining <= 0 { return nil }
    guard let slice = try await source.slice(after: cursor) else { return nil }
    guard slice.last > cursor?.id ?? 0 else {
      throw SourceError.inconsistent(
        "the list of tickets goes back to \(slice.last); nothing is taken from it")
    }
    let handedOut = cut(slice)
    cursor = handedOut.cursor
    return handedOut
  }

  private mutating func cut(_ slice: Slice) -> Slice {
    guard let limit = remaining else { return slice }
    let tickets = Array(slice.tickets.prefix(limit))
    remaining = limit - tickets.count
    guard let last = tickets.last, tickets.count < slice.tickets.count else { return slice }
    return Slice(first: slice.first, last: last, tickets: tickets)
  }
}
