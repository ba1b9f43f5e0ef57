import MigrationKit

/// What the journal says of all tickets. Every ticket that was ever brought over stays in it, so what is known of a
/// complete one is packed: a tenth of what it takes while it is at work.
struct TicketMemory: Sendable, Equatable {
  private var atWork: [SourceID<Ticket>: TicketProgress] = [:]
  private var complete: [SourceID<Ticket>: PackedProgress] = [:]

  var isEmpty: Bool { atWork.isEmpty && complete.isEmpty }

  /// How many tickets were read back and found right.
  var confirmedCount: Int { complete.count + atWork.values.count(where: \.isConfirmed) }

  /// The new ids of those that have one.
  var ids: [SourceID<Ticket>: TargetID<Ticket>] {
    complete.compactMapValues(\.id).merging(atWork.compactMapValues(\.id)) { $1 }
  }

  subscript(ticket: SourceID<Ticket>) -> TicketProgress? {
    atWork[ticket] ?? complete[ticket].map { TicketProgress($0) }
  }

  func id(of ticket: SourceID<Ticket>) -> TargetID<Ticket>? { atWork[ticket]?.id ?? complete[ticket]?.id }

  mutating func change(_ ticket: SourceID<Ticket>, _ change: (inout TicketProgress) -> Void) {
    if let packed = complete.removeValue(forKey: ticket) { atWork[ticket] = TicketProgress(packed) }
    change(&atWork[ticket, default: TicketProgress()])
    guard atWork[ticket]?.isAtRest == true, let progress = atWork.removeValue(forKey: ticket) else { return }
    complete[ticket] = PackedProgress(progress)
  }
}

/// What is known of a complete ticket, in one piece of memory.
struct PackedProgress: Sendable, Equatable {
  /// The number of creations, the new id and the names of the finished steps, each with a byte behind it that no text
  /// holds.
  private let bytes: [UInt8]

  private static let end: UInt8 = 0xFF

  init(_ progress: TicketProgress) {
    let parts = [String(progress.creations), progress.id?.text ?? ""] + progress.finished.sorted()
    bytes = parts.flatMap { Array($0.utf8) + [Self.end] }
  }

  var id: TargetID<Ticket>? {
    let id = text(bytes.drop { $0 != Self.end }.dropFirst().prefix { $0 != Self.end })
    return id.isEmpty ? nil : TargetID(id)
  }

  var creations: Int { Int(text(bytes.prefix { $0 != Self.end })) ?? 0 }

  var finished: Set<String> {
    Set(bytes.split(separator: Self.end, omittingEmptySubsequences: false).dropFirst(2).dropLast().map(text))
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
