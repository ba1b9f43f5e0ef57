import MigrationKit

/// Everything about one slice: what the source says, and the bytes of its files.
struct SliceExtraction: Sendable {
  let source: any TicketSource
  let client: HTTPClient
  let blobs: BlobStore
  let notes: ArrivalNotes
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
    try await SliceReading(source: source, console: console).read(slice)
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
    let download = AttachmentDownload(source: source, client: client, blobs: blobs, notes: notes)
    var rest = references.makeIterator()
    try await inOrder(limit: jobs, ahead: references.count) {
      if interruption.isRequested { throw Interrupted() }
      return rest.next()
    } work: { reference in
      try await download.fetch(reference)
    } consume: { outcome in
      extracted.add(outcome)
    }
  }
}
