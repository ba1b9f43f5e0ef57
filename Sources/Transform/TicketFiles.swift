import MigrationKit

/// Reads `attachments.jsonl` beside the tickets, which are in the same order.
struct TicketFiles {
  private let path: String
  private var attachments: RecordReader<ExtractedAttachment>
  private var upcoming: ExtractedAttachment?

  /// - Parameter start: the byte at which the line of the first file begins.
  init(_ path: String, from start: Int = 0) throws {
    self.path = path
    attachments = try RecordReader(path, from: start)
    upcoming = try attachments.next()
  }

  /// Passes over the files of tickets before this one.
  mutating func skip(to ticket: SourceID<Ticket>) throws {
    while let file = upcoming, file.ticket < ticket { upcoming = try attachments.next() }
  }

  /// - Parameter ticket: the one that follows the ticket of the last call.
  mutating func files(of ticket: SourceID<Ticket>) throws -> [ExtractedAttachment] {
    var files: [ExtractedAttachment] = []
    while let file = upcoming, file.ticket == ticket {
      guard BlobStore.isName(file.sha256) else {
        throw StageError("\(path): attachment \(file.id) has no SHA-256 of 64 digits")
      }
      files.append(file)
      upcoming = try attachments.next()
    }
    return files
  }

  /// An attachment whose ticket is not there would be lost without a word.
  func requireNothingLeft() throws {
    guard let upcoming else { return }
    throw StageError(
      """
      \(path): attachment \(upcoming.id) belongs to ticket \(upcoming.ticket), which is not in \
      tickets.jsonl at that place; both files must be sorted by ticket
      """)
  }
}
