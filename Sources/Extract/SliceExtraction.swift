import MigrationKit

/// Everything about one slice: what the source says, and the bytes of its files.
struct SliceExtraction: Sendable {
  let source: any TicketSource
  let client: HTTPClient
  let blobs: BlobStore
  let notes: ArrivalNotes
  let health: SourceHealth
  let console: Console
  /// Files at once; the client bounds the requests of all slices together.
  let jobs: Int
  /// A slice of many files on a slow server is not finished then: `notes` keeps what has arrived.
  let interruption: Interruption

  /// - Parameter noteRead: hears of the slice before its files are fetched.
  func extract(
    _ slice: Slice, noteRead: @Sendable (ExtractedSlice) -> Void = { _ in }
  ) async throws -> ExtractedSlice {
    try await complete(slice, try await read(slice), noteRead: noteRead)
  }

  func read(_ slice: Slice) async throws -> ReadSlice {
    try await SliceReading(source: source, health: health, console: console).read(slice)
  }

  func complete(
    _ slice: Slice, _ read: consuming ReadSlice, noteRead: (ExtractedSlice) -> Void = { _ in }
  ) async throws -> ExtractedSlice {
    let references = read.contents.attachments
    var extracted = ExtractedSlice(slice: slice, read: consume read)
    try extracted.requireBalance()
    noteRead(extracted)
    try await fetch(references, into: &extracted)
    return extracted
  }

  /// Throws `Interrupted` in between.
  func fetch(_ references: [AttachmentReference], into extracted: inout ExtractedSlice) async throws {
    let download = AttachmentDownload(
      source: source, client: client, blobs: blobs, notes: notes, health: health)
    var rest = AttachmentBundle.bundles(of: references, shownAtOnce: source.shownAtOnce, jobs: jobs)
      .makeIterator()
    var outcomes: [Int: AttachmentDownload.Outcome] = [:]
    try await asTheyCome(limit: jobs) {
      if interruption.isRequested { throw Interrupted() }
      return rest.next()
    } work: { bundle in
      zip(bundle.places, try await download.fetch(bundle.references))
    } consume: { fetched in
      for (place, outcome) in fetched { outcomes[place] = outcome }
    }
    for (_, outcome) in outcomes.sorted(by: { $0.key < $1.key }) { extracted.add(outcome) }
  }
}
