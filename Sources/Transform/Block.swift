import Foundation
import MigrationKit

/// Some lines of `tickets.jsonl` with the files that belong to them: what one task converts.
struct Block: Sendable {
  fileprivate(set) var tickets: [(line: RecordLine, files: [ExtractedAttachment])] = []

  func transformed(by normalizer: any Normalizer) throws -> TransformedBlock {
    var block = TransformedBlock()
    for (line, files) in tickets {
      do {
        block.add(try block.ticket(from: try line.record(), files, normalizer))
      } catch let rejected as RejectedTicket {
        block.add(rejected)
      }
    }
    return block
  }
}

struct TransformedBlock: Sendable {
  private(set) var lines: [[UInt8]] = []
  private(set) var rejects: [Reject] = []
  private(set) var archived: [ArchivedFile] = []
  private(set) var tally = Tally()
  private(set) var ledger = Ledger()

  mutating func ticket(
    from record: SourceRecord, _ files: [ExtractedAttachment], _ normalizer: any Normalizer
  ) throws -> ConvertedTicket {
    try normalizer.converted(record, files: files, ledger: &ledger, balance: &tally.balance)
  }

  mutating func add(_ converted: ConvertedTicket) {
    lines.append(converted.ticket.json.bytes)
    archived += converted.archived
    tally.count(converted)
  }

  mutating func add(_ rejected: RejectedTicket) {
    rejects += rejected.rejects
    tally.count(rejected)
  }
}

/// Cuts the extraction into blocks, each ticket with its lines of `attachments.jsonl`, which has the same order.
struct BlockReader {
  private static let byteLimit = 1 << 20

  private var lines: LineReader
  private var ids: ArraySlice<SourceID<Ticket>>
  private var attachments: RecordReader<ExtractedAttachment>
  private var upcoming: ExtractedAttachment?
  private let attachmentsPath: String

  init(input: DataFolder.Extracted, ids: [SourceID<Ticket>]) throws {
    lines = try LineReader(input.tickets)
    self.ids = ids[...]
    attachments = try RecordReader(input.attachments)
    attachmentsPath = input.attachments
    upcoming = try attachments.next()
  }

  /// The next block of about a megabyte; nil at the end.
  mutating func next() throws -> Block? {
    var block = Block()
    var byteCount = 0
    while byteCount < Self.byteLimit, let line = try nextLine(), let id = ids.popFirst() {
      block.tickets.append((line, try files(of: id)))
      byteCount += line.bytes.count
    }
    return block.tickets.isEmpty ? nil : block
  }

  /// An attachment whose ticket is not there would be lost without a word.
  func requireNothingLeft() throws {
    guard let upcoming else { return }
    throw StageError(
      """
      \(attachmentsPath): attachment \(upcoming.id) belongs to ticket \(upcoming.ticket), which is not in \
      tickets.jsonl at that place; both files must be sorted by ticket
      """)
  }

  private mutating func nextLine() throws -> RecordLine? {
    while let bytes = try lines.next() {
      if !bytes.isEmpty { return RecordLine(bytes: bytes, path: lines.path, number: lines.lineNumber) }
    }
    return nil
  }

  private mutating func files(of ticket: SourceID<Ticket>) throws -> [ExtractedAttachment] {
    var files: [ExtractedAttachment] = []
    while let file = upcoming, file.ticket == ticket {
      guard BlobStore.isName(file.sha256) else {
        throw StageError("\(attachmentsPath): attachment \(file.id) has no SHA-256 of 64 digits")
      }
      files.append(file)
      upcoming = try attachments.next()
    }
    return files
  }
}

enum ProcessorCount {
  static var available: Int { ProcessInfo.processInfo.activeProcessorCount }
}
