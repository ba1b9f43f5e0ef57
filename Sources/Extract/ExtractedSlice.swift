import MigrationKit

/// One slice, complete: what its tickets hold, where the bytes of their attachments are, and what could not be read.
struct ExtractedSlice: Sendable {
  /// A ticket's record as it is written: what it was made of, page upon page of answers, is not kept meanwhile.
  struct Record: Sendable {
    let ticket: String
    let line: [UInt8]
  }

  let slice: Slice
  let records: [Record]
  let skipped: [SkippedTicket]
  /// Tickets that could not be read.
  let failed: [Reject]
  let transactionCount: Int
  let lastTransaction: Int?
  /// A ticket that could not be read still counts as found.
  let foundCount: Int
  private(set) var attachments: [ExtractedAttachment] = []
  private var missingFiles: [Reject] = []

  init(slice: Slice, read: ReadSlice) {
    self.slice = slice
    records = read.contents.records.map { Record(ticket: $0.id, line: $0.json.bytes) }
    skipped = read.contents.skipped
    failed = read.failed
    transactionCount = read.contents.transactionCount
    lastTransaction = read.contents.lastTransaction
    foundCount = read.contents.foundCount + read.failed.count
  }

  mutating func add(_ outcome: AttachmentDownload.Outcome) {
    switch outcome {
    case .kept(let attachment): attachments.append(attachment)
    case .rejected(let reject): missingFiles.append(reject)
    }
  }

  /// By ticket, then by attachment.
  var rejects: [Reject] { (failed + missingFiles).sorted { $0.ticket < $1.ticket } }

  /// What is to be written, in the order of `DataFolder.Extracted.growing`.
  var lines: [[UInt8]] {
    let parts: [[any JSONRecord]] = [attachments, skipped, rejects]
    let others = parts.map { records in records.map(\.json.bytes) }
    return ([records.map(\.line)] + others).map(joined)
  }

  /// The memory is taken once: a single line may be as long as many slices.
  private func joined(_ lines: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for line in lines {
      bytes += line
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  var byteCount: Int { records.reduce(0) { $0 + $1.line.count } }

  /// Each ticket of the slice must have become something, once and in order; nothing that the searches showed may
  /// be missing from what is written.
  func requireBalance() throws {
    let balance = Balance(
      found: foundCount, extracted: records.count, skipped: skipped.count,
      failed: failed.count)
    try balance.require(of: "tickets \(slice.first)…\(slice.last)")
    let written =
      (records.map(\.ticket) + (skipped.map(\.ticket) + failed.map(\.ticket)).map(\.text))
      .compactMap { Int($0) }
    guard Set(written).count == balance.accounted, Set(written).isSuperset(of: slice.tickets),
      written.allSatisfy((slice.first...slice.last).contains)
    else {
      throw StageError(
        """
        tickets \(slice.first)…\(slice.last): the source lists \(slice.tickets.count) of them, but the results are \
        different ones (\(balance)): nothing was written; extract again
        """)
    }
  }
}
