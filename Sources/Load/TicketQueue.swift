import MigrationKit

/// Hands out the transformed tickets in order, each with what the target already holds of it.
///
/// Tickets the journal does not know are looked for in the target a batch at a time, before anything is sent: after
/// a crash, or without the journal, this is what prevents a second copy. A batch is read and looked for while the one
/// before it is loaded.
struct TicketQueue {
  struct Queued: Sendable {
    let ticket: Ticket
    /// Tickets of the target that carry this one's marker.
    let found: [TargetID<Ticket>]
    /// The length of its line.
    let byteCount: Int
  }

  /// What one marker search of the target covers.
  private static let batchSize = 100
  /// Tickets with large texts make a batch shorter.
  private static let batchBytes = 2 << 20

  private let path: String
  private let selection: TicketSelection
  private var lines: SelectedLines
  private let batches: Foresight<[Queued]>
  private var batch: ArraySlice<Queued> = []

  /// - Parameter jobs: how many tickets are loaded at once.
  init(_ path: String, _ selection: TicketSelection, jobs: Int = 1) throws {
    guard Disk.exists(path) else { throw StageError("\(path) does not exist: run transform first") }
    self.path = path
    self.selection = selection
    lines = try SelectedLines(path, selection)
    batches = Foresight(depth: 2 + jobs / Self.batchSize)
  }

  /// How many tickets there are to hand out.
  func count() throws -> Int {
    let most = selection.limit ?? .max
    if let only = selection.only { return min(only.count, most) }
    var count = 0
    var reader = try LineReader(path)
    while count < most, let line = try reader.next() { count += line.isEmpty ? 0 : 1 }
    return count
  }

  /// The next ticket; nil at the end.
  mutating func next(_ journal: Journal, _ target: any TicketTarget) async throws -> Queued? {
    while batch.isEmpty {
      let next = try await batches.next { () -> Foresight<[Queued]>.Question? in
        let lines = try nextLines()
        guard !lines.isEmpty else { return nil }
        return { try await Self.queued(lines, journal, target) }
      }
      guard let next else { return nil }
      batch = next[...]
    }
    return batch.popFirst()
  }

  private mutating func nextLines() throws -> [RecordLine] {
    var batch: [RecordLine] = []
    var byteCount = 0
    while batch.count < Self.batchSize, byteCount < Self.batchBytes, let line = try lines.next() {
      batch.append(line)
      byteCount += line.bytes.count
    }
    return batch
  }

  private static func queued(
    _ lines: [RecordLine], _ journal: Journal, _ target: any TicketTarget
  ) async throws -> [Queued] {
    let tickets = try lines.map { try $0.record(as: Ticket.self) }
    let unknown = await journal.unknown(among: tickets.map(\.id))
    let found = unknown.isEmpty ? [:] : try await target.find(unknown)
    return zip(tickets, lines).map { ticket, line in
      Queued(ticket: ticket, found: found[ticket.id] ?? [], byteCount: line.bytes.count)
    }
  }
}
