import MigrationKit

/// The memory of `load`: before a step is sent its beginning is on disk, after it its end. Append only; a step that
/// begins and does not end is one whose outcome is unknown.
///
/// An actor, because the tickets that are loaded at once write into one file, and wait for its disk together.
actor Journal {
  /// Nothing was in it when it was opened: what an earlier load has sent is known to the target alone.
  nonisolated let wasEmpty: Bool
  private let file: OpenFile
  private var tickets: TicketMemory
  /// Why a line could not be written. Nothing follows it, for half a line is only understood as the last one.
  private var failure: FileError?
  /// How many lines this run has written, and how many of them are certain to survive a power cut.
  private var written = 0
  /// Tickets that others have brought over, which the target was asked for: known to this run, and not written down.
  private var elsewhere: [SourceID<Ticket>: TargetID<Ticket>] = [:]
  /// How many steps this run has brought to a good end.
  private(set) var doneCount = 0
  private var saved = 0
  /// The disk is at work for the lines written before it began.
  private var saving: Task<Void, any Error>?

  /// Opens the journal, reads what earlier runs have done, and refuses one that belongs to something else.
  init(_ path: String, owner: JournalOwner, console: Console) throws {
    let replay = try JournalReplay(path, owner: owner)
    if let torn = replay.tornBytes {
      console.note("\(path): removed \(counted(torn, "byte")) of a line that a crash left incomplete")
    }
    wasEmpty = replay.tickets.isEmpty
    tickets = replay.tickets
    file = try OpenFile(path, .appending)
    try file.truncate(to: replay.byteCount)
    let known = replay.owner?.instance ?? [:]
    if replay.owner == nil || owner.instance.contains(where: { known[$0.key] == nil }) {
      try file.write(JournalRecord.opening(owner).line)
      try file.synchronize()
    }
  }

  func progress(of ticket: SourceID<Ticket>) -> TicketProgress { tickets[ticket] ?? TicketProgress() }

  func id(of ticket: SourceID<Ticket>) -> TargetID<Ticket>? { tickets.id(of: ticket) }

  /// The new ids of those that have one.
  func ids(of tickets: Set<SourceID<Ticket>>) -> [SourceID<Ticket>: TargetID<Ticket>] {
    Dictionary(
      tickets.compactMap { ticket in (self.tickets.id(of: ticket) ?? elsewhere[ticket]).map { (ticket, $0) } }
    ) { first, _ in first }
  }

  func note(elsewhere ids: [SourceID<Ticket>: TargetID<Ticket>]) { elsewhere.merge(ids) { _, new in new } }

  /// Those that have no new id yet.
  func unknown(among tickets: [SourceID<Ticket>]) -> [SourceID<Ticket>] {
    tickets.filter { self.tickets.id(of: $0) == nil }
  }

  private func firstWithoutID(among tickets: Set<SourceID<Ticket>>) -> SourceID<Ticket>? {
    tickets.filter { self.tickets.id(of: $0) == nil && elsewhere[$0] == nil }.min()
  }

  /// How many tickets were read back and found right.
  var confirmedCount: Int { tickets.confirmedCount }

  /// To be called before the step is sent; returns when the line would survive a power cut.
  /// - Parameter sent: SHA-256 of what will be sent.
  func begin(_ step: Step, of ticket: SourceID<Ticket>, sent: String) async throws {
    try write(.begun(ticket, step.name, sent: sent))
    try await save()
  }

  /// The line survives the end of the process at once, and a power cut with the next step's beginning: until then a
  /// power cut leaves a step of unknown outcome, which is looked for.
  ///
  /// A text is finished with only once all tickets it speaks of have new ids: until then it is to be sent again.
  /// - Parameter result: the new id or the upload's token, where there is one.
  func finish(_ step: Step, of ticket: SourceID<Ticket>, result: String?) throws {
    if case .references(let mentions) = step, let missing = firstWithoutID(among: mentions.tickets) {
      return try fail(step, of: ticket, words: "ticket \(missing) is not in the target yet")
    }
    try write(.done(ticket, step.name, result: result))
  }

  func fail(_ step: Step, of ticket: SourceID<Ticket>, words: String) throws {
    try write(.failed(ticket, step.name, words: words))
  }

  /// The ticket was read back and is as it should be.
  func confirm(_ ticket: SourceID<Ticket>) throws {
    try write(.done(ticket, TicketProgress.confirmation, result: nil))
  }

  /// Returns when all lines written so far would survive a power cut. The disk is asked once for all who wait.
  func save() async throws {
    let mine = written
    while saved < mine {
      let task = saving ?? Task { try await saveAll() }
      saving = task
      try await task.value
    }
  }

  /// What it learns it writes down before those who wait for it continue.
  private func saveAll() async throws {
    defer { saving = nil }
    if let failure { throw failure }
    let count = written
    do {
      // Away from the actor: meanwhile others write their lines.
      try await awaitingDisk { [file] in try file.synchronize() }
      saved = count
    } catch let fault as FileError {
      failure = fault
      throw fault
    }
  }

  private func write(_ record: JournalRecord) throws {
    if let failure { throw failure }
    do throws(FileError) {
      try file.write(record.line)
    } catch {
      failure = error
      throw error
    }
    written += 1
    if case .done = record { doneCount += 1 }
    record.apply(to: &tickets)
  }
}
