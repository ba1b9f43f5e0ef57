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
    var files = try ExtractedFiles(resuming: folder, request: request)
    if files.checkpoint.cursor != nil { console.note("going on behind \(files.checkpoint.summary)") }
    try await extractTickets(into: &files, of: inspection)
    if interruption.isRequested { return interrupted(files) }
    try await extractPeopleAndQueues(into: &files)
    try await requireBalance(files.checkpoint, inspection)
    try files.finish(product: inspection.product, login: inspection.login)
    return report(files.checkpoint)
  }

  /// What distinguishes this extraction from another one.
  private var request: ExtractionRequest {
    ExtractionRequest(
      system: options.configuration.source.system.rawValue, url: options.configuration.source.server.url,
      queues: options.queues, limit: options.limit)
  }

  private func extractTickets(into files: inout ExtractedFiles, of inspection: SourceInspection) async throws
  {
    var upcoming = SliceQueue(
      after: files.checkpoint.cursor, remaining: options.limit.map { $0 - files.checkpoint.tickets })
    let total = min(inspection.ticketCount, options.limit ?? .max)
    let progress = Progress("tickets", total: total, done: files.checkpoint.tickets, console: console)
    try await inOrder(limit: slicesAtOnce) {
      interruption.isRequested ? nil : try await upcoming.next(from: source)
    } work: { slice in
      try await extract(slice)
    } consume: { extracted in
      try files.append(extracted)
      progress.advance(by: extracted.contents.records.count)
    }
  }

  /// A slice waits mostly for its largest file, so a few overlap; the client bounds the requests.
  private var slicesAtOnce: Int { max(2, options.jobs / 2) }

  /// Everything about one slice. Tickets change while they are read; a slice whose answers contradict each other is
  /// read again.
  private func extract(_ slice: Slice) async throws -> ExtractedSlice {
    for _ in 1...2 {
      do {
        return try await complete(slice, try await source.contents(of: slice))
      } catch SourceError.inconsistent(let reason) {
        console.note("tickets \(slice.first)…\(slice.last): \(reason); reading them again")
      }
    }
    return try await complete(slice, try await source.contents(of: slice))
  }

  private func complete(_ slice: Slice, _ contents: SliceContents) async throws -> ExtractedSlice {
    let download = AttachmentDownload(source: source, client: client, blobs: folder.blobs)
    var extracted = ExtractedSlice(slice: slice, contents: contents)
    var references = contents.attachments.makeIterator()
    try await inOrder(limit: options.jobs) {
      references.next()
    } work: { reference in
      try await download.fetch(reference)
    } consume: { outcome in
      extracted.add(outcome)
    }
    return extracted
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
    console.say("Interrupted after \(files.checkpoint.summary). The same command goes on from here.")
    return .interrupted
  }

  /// Every ticket the source counts must be here, or the extraction is not complete. It counts again at the end:
  /// those that were made or deleted meanwhile are not missing.
  private func requireBalance(_ counts: Checkpoint, _ before: SourceInspection) async throws {
    guard options.limit == nil else { return }
    let expected = min(before.ticketCount, try await source.inspect().ticketCount)
    guard counts.tickets < expected else { return }
    throw StageError(
      """
      the source counts \(expected) tickets and \(counts.tickets) are here; \
      tickets changed queue meanwhile, or rights are missing: delete \(folder.root) and extract again
      """)
  }

  private func report(_ counts: Checkpoint) -> ExitCode {
    console.say("Extracted \(counts.summary) into \(folder.root).")
    guard counts.rejected > 0 else { return .complete }
    console.say("\(counts.rejected) attachments could not be fetched: \(folder.rejects)")
    return .rejected
  }
}
