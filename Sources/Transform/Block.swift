import Foundation
import MigrationKit

/// Some lines of `tickets.jsonl` with the files that belong to them: what one task converts.
struct Block: Sendable {
  typealias Ticket = (line: RecordLine, files: Result<[ExtractedAttachment], MalformedRecord>)

  fileprivate(set) var tickets: [Ticket] = []

  func transformed(by normalizer: any Normalizer) throws -> TransformedBlock {
    var block = TransformedBlock(by: normalizer)
    for ticket in tickets { try block.convert(ticket) }
    return block
  }
}

struct TransformedBlock: Sendable {
  private(set) var lines: [[UInt8]] = []
  /// Of the lines, and of the files out of texts.
  private(set) var byteCount = 0
  private(set) var rejects: [Reject] = []
  private(set) var archived: [ArchivedFile] = []
  private(set) var embedded: [EmbeddedFile] = []
  private(set) var tally = Tally()
  private var converter: TicketConverter

  var ledger: Ledger { converter.ledger }

  init(by normalizer: any Normalizer) {
    converter = TicketConverter(normalizer)
  }

  /// A ticket that cannot be placed, or not even read, is rejected; the others continue.
  /// - Returns: its number.
  @discardableResult
  mutating func convert(_ ticket: Block.Ticket) throws -> SourceID<MigrationKit.Ticket> {
    defer { tally.balance = converter.balance }
    let (id, record) = try ticket.line.ticket()
    do {
      add(try converter.convert(record.get(), files: ticket.files.get()))
    } catch let rejected as RejectedTicket {
      add(rejected)
    } catch let malformed as MalformedRecord {
      add(RejectedTicket(rejects: [malformed.reject(of: id)]))
    }
    return id
  }

  private mutating func add(_ rejected: RejectedTicket) {
    rejects += rejected.rejects
    tally.count(rejected)
  }

  /// Hands out the lines and the files that have come since the last time; the account of them stays.
  mutating func take() -> (lines: [[UInt8]], embedded: [EmbeddedFile]) {
    defer { (lines, embedded, byteCount) = ([], [], 0) }
    return (lines, embedded)
  }

  private mutating func add(_ converted: ConvertedTicket) {
    let line = converted.ticket.json.bytes
    lines.append(line)
    byteCount += converted.embedded.reduce(line.count) { $0 + $1.bytes.count }
    archived += converted.archived
    embedded += converted.embedded
    tally.count(converted)
  }
}

/// Cuts the extraction into blocks, each ticket with its lines of `attachments.jsonl`, which has the same order.
struct BlockReader {
  private var blocks: RecordBlockReader
  private var ids: ArraySlice<SourceID<Ticket>>
  private var files: TicketFiles

  init(input: DataFolder.Extracted, ids: [SourceID<Ticket>]) throws {
    blocks = try RecordBlockReader(input.tickets)
    self.ids = ids[...]
    files = try TicketFiles(input.attachments)
  }

  /// The next block of about a megabyte; nil at the end.
  mutating func next() throws -> Block? {
    guard let lines = try blocks.next() else { return nil }
    var block = Block()
    for (line, id) in zip(lines, ids) { block.tickets.append((line, try files.files(of: id))) }
    ids = ids.dropFirst(lines.count)
    return block.tickets.isEmpty ? nil : block
  }

  func requireNothingLeft() throws { try files.requireNothingLeft() }
}

enum ProcessorCount {
  static var available: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Two blocks of work a core: one in progress, one waiting for its turn.
  static var blocksAtOnce: Int { 2 * available }
}
