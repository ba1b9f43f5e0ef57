import MigrationKit

/// The main path of `load`: every ticket is brought over step by step, several tickets at once; then the links
/// between them; then the list of old and new numbers.
struct Loading: Sendable {
  let connection: TargetConnection
  let options: LoadOptions
  let console: Console
  let interruption: Interruption

  private var folder: DataFolder.Loaded { options.data.loaded }

  func run() async throws -> ExitCode {
    let lock = try RunLock(stage: "load", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    try requireTransformation()
    try Disk.makeFolder(folder.root)
    let journal = try Journal(folder.journal, target: connection.inspection.fingerprint, console: console)
    var outcome = LoadOutcome()
    var rejects = try RecordWriter(folder.rejects)
    try await loadTickets(journal, &outcome, &rejects)
    if !interruption.isRequested, outcome.reasonToStop == nil {
      try await loadLinks(journal, &outcome, &rejects)
    }
    try rejects.finish()
    try await IdentityList(
      folder: folder, tickets: options.data.transformed.tickets, target: connection.target
    )
    .write(from: journal)
    return try finish(outcome)
  }

  /// The manifest is what `transform` writes last.
  private func requireTransformation() throws {
    let transformed = options.data.transformed
    guard !Disk.exists(transformed.manifest) else { return }
    let state =
      Disk.exists(transformed.tickets)
      ? "is not finished; run transform again" : "is not there; run transform first"
    throw StageError("\(transformed.root) \(state)")
  }

  /// One ticket is the work of one task, so its articles arrive in order.
  private func loadTickets(
    _ journal: Journal, _ outcome: inout LoadOutcome, _ rejects: inout RecordWriter
  ) async throws {
    var queue = try TicketQueue(options.data.transformed.tickets, limit: options.limit)
    let progress = Progress("tickets", total: try queue.count(), console: console)
    try await inOrder(limit: options.jobs) {
      let isOver = interruption.isRequested || outcome.reasonToStop != nil
      return isOver ? nil : try await queue.next(journal, connection.target)
    } work: { queued in
      try await TicketLoad(ticket: queued.ticket, connection: connection, journal: journal).run(
        found: queued.found)
    } consume: { result in
      outcome.count(result)
      for reject in result.rejects { try rejects.append(reject) }
      progress.advance()
    }
  }

  /// Links come one after the other: each touches two tickets, and the target refuses two changes of one at once.
  private func loadLinks(
    _ journal: Journal, _ outcome: inout LoadOutcome, _ rejects: inout RecordWriter
  ) async throws {
    var tickets = try RecordReader<Ticket>(options.data.transformed.tickets)
    var remaining = options.limit ?? .max
    while remaining > 0, !interruption.isRequested, let ticket = try tickets.next() {
      remaining -= 1
      guard !ticket.links.isEmpty, await journal.progress(of: ticket.id).id != nil else { continue }
      let result = try await TicketLoad(ticket: ticket, connection: connection, journal: journal).runLinks()
      outcome.countLinks(result)
      for reject in result.rejects { try rejects.append(reject) }
    }
  }

  private func finish(_ outcome: LoadOutcome) throws -> ExitCode {
    let statistics = connection.client.statistics
    let manifest: JSONValue = [
      "stage": "load", "version": .string(Stage.version),
      "target": .string(connection.inspection.fingerprint), "product": .string(connection.inspection.product),
      "tickets": .string(try SHA256.hex(ofFile: options.data.transformed.tickets)), "counts": outcome.json,
    ]
    try Disk.replace(folder.manifest, with: manifest.indentedText)
    console.say(
      "Loaded: \(outcome.summary). \(grouped(statistics.writes)) writing requests, \(grouped(statistics.requests)) in all."
    )
    if interruption.isRequested {
      console.say("Interrupted. The same command goes on from here.")
      return .interrupted
    }
    guard outcome.rejected > 0 else { return .complete }
    console.say("\(grouped(outcome.rejected)) things were refused: \(folder.rejects)")
    guard let reason = outcome.reasonToStop else { return .rejected }
    throw StageError("stopped, because \(reason): mend what \(folder.rejects) names, then load again")
  }
}
