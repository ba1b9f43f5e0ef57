import MigrationKit

/// What an extraction has come to so far, in numbers.
struct ExtractionCounts: Sendable, Equatable {
  /// Tickets that the source's searches showed a sign of; each is extracted, skipped or failed.
  private(set) var found = 0
  private(set) var tickets = 0
  private(set) var transactions = 0
  private(set) var attachments = 0
  private(set) var attachmentBytes = 0
  private(set) var skipped = 0
  /// Tickets that could not be read.
  private(set) var failed = 0
  /// Attachments that could not be fetched.
  private(set) var rejected = 0

  init() {}

  init(json: JSONNode) throws {
    found = try json.int("found")
    tickets = try json.int("tickets")
    transactions = try json.int("transactions")
    attachments = try json.int("attachments")
    attachmentBytes = try json.int("attachment_bytes")
    skipped = try json.int("skipped")
    failed = try json.int("failed")
    rejected = try json.int("rejected")
  }

  var members: [JSONValue.Member] {
    [
      .init("found", .int(found)), .init("tickets", .int(tickets)), .init("transactions", .int(transactions)),
      .init("attachments", .int(attachments)), .init("attachment_bytes", .int(attachmentBytes)),
      .init("skipped", .int(skipped)), .init("failed", .int(failed)), .init("rejected", .int(rejected)),
    ]
  }

  /// Of those that a limit counts.
  var taken: Int { tickets + failed }

  mutating func add(_ extracted: ExtractedSlice) {
    found += extracted.foundCount
    tickets += extracted.records.count
    transactions += extracted.transactionCount
    attachments += extracted.attachments.count
    attachmentBytes += extracted.attachments.reduce(0) { $0 + $1.byteCount }
    skipped += extracted.skipped.count
    failed += extracted.failed.count
    rejected += extracted.rejects.count - extracted.failed.count
  }

  /// Forgets a reject that is about to be counted again as what it has become.
  mutating func takeBack(_ reject: Reject) {
    if case .ticket = RejectRule(reject.rule) {
      found -= 1
      failed -= 1
    } else {
      rejected -= 1
    }
  }

  /// "1 ticket and 2 attachments".
  var missing: String { "\(counted(failed, "ticket")) and \(counted(rejected, "attachment"))" }

  /// "2,000 tickets, 17,813 transactions, 4,983 attachments (338 MB), 67 skipped".
  var summary: String {
    let size =
      attachmentBytes >= 1_000_000
      ? "\(grouped(attachmentBytes / 1_000_000)) MB" : counted(attachmentBytes, "byte")
    return "\(counted(tickets, "ticket")), \(counted(transactions, "transaction")), "
      + "\(counted(attachments, "attachment")) (\(size)), \(grouped(skipped)) skipped (deleted or merged)"
  }
}
