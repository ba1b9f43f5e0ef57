import MigrationKit

/// One slice, complete: what its tickets hold, where the bytes of their attachments are, and what could not be had.
struct ExtractedSlice: Sendable {
  let slice: Slice
  let contents: SliceContents
  /// Tickets that could not be read.
  let failed: [Reject]
  private(set) var attachments: [ExtractedAttachment] = []
  private var missingFiles: [Reject] = []

  init(slice: Slice, read: ReadSlice) {
    self.slice = slice
    contents = read.contents
    failed = read.failed
  }

  mutating func add(_ outcome: AttachmentDownload.Outcome) {
    switch outcome {
    case .kept(let attachment): attachments.append(attachment)
    case .rejected(let reject): missingFiles.append(reject)
    }
  }

  /// By ticket, then by attachment.
  var rejects: [Reject] { (failed + missingFiles).sorted { $0.ticket < $1.ticket } }

  /// A ticket that could not be read is one that was found all the same.
  var foundCount: Int { contents.foundCount + failed.count }

  /// Each ticket of the slice must have become something, once and in order; nothing that the searches showed may
  /// be missing from what is written.
  func requireBalance() throws {
    let balance = Balance(
      found: foundCount, extracted: contents.records.count, skipped: contents.skipped.count,
      failed: failed.count)
    try balance.require(of: "tickets \(slice.first)…\(slice.last)")
    let written =
      (contents.records.map(\.id) + (contents.skipped.map(\.ticket) + failed.map(\.ticket)).map(\.text))
      .compactMap { Int($0) }
    guard Set(written).count == balance.accounted, Set(written).isSuperset(of: slice.tickets),
      written.allSatisfy((slice.first...slice.last).contains)
    else {
      throw StageError(
        """
        tickets \(slice.first)…\(slice.last): the source lists \(slice.tickets.count) of them, and what came of \
        them are others (\(balance)): nothing of it was written; extract again
        """)
    }
  }
}
