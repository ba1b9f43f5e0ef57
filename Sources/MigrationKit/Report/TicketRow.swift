/// One number of the old system, with all that the stages know of it.
struct TicketRow: Sendable {
  /// What has become of it; the order is that of the words in the page.
  enum Fate: Int, Sendable, CaseIterable {
    case arrived
    case incomplete
    case refused
    case notLoaded
    case rejected
    case notTransformed
    case unread
    case skipped

    var words: String {
      switch self {
      case .arrived: "arrived"
      case .incomplete: "arrived, not complete"
      case .refused: "rejected by load"
      case .notLoaded: "not loaded yet"
      case .rejected: "rejected by transform"
      case .notTransformed: "not transformed yet"
      case .unread: "could not be read"
      case .skipped: "left in the old system"
      }
    }
  }

  let id: SourceID<Ticket>
  var old: OldWords?
  var new: NewWords?
  var identity: IdentityRow?
  /// Why it is not migrated on its own: "merged into 48".
  var skipped: String?

  var subject: String {
    let words = new?.subject ?? old?.subject ?? ""
    return words.isEmpty ? skipped ?? "" : words
  }

  var oldURL: String? { new?.url ?? old?.url }

  func fate(_ rejects: RejectFacts) -> Fate {
    if skipped != nil { return .skipped }
    if identity != nil { return rejects.refused.contains(id) ? .incomplete : .arrived }
    if new != nil { return rejects.refused.contains(id) ? .refused : .notLoaded }
    if old != nil { return rejects.rejected.contains(id) ? .rejected : .notTransformed }
    return .unread
  }
}

/// All tickets of the data folder in the order of their numbers: the sorted files of the three stages, side by side.
struct TicketRows {
  private var old: TicketStream<OldWords>
  private var new: TicketStream<NewWords>
  private var identities: TicketStream<IdentityRow>
  private var skipped: TicketStream<String>
  /// Tickets that could not be read, sorted.
  private var unread: ArraySlice<SourceID<Ticket>>

  init(_ data: DataFolder, unread: [SourceID<Ticket>]) async throws {
    old = try await TicketStream(data.extracted.tickets, OldWords.read)
    new = try await TicketStream(data.transformed.tickets, NewWords.read)
    identities = try await TicketStream(data.loaded.ids, titled: true, IdentityRow.read)
    skipped = try await TicketStream(data.extracted.skipped) { line in
      guard let root = ReportLines.object(line), let id = root.text("ticket") else { return nil }
      return (SourceID(id), root.text("reason") ?? "")
    }
    self.unread = unread[...]
  }

  mutating func next() async throws -> TicketRow? {
    let upcoming = [old.next?.id, new.next?.id, identities.next?.id, skipped.next?.id, unread.first]
    guard let id = upcoming.compactMap(\.self).min() else { return nil }
    var row = TicketRow(id: id)
    row.old = try await old.take(id)
    row.new = try await new.take(id)
    row.identity = try await identities.take(id)
    row.skipped = try await skipped.take(id)
    if unread.first == id { unread.removeFirst() }
    return row
  }

  /// The files it reads, read to the end: how many lines they have and how many cannot be read.
  var files: [ReportLines] { [old.lines, new.lines, identities.lines, skipped.lines] }
}
