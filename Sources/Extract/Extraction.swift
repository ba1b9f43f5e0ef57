import MigrationKit

/// The main path of `extract`: slices of tickets are asked for, completed with their attachments and written in
/// order, several at once; a checkpoint after each makes it safe to stop anywhere.
struct Extraction: Sendable {
  let source: any TicketSource
  let client: HTTPClient
  let options: ExtractOptions
  let console: Console
  let interruption: Interruption

  private var folder: DataFolder.Extracted { options.data.extracted }

  func run() async throws -> ExitCode {
    let lock = try RunLock(stage: "extract", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    var (files, inspection, last) = try await begin()
    let people = try PeopleFile(source, folder.people)
    async let queues = source.queues()
    async let everybody: Void = people.readOn()
    try await mendRejects(in: &files)
    try await extractTickets(into: &files, of: inspection, upTo: last)
    if interruption.isRequested { return interrupted(files) }
    async let after = source.inspect()
    let (began, cursor) = (files.checkpoint.began ?? 0, files.checkpoint.cursor)
    async let changes = ChangedTickets(source: source, folder: folder).write(since: began, upTo: cursor)
    try await everybody
    try await people.readOn()
    try await people.finish()
    try write(try await queues)
    let changed = try await changes
    try requireBalance(files.checkpoint, before: inspection, after: try await after)
    try files.finish(inspection, changed: changed)
    return report(files.checkpoint.counts, changed: changed)
  }

  /// What distinguishes this extraction from another one.
  private var request: ExtractionRequest {
    ExtractionRequest(
      system: options.configuration.source.system.rawValue, url: options.configuration.source.server.url,
      queues: options.queues, limit: options.limit)
  }

  /// What has to be known first is asked for at once. The last ticket is nil where fewer are wanted.
  private func begin() async throws -> (ExtractedFiles, SourceInspection, lastTicket: Int?) {
    var files = try ExtractedFiles(resuming: folder, request: request)
    let isNew = files.checkpoint.began == nil
    async let newest = isNew ? source.newestTransaction() : nil
    async let last = options.limit == nil ? source.lastTicket() : nil
    let inspection = try await source.inspect()
    console.note(
      "\(inspection.product), logged in as \(inspection.login): found \(counted(inspection.ticketCount, "ticket"))"
    )
    if isNew { try files.begin(at: try await newest ?? 0) }
    if files.checkpoint.cursor != nil { console.note("continuing after \(files.checkpoint.counts.summary)") }
    return (files, inspection, try await last)
  }

  /// What an earlier run could not read may be there now.
  private func mendRejects(in files: inout ExtractedFiles) async throws {
    let counts = files.checkpoint.counts
    guard counts.failed + counts.rejected > 0 else { return }
    console.note("retrying \(counts.missing) of an earlier run")
    let mending = Mending(
      slices: slices(
        files.notes, SourceHealth(source: source, stopsAtRefusals: false), Interruption()), folder: folder,
      interruption: interruption,
      limit: options.jobs)
    try await mending.run(after: files.checkpoint)
    files = try ExtractedFiles(resuming: folder, request: request)
  }

  private func extractTickets(
    into files: inout ExtractedFiles, of inspection: SourceInspection, upTo last: Int?
  ) async throws {
    var upcoming = SliceQueue(
      of: source, after: files.checkpoint.cursor, upTo: last,
      remaining: options.limit.map { $0 - files.checkpoint.counts.taken },
      ticketCount: inspection.ticketCount, jobs: options.jobs)
    let atWork = SlicesAtWork(jobs: options.jobs)
    let slices = slices(files.notes, SourceHealth(source: source), interruption)
    let total = min(inspection.ticketCount, options.limit ?? .max)
    let progress = Progress(
      "tickets", total: total, done: files.checkpoint.counts.tickets, console: console,
      deadline: options.pace.deadline, bottleneck: { [client] in client.bottleneck })
    do {
      try await inOrder(limit: options.jobs) {
        atWork.hasRoom
      } next: { () -> Slice? in
        guard !interruption.isRequested, let slice = try await upcoming.next() else { return nil }
        atWork.begin(slice)
        return slice
      } work: { slice in
        try await slices.extract(slice, noteRead: atWork.noteRead)
      } consume: { extracted in
        atWork.end(extracted)
        try await files.append(extracted)
        progress.advance(by: extracted.records.count)
      }
    } catch is Interrupted where interruption.isRequested {
      // What has arrived of the slices at work is noted.
    }
  }

  private func slices(
    _ notes: ArrivalNotes, _ health: SourceHealth, _ interruption: Interruption
  ) -> SliceExtraction {
    SliceExtraction(
      source: source, client: client, blobs: folder.blobs, notes: notes, health: health, console: console,
      jobs: options.jobs, interruption: interruption)
  }

  private func write(_ queues: [SourceRecord]) throws {
    var lines = try RecordWriter(folder.queues)
    for queue in queues { try lines.append(queue) }
    try lines.finish()
  }

  private func interrupted(_ files: ExtractedFiles) -> ExitCode {
    console.say("Interrupted after \(files.checkpoint.counts.summary). Run the same command to continue.")
    return .interrupted
  }

  /// Nothing that was found may be missing from the files, and every ticket the source counts must have been found.
  /// It counts again at the end: those that were made or deleted meanwhile are not missing.
  private func requireBalance(
    _ checkpoint: Checkpoint, before: SourceInspection, after: SourceInspection
  ) throws {
    let balance = try Balance(found: checkpoint.counts.found, in: folder)
    try balance.require(of: "the tickets in \(folder.root)")
    guard options.limit == nil else { return }
    let expected = min(before.ticketCount, after.ticketCount)
    guard balance.extracted + balance.failed < expected else { return }
    throw StageError(
      """
      the old system counts \(counted(expected, "ticket")), but only \(balance.extracted) arrived (\(balance)). \
      Either tickets changed queue meanwhile (see \(folder.changed)), or rights are missing: delete \(folder.root) and \
      run extract again
      """)
  }

  private func report(_ counts: ExtractionCounts, changed: Int) -> ExitCode {
    console.say("Extracted \(counts.summary) into \(folder.root).")
    if changed > 0 {
      console.say(
        """
        \(counted(changed, "ticket")) changed in the old system after being read (see \(folder.changed)). To get the \
        current state, delete \(folder.root) and run extract again once nobody writes there.
        """)
    }
    guard counts.failed + counts.rejected > 0 else { return .complete }
    console.say("\(counts.missing) could not be read: \(folder.rejects). The same command retries them.")
    return .rejected
  }
}
