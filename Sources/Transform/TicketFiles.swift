import MigrationKit

/// Reads `attachments.jsonl` beside the tickets, which are in the same order.
struct TicketFiles {
  private let path: String
  private var lines: LineReader
  private var upcoming: (ticket: SourceID<Ticket>, file: Result<ExtractedAttachment, MalformedRecord>)?

  /// - Parameter start: the byte at which the line of the first file begins.
  init(_ path: String, from start: Int = 0) throws {
    self.path = path
    lines = try LineReader(path, from: start)
    try advance()
  }

  /// Passes over the files of tickets before this one.
  mutating func skip(to ticket: SourceID<Ticket>) throws {
    while let file = upcoming, file.ticket < ticket { try advance() }
  }

  /// - Parameter ticket: the one that follows the ticket of the last call.
  /// - Returns: what is wrong with one of them, where something is: that costs the ticket.
  mutating func files(of ticket: SourceID<Ticket>) throws -> Result<[ExtractedAttachment], MalformedRecord> {
    var files: [Result<ExtractedAttachment, MalformedRecord>] = []
    while let next = upcoming, next.ticket == ticket {
      files.append(next.file)
      try advance()
    }
    return Result { () throws(MalformedRecord) in
      let files = try files.map { file throws(MalformedRecord) in try file.get() }
      if let id = files.map(\.id).sorted().repeated {
        throw MalformedRecord(record: path, reason: "attachment \(id) of ticket \(ticket) appears twice")
      }
      return files
    }
  }

  private mutating func advance() throws {
    upcoming = nil
    while let bytes = try lines.next() {
      if bytes.isEmpty { continue }
      upcoming = try RecordLine(bytes: bytes, path: path, number: lines.lineNumber).attachment()
      return
    }
  }

  /// An attachment whose ticket is not there would be lost without a word.
  func requireNothingLeft() throws {
    guard let upcoming else { return }
    throw StageError(
      """
      \(path): \(name(of: upcoming.file)) belongs to ticket \(upcoming.ticket), which is not in \
      tickets.jsonl at that place; both files must be sorted by ticket
      """)
  }

  private func name(of file: Result<ExtractedAttachment, MalformedRecord>) -> String {
    switch file {
    case .success(let file): "attachment \(file.id)"
    case .failure: "an attachment"
    }
  }
}

extension [String] {
  /// One that stands twice in a sorted list.
  var repeated: String? { zip(self, dropFirst()).first { $0 == $1 }?.0 }
}
