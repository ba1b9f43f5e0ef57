import MigrationKit

/// Hands out the transformed tickets in order, each with what the target already holds of it.
///
/// Tickets the journal does not know are looked for in the target a batch at a time, before anything is sent: after
/// a crash, or without the journal, this is what prevents a second copy.
struct TicketQueue {
  struct Queued: Sendable {
    let ticket: Ticket
    /// Tickets of the target that carry this one's marker.
    let found: [TargetID<Ticket>]
  }

  /// What one marker search of the target covers.
  private static let batchSize = 100
  /// Tickets with large texts make a batch shorter.
  private static let batchBytes = 8 << 20

  private let path: String
  private let selection: TicketSelection
  private var lines: LineReader
  private var remaining: Int
  private var batch: ArraySlice<Queued> = []

  init(_ path: String, _ selection: TicketSelection) throws {
    guard Disk.exists(path) else { throw StageError("\(path) is not there; run transform first") }
    self.path = path
    self.selection = selection
    lines = try LineReader(path)
    remaining = selection.limit ?? .max
  }

  /// How many tickets there are to hand out.
  func count() throws -> Int {
    if let only = selection.only { return min(only.count, remaining) }
    var count = 0
    var reader = try LineReader(path)
    while count < remaining, let line = try reader.next() { count += line.isEmpty ? 0 : 1 }
    return count
  }

  /// The next ticket; nil at the end.
  mutating func next(_ journal: Journal, _ target: any TicketTarget) async throws -> Queued? {
    if batch.isEmpty { batch = try await nextBatch(journal, target)[...] }
    return batch.popFirst()
  }

  private mutating func nextBatch(_ journal: Journal, _ target: any TicketTarget) async throws -> [Queued] {
    var tickets: [Ticket] = []
    var byteCount = 0
    while tickets.count < Self.batchSize, byteCount < Self.batchBytes, remaining > 0,
      let line = try lines.next()
    {
      if line.isEmpty { continue }
      let ticket = try RecordLine(bytes: line, path: path, number: lines.lineNumber).record(as: Ticket.self)
      guard selection.contains(ticket) else { continue }
      tickets.append(ticket)
      byteCount += line.count
      remaining -= 1
    }
    var unknown: [SourceID<Ticket>] = []
    for ticket in tickets where await journal.progress(of: ticket.id).id == nil { unknown.append(ticket.id) }
    let found = unknown.isEmpty ? [:] : try await target.find(unknown)
    return tickets.map { Queued(ticket: $0, found: found[$0.id] ?? []) }
  }
}
