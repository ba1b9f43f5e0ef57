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
    let inspection = try await source.inspect()
    console.note(
      "\(inspection.product), as \(inspection.login): \(grouped(inspection.ticketCount)) tickets to be had")
    var files = try await openFiles()
    try await mendRejects(in: &files)
    try await extractTickets(into: &files, of: inspection)
    if interruption.isRequested { return interrupted(files) }
    try await extractPeopleAndQueues(into: &files)
    let changed = try await ChangedTickets(source: source, folder: folder)
      .write(since: files.checkpoint.began ?? 0, upTo: files.checkpoint.cursor)
    try await requireBalance(files.checkpoint, inspection)
    try files.finish(inspection, changed: changed)
    return report(files.checkpoint.counts, changed: changed)
  }

  /// What distinguishes this extraction from another one.
  private var request: ExtractionRequest {
    ExtractionRequest(
      system: options.configuration.source.system.rawValue, url: options.configuration.source.server.url,
      queues: options.queues, limit: options.limit)
  }

  private func openFiles() async throws -> ExtractedFiles {
    var files = try ExtractedFiles(resuming: folder, request: request)
    if files.checkpoint.began == nil { try files.begin(at: try await source.newestTransaction() ?? 0) }
    if files.checkpoint.cursor != nil { console.note("going on behind \(files.checkpoint.counts.summary)") }
    return files
  }

  /// What an earlier run could not have may be there now.
  private func mendRejects(in files: inout ExtractedFiles) async throws {
    let counts = files.checkpoint.counts
    guard counts.failed + counts.rejected > 0 else { return }
    console.note("trying again: \(counts.missing)")
    try await Mending(slices: slices, folder: folder, interruption: interruption, limit: slicesAtOnce)
      .run(after: files.checkpoint)
    files = try ExtractedFiles(resuming: folder, request: request)
  }

  private func extractTickets(into files: inout ExtractedFiles, of inspection: SourceInspection) async throws
  {
    var upcoming = SliceQueue(
      after: files.checkpoint.cursor, remaining: options.limit.map { $0 - files.checkpoint.counts.taken })
    let total = min(inspection.ticketCount, options.limit ?? .max)
    let progress = Progress(
      "tickets", total: total, done: files.checkpoint.counts.tickets, console: console,
      deadline: options.pace.deadline, bottleneck: { [client] in client.bottleneck })
    try await inOrder(limit: slicesAtOnce) {
      interruption.isRequested ? nil : try await upcoming.next(from: source)
    } work: { slice in
      try await slices.extract(slice)
    } consume: { extracted in
      try files.append(extracted)
      progress.advance(by: extracted.contents.records.count)
    }
  }

  /// A slice waits mostly for its largest file, so a few overlap; the client bounds the requests.
  private var slicesAtOnce: Int { max(2, options.jobs / 2) }

  private var slices: SliceExtraction {
    SliceExtraction(
      source: source, client: client, blobs: folder.blobs, console: console, jobs: options.jobs)
  }

  private func extractPeopleAndQueues(into files: inout ExtractedFiles) async throws {
    var queues = try RecordWriter(folder.queues)
    for queue in try await source.queues() { try queues.append(queue) }
    try queues.finish()
    var people = try RecordWriter(folder.people)
    var cursor: Cursor?
    repeat {
      let page = try await source.people(after: cursor)
      for person in page.records { try people.append(person) }
      cursor = page.next
    } while cursor != nil
    try people.finish()
  }

  private func interrupted(_ files: ExtractedFiles) -> ExitCode {
    console.say("Interrupted after \(files.checkpoint.counts.summary). The same command goes on from here.")
    return .interrupted
  }

  /// Nothing that was found may be missing from the files, and every ticket the source counts must have been found.
  /// It counts again at the end: those that were made or deleted meanwhile are not missing.
  private func requireBalance(_ checkpoint: Checkpoint, _ before: SourceInspection) async throws {
    let balance = try Balance(found: checkpoint.counts.found, in: folder)
    try balance.require(of: "the tickets in \(folder.root)")
    guard options.limit == nil else { return }
    let expected = min(before.ticketCount, try await source.inspect().ticketCount)
    guard balance.extracted + balance.failed < expected else { return }
    throw StageError(
      """
      the source counts \(expected) tickets and \(balance.extracted) are here (\(balance)); \
      tickets changed queue meanwhile (\(folder.changed)), or rights are missing: delete \(folder.root) and extract again
      """)
  }

  private func report(_ counts: ExtractionCounts, changed: Int) -> ExitCode {
    console.say("Extracted \(counts.summary) into \(folder.root).")
    if changed > 0 {
      console.say(
        """
        \(grouped(changed)) tickets changed in the old system after they were read (\(folder.changed)): to have \
        them as they are now, delete \(folder.root) and extract again once nobody writes there
        """)
    }
    guard counts.failed + counts.rejected > 0 else { return .complete }
    console.say("\(counts.missing) could not be had; the same command tries them again: \(folder.rejects)")
    return .rejected
  }
}
