import MigrationKit

/// The main path of `load`: every ticket is brought over step by step, several tickets at once; those whose outcome
/// only time can tell are taken up again; then the texts that speak of others, and the links between all of them; then
/// the list of old and new numbers.
struct Loading: Sendable {
  let connection: TargetConnection
  let options: LoadOptions
  let console: Console
  let interruption: Interruption
  var lag = SearchLag()

  /// After so many turns in which nothing at all was done the connection is too bad for this run.
  private static let mostIdleTurns = 3

  private var folder: DataFolder.Loaded { options.data.loaded }

  func run() async throws -> ExitCode {
    let lock = try RunLock(stage: "load", in: options.data)
    let server = try RunLock(stage: "load", on: connection.client.base)
    defer { withExtendedLifetime((lock, server)) {} }
    try options.requireTransformation()
    try Disk.makeFolder(folder.root)
    let selection = try TicketSelection(options)
    var run = try begin()
    try await ForgottenLoad(run: run, options: options, console: console).wait(
      hasRunBefore: lock.wasHeldBefore)
    run.connection = try await accounts(run).prepare(for: selection)
    var report = try LoadReport(folder: folder, target: connection.inspection)
    try await loadTickets(selection, run, &report)
    if mayGoOn(report) { try await settle(run, &report) }
    if mayGoOn(report) { try await loadReferences(run, &report) }
    if mayGoOn(report) { try await loadLinks(selection, run, &report) }
    if mayGoOn(report) { try report.add(rejects: try await accounts(run).lock()) }
    try await run.journal.save()
    try await IdentityList(data: options.data, target: connection.target).write(from: run.journal)
    return try await finish(&report, run)
  }

  private func begin() throws -> LoadRun {
    LoadRun(
      connection: connection,
      journal: try Journal(
        folder.journal, owner: JournalOwner(connection.inspection, options.configuration), console: console),
      blobs: options.data.extracted.blobs, settle: options.configuration.target.settle,
      interruption: interruption, lag: lag)
  }

  private func accounts(_ run: LoadRun) throws -> AccountLoad {
    AccountLoad(run: run, options: options, needs: try options.needs(), console: console)
  }

  private func mayGoOn(_ report: LoadReport) -> Bool {
    !interruption.isRequested && report.outcome.reasonToStop == nil
  }

  /// One ticket is the work of one task, so its articles arrive in order.
  private func loadTickets(
    _ selection: TicketSelection, _ run: LoadRun, _ report: inout LoadReport, _ patience: Patience = .later
  ) async throws {
    var queue = try TicketQueue(options.data.transformed.tickets, selection)
    let client = connection.client
    let progress = Progress(
      "tickets", total: try queue.count(), console: console, deadline: options.pace.deadline,
      bottleneck: { client.bottleneck })
    try await inOrder(limit: options.jobs) {
      mayGoOn(report) ? try await queue.next(run.journal, run.connection.target) : nil
    } work: { queued in
      let ticket = queued.ticket
      let load = TicketLoad(ticket: ticket, run: run, patience: patience)
      return (ticket.id, try await load.bringOver(found: queued.found))
    } consume: { ticket, result in
      try report.add(result, of: ticket)
      progress.advance()
    }
  }

  /// Takes up the tickets again that were left for later, after all of them have had their time; and once more those
  /// that were unlucky again.
  private func settle(_ run: LoadRun, _ report: inout LoadReport) async throws {
    var idleTurns = 0
    while idleTurns < Self.mostIdleTurns {
      let unsettled = report.takeUnsettled()
      guard !unsettled.isEmpty, mayGoOn(report) else { return }
      console.note(
        "\(grouped(unsettled.count)) tickets have a step of unknown outcome; waiting \(seconds(run.settle)) "
          + "until the target is sure to show it")
      try await interruption.sleep(for: run.settle)
      let before = await run.journal.doneCount
      try await loadTickets(TicketSelection(only: unsettled), run, &report, .settled)
      idleTurns = await run.journal.doneCount > before ? 0 : idleTurns + 1
    }
    try report.giveUpUnsettled()
  }

  /// Of all tickets, for it may be another selection that has brought what they speak of.
  private func loadReferences(_ run: LoadRun, _ report: inout LoadReport) async throws {
    var tickets = try RecordReader<Ticket>(options.data.transformed.tickets)
    let start = ContinuousClock.now
    try await inOrder(limit: options.jobs) {
      interruption.isRequested ? nil : try tickets.next()
    } work: { ticket in
      try await TicketLoad(ticket: ticket, run: run, patience: .here(openSince: start)).bringReferences()
    } consume: { result in
      try report.addTexts(result)
    }
  }

  /// Links come one after the other: each touches two tickets, and the target refuses two changes of one at once. They
  /// come last of all: a ticket that is blocked by another, or has children, cannot be closed any more.
  private func loadLinks(_ selection: TicketSelection, _ run: LoadRun, _ report: inout LoadReport)
    async throws
  {
    var tickets = try RecordReader<Ticket>(options.data.transformed.tickets)
    var remaining = selection.limit ?? .max
    let start = ContinuousClock.now
    while remaining > 0, !interruption.isRequested, let ticket = try tickets.next() {
      guard selection.contains(ticket) else { continue }
      remaining -= 1
      guard !ticket.links.isEmpty, await run.journal.progress(of: ticket.id).isDone(.state) else { continue }
      let load = TicketLoad(ticket: ticket, run: run, patience: .here(openSince: start))
      try report.addLinks(try await load.bringLinks())
    }
  }

  private func finish(_ report: inout LoadReport, _ run: LoadRun) async throws -> ExitCode {
    try report.finish(
      complete: await run.journal.confirmedCount,
      tickets: try SHA256.hex(ofFile: options.data.transformed.tickets))
    let (outcome, statistics) = (report.outcome, connection.client.statistics)
    console.say(
      "Loaded: \(outcome.summary). \(grouped(statistics.writes)) writing requests, \(grouped(statistics.requests)) in all."
    )
    if interruption.isRequested {
      console.say("Interrupted. The same command goes on from here.")
      return .interrupted
    }
    guard outcome.rejected > 0 else { return .complete }
    console.say("\(grouped(outcome.rejected)) things were refused: \(folder.rejects)")
    guard let reason = outcome.reasonToStop else {
      console.say("After a fix, load --only rejects tries just those again.")
      return .rejected
    }
    throw StageError("stopped, because \(reason): mend what \(folder.rejects) names, then load again")
  }
}
