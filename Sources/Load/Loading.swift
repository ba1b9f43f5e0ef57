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

  /// For each request that may be under way.
  private static let mostTickets = 3

  /// As long as the lines of the tickets at work are together; each takes some times that while it is sent.
  private static let mostBytes = 16 << 20

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
    // Beside the loading, since the target would have nothing to do meanwhile.
    async let tickets = awaitingDisk { [options] in
      try SHA256.hex(ofFile: options.data.transformed.tickets)
    }
    try await loadTickets(selection, run, &report)
    if mayGoOn(report) { try await settle(run, &report) }
    if mayGoOn(report) { try await loadReferences(run, &report) }
    if mayGoOn(report) { try await loadLinks(run, &report) }
    if mayGoOn(report) {
      try report.add(rejects: try await accounts(run).lock())
    } else {
      try accounts(run).noteOpen()
    }
    try await run.journal.save()
    try await IdentityList(data: options.data, target: connection.target).write(from: run.journal)
    return try await finish(report, run, tickets: tickets)
  }

  private func begin() throws -> LoadRun {
    LoadRun(
      connection: connection,
      journal: try Journal(
        folder.journal, owner: JournalOwner(connection.inspection, options.configuration), console: console),
      blobs: options.data.blobs, settle: options.configuration.target.settle,
      interruption: interruption, lag: lag)
  }

  private func accounts(_ run: LoadRun) throws -> AccountLoad {
    AccountLoad(run: run, options: options, needs: try options.needs(), console: console)
  }

  private func mayGoOn(_ report: LoadReport) -> Bool {
    !interruption.isRequested && report.outcome.reasonToStop == nil
  }

  /// One ticket is the work of one task, so its articles arrive in order; no ticket waits for another.
  private func loadTickets(
    _ selection: TicketSelection, _ run: LoadRun, _ report: inout LoadReport, _ patience: Patience = .later
  ) async throws {
    var queue = try TicketQueue(options.data.transformed.tickets, selection, jobs: options.jobs)
    let progress = Progress(
      "tickets", total: try queue.count(), console: console, deadline: options.pace.deadline,
      bottleneck: { [client = connection.client] in client.bottleneck })
    async let _ = weigh(selection, for: progress)
    let texts = Room(Self.mostBytes)
    var atWork = 0
    try await asTheyCome(limit: Self.mostTickets * options.jobs) {
      texts.isLeft && atWork < mostAtWork
    } next: { () -> (TicketQueue.Queued, TicketProgress)? in
      guard mayGoOn(report), let queued = try await queue.next(run.journal, run.connection.target) else {
        return nil
      }
      let progress = await run.journal.progress(of: queued.ticket.id)
      if progress.isUnfinished { await run.firstCreations.expectUnfinished() }
      texts.take(queued.byteCount)
      atWork += 1
      return (queued, progress)
    } work: { queued, progress in
      defer { texts.give(back: queued.byteCount) }
      let load = TicketLoad(ticket: queued.ticket, run: run, patience: patience)
      let bringOver = { @Sendable in try await load.bringOver(found: queued.found) }
      let result =
        progress.isUnfinished ? try await run.firstCreations.resume(bringOver) : try await bringOver()
      return (queued.ticket, result, !progress.isConfirmed)
    } consume: { ticket, result, isNew in
      atWork -= 1
      for first in try report.add(result, of: ticket.id) {
        console.note(
          "ticket \(ticket.id): \(first.fact). \(first.advice). Further tickets with the same difference are only counted."
        )
      }
      progress.advance(effort: ticket.effort, isNew: isNew)
    }
  }

  /// More than there are requests under way: while one ticket waits for the disk another has its request ready, and at the
  /// end of a run there is less to wait for. No more than that, for an interrupted run brings them to their end.
  private var mostAtWork: Int {
    let atOnce = min(options.jobs, connection.client.atOnce)
    return max(options.jobs, Self.mostTickets * (atOnce - 1) + 1)
  }

  /// Beside the loading, since nothing but the estimate of the time waits for it.
  private func weigh(_ selection: TicketSelection, for progress: Progress) async throws {
    var lines = try SelectedLines(options.data.transformed.tickets, selection)
    var effort = Effort.none
    while !Task.isCancelled, let line = try lines.next() {
      effort += try line.record(as: Ticket.self).effort
      // The few threads that tasks share are for those who have something to send.
      await Task.yield()
    }
    if !Task.isCancelled { progress.expect(effort) }
  }

  /// Takes up the tickets again that were left for later, after all of them have had their time; and once more those
  /// that were unlucky again.
  private func settle(_ run: LoadRun, _ report: inout LoadReport) async throws {
    var idleTurns = 0
    while idleTurns < Self.mostIdleTurns {
      let unsettled = report.takeUnsettled()
      guard !unsettled.isEmpty, mayGoOn(report) else { return }
      console.note(
        "\(counted(unsettled.count, "ticket has", "tickets have")) a request without a clear answer: waiting \(seconds(run.settle)), "
          + "then checking in the target whether it was carried out")
      try await interruption.sleep(for: run.settle)
      let before = await run.journal.doneCount
      try await loadTickets(TicketSelection(only: unsettled), run, &report, .settled)
      idleTurns = await run.journal.doneCount > before ? 0 : idleTurns + 1
    }
    try report.giveUpUnsettled()
  }

  /// Of all tickets, for it may be another selection that has brought what they speak of.
  private func loadReferences(_ run: LoadRun, _ report: inout LoadReport) async throws {
    try await secondPass(&report, reading: \.speaksOfTickets) { ticket, patience in
      try await TicketLoad(ticket: ticket, run: run, patience: patience).bringReferences()
    } consume: { report, result in
      try report.addTexts(result)
    }
  }

  /// They come last of all: a ticket that is blocked by another, or has children, cannot be closed any more. Of all
  /// tickets, for this selection may have brought what the links of others have waited for.
  private func loadLinks(_ run: LoadRun, _ report: inout LoadReport) async throws {
    let turns = LinkTurns()
    try await secondPass(&report, reading: \.mayHaveLinks) { ticket, patience in
      guard !ticket.links.isEmpty, await run.journal.progress(of: ticket.id).isDone(.state) else {
        return TicketResult()
      }
      return try await TicketLoad(ticket: ticket, run: run, patience: patience).bringLinks(turns)
    } consume: { report, result in
      try report.addLinks(result)
    }
  }

  /// Goes over those of all tickets again whose line looks as if there were something to do.
  private func secondPass(
    _ report: inout LoadReport, reading isWanted: KeyPath<RecordLine, Bool>,
    _ work: @Sendable @escaping (Ticket, Patience) async throws -> TicketResult,
    consume: (inout LoadReport, TicketResult) throws -> Void
  ) async throws {
    var lines = try SelectedLines(options.data.transformed.tickets, TicketSelection())
    let texts = Room(Self.mostBytes)
    let patience = Patience.here(openSince: .now)
    // Some wait for others and hold no connection.
    try await asTheyCome(limit: 4 * options.jobs) {
      texts.isLeft
    } next: { () -> RecordLine? in
      while mayGoOn(report), let line = try lines.next() {
        guard line[keyPath: isWanted] else { continue }
        texts.take(line.bytes.count)
        return line
      }
      return nil
    } work: { line in
      defer { texts.give(back: line.bytes.count) }
      return try await work(try line.record(), patience)
    } consume: {
      try consume(&report, $0)
    }
  }

  /// - Parameter tickets: the hash of the transformed ones.
  private func finish(_ finished: LoadReport, _ run: LoadRun, tickets: String) async throws -> ExitCode {
    var report = finished
    try report.finish(complete: await run.journal.confirmedCount, tickets: tickets)
    let (outcome, statistics) = (report.outcome, connection.client.statistics)
    console.say(
      "Loaded: \(outcome.summary). \(counted(statistics.writes, "writing request")), \(grouped(statistics.requests)) in all."
    )
    if let waiting = outcome.waiting { console.say(waiting) }
    if interruption.isRequested {
      console.say("Interrupted. Run the same command to continue.")
      return .interrupted
    }
    guard let refused = outcome.refused else { return .complete }
    if let kinds = report.shortcomings.summary {
      console.say("Stored differently from what was sent, by number of tickets: \(kinds)")
    }
    console.say("\(refused): \(folder.rejects)")
    guard let reason = outcome.reasonToStop else {
      console.say("After fixing the cause, load --only rejects retries just these.")
      return .rejected
    }
    throw StageError(
      "stopped because \(reason): fix what \(folder.rejects) lists, then load again",
      exitCode: outcome.isForbidden ? .loginRefused : .stopped)
  }
}
