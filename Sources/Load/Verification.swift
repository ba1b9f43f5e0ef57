import MigrationKit

/// The main path of `load verify`: every transformed ticket is read back and compared; each difference is a line.
struct Verification: Sendable {
  let connection: TargetConnection
  let options: LoadOptions
  let console: Console
  let interruption: Interruption

  private var folder: DataFolder.Loaded { options.data.loaded }
  private var tickets: String { options.data.transformed.tickets }

  func run() async throws -> ExitCode {
    let lock = try RunLock(stage: "load", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    try options.requireTickets()
    guard Disk.exists(folder.journal) else {
      throw StageError("\(folder.journal) does not exist: run load first")
    }
    try folder.readBack.clearArrivals()
    let journal = try Journal(
      folder.journal, owner: JournalOwner(connection.inspection, options.configuration), console: console)
    let tally = try await compareAll(journal)
    if interruption.isRequested {
      console.say("Interrupted. Run the same command to start again.")
      return .interrupted
    }
    try writeManifest(tally)
    return report(tally)
  }

  private func writeManifest(_ tally: VerificationTally) throws {
    let manifest: JSONValue = [
      "stage": "verify", "version": .string(Stage.version),
      "target": .string(connection.inspection.fingerprint),
      "tickets": .string(try SHA256.hex(ofFile: tickets)), "counts": tally.counts,
    ]
    try Disk.replace(folder.verified, with: manifest.indentedText)
  }

  /// This many tickets in a row that cannot be read mean that something is wrong with all of them.
  private static let mostUnreadable = 10

  /// What is known is written, whatever ends it.
  private func compareAll(_ journal: Journal) async throws -> VerificationTally {
    var lines = try RecordWriter(folder.verification)
    var tally = VerificationTally()
    do {
      try await compareTickets(journal, &lines, &tally)
      try await searchDuplicates(journal, &lines, &tally)
    } catch {
      try lines.finish()
      throw error
    }
    if !interruption.isRequested { try lines.finish() }
    return tally
  }

  private func compareTickets(
    _ journal: Journal, _ lines: inout RecordWriter, _ tally: inout VerificationTally
  ) async throws {
    let files = FileComparison(connection: connection, folder: folder, sample: try sample())
    var tickets = try RecordReader<Ticket>(tickets)
    var unreadable = 0
    var (remaining, fileCount) = (options.limit ?? .max, 0)
    let progress = Progress("tickets", total: try ticketCount(), console: console)
    try await inOrder(limit: options.jobs) { () -> (Ticket, Int)? in
      remaining -= 1
      guard remaining >= 0, !interruption.isRequested, let ticket = try tickets.next() else { return nil }
      defer { fileCount += ticket.fileCount }
      return (ticket, fileCount)
    } work: { ticket, firstFile in
      try await TicketComparison(
        ticket: ticket, firstFile: firstFile, journal: journal, verification: self, files: files
      ).run()
    } consume: { compared in
      for difference in compared.differences { try lines.append(difference) }
      tally.count(compared)
      progress.advance()
      unreadable = compared.fault == nil ? 0 : unreadable + 1
      guard unreadable < Self.mostUnreadable else {
        throw StageError(
          "\(unreadable) tickets in a row could not be read, the last one \(compared.fault ?? ""); check the "
            + "target, then run the same command again (\(folder.verification) has what was compared)")
      }
    }
  }

  private func ticketCount() throws -> Int {
    try TicketQueue(tickets, TicketSelection(limit: options.limit)).count()
  }

  /// How many attachments there are is only asked where it matters.
  private func sample() throws -> FileSample {
    guard let wanted = options.files else { return .all }
    var reader = try RecordReader<Ticket>(tickets)
    var (total, remaining) = (0, options.limit ?? .max)
    while remaining > 0, let ticket = try reader.next() {
      total += ticket.fileCount
      remaining -= 1
    }
    return FileSample(wanted, of: total)
  }

  private func searchDuplicates(
    _ journal: Journal, _ lines: inout RecordWriter, _ tally: inout VerificationTally
  ) async throws {
    let search = DuplicateSearch(connection: connection, journal: journal)
    var reader = try RecordReader<Ticket>(tickets)
    var remaining = options.limit ?? .max
    var batch: [SourceID<Ticket>] = []
    repeat {
      batch = []
      while batch.count < min(DuplicateSearch.batchSize, remaining), let ticket = try reader.next() {
        batch.append(ticket.id)
      }
      remaining -= batch.count
      for difference in try await search.differences(among: batch) {
        try lines.append(difference)
        tally.count(difference)
      }
    } while !batch.isEmpty && !interruption.isRequested
  }

  private func report(_ tally: VerificationTally) -> ExitCode {
    for exposure in tally.exposed {
      console.say("PUBLIC: ticket \(exposure.ticket), \(exposure.what) (\(exposure.found)): hide it first")
    }
    console.say(tally.summary)
    guard tally.unexpected + tally.changed + tally.impossible > 0 else { return .complete }
    console.say("Each is a line of \(folder.verification)")
    return tally.unexpected == 0 ? .complete : .differences
  }
}

extension Ticket {
  fileprivate var fileCount: Int { articles.reduce(0) { $0 + $1.attachments.count } }
}
