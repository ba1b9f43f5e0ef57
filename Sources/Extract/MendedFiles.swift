import MigrationKit

/// The growing files written again, with what was rejected before put where it belongs.
///
/// The new files are made beside the old ones. Then the checkpoint says that they count, and only then do they take
/// the old ones' names: after a crash in between, `settle` does the rest; after one before, the old files count.
struct MendedFiles {
  private let folder: DataFolder.Extracted
  private var checkpoint: Checkpoint
  private var tickets: MergedFile
  private var attachments: MergedFile
  private var skipped: MergedFile
  private var rejects: RecordWriter

  init(_ folder: DataFolder.Extracted, after checkpoint: Checkpoint) throws {
    self.folder = folder
    self.checkpoint = checkpoint
    tickets = try MergedFile(folder.tickets, into: Self.mended(folder.tickets), ticketKey: "id")
    attachments = try MergedFile(folder.attachments, into: Self.mended(folder.attachments))
    skipped = try MergedFile(folder.skipped, into: Self.mended(folder.skipped))
    rejects = try RecordWriter(Self.mended(folder.rejects))
  }

  /// Puts in what has become of one ticket's rejects. Tickets come in order.
  mutating func insert(_ mended: MendedTicket) throws {
    let extracted = mended.extracted
    for record in extracted.records { try tickets.insert(record.line, of: mended.ticket) }
    for ticket in extracted.skipped { try skipped.insert(ticket.json.bytes, of: mended.ticket) }
    try attachments.insert(extracted.attachments, of: mended.ticket, inOrderOf: mended.attachmentOrder)
    for reject in extracted.rejects { try rejects.append(reject) }
    checkpoint.count(extracted, insteadOf: mended.rejects)
  }

  /// Keeps what was not tried again.
  mutating func keep(_ rejected: [Reject]) throws {
    for reject in rejected { try rejects.append(reject) }
  }

  mutating func finish() throws {
    try folder.blobs.synchronize()
    try tickets.finish()
    try attachments.finish()
    try skipped.finish()
    try rejects.finish()
    checkpoint.lengths = folder.growing.map { Disk.byteCount(Self.mended($0)) ?? 0 }
    checkpoint.isMending = true
    try Disk.replace(folder.checkpoint, with: checkpoint.json.indentedText)
    try Self.settle(&checkpoint, in: folder)
  }

  /// Gives the new files their names where the checkpoint says that they count, and removes them where it does not.
  static func settle(_ checkpoint: inout Checkpoint, in folder: DataFolder.Extracted) throws {
    guard checkpoint.isMending else {
      for path in folder.growing {
        try Disk.remove(mended(path))
        try Disk.remove(mended(path) + ".partial")
      }
      return
    }
    try Disk.remove(folder.manifest)
    for path in folder.growing where Disk.exists(mended(path)) { try Disk.rename(mended(path), to: path) }
    checkpoint.isMending = false
    try Disk.replace(folder.checkpoint, with: checkpoint.json.indentedText)
  }

  private static func mended(_ path: String) -> String { path + ".mended" }
}

/// One file, copied in order of tickets with new lines put between.
private struct MergedFile {
  private let ticketKey: String
  private var former: LineReader
  private var next: (line: [UInt8], ticket: SourceID<Ticket>)?
  private var writer: RecordWriter

  init(_ path: String, into newPath: String, ticketKey: String = "ticket") throws {
    self.ticketKey = ticketKey
    former = try LineReader(path)
    writer = try RecordWriter(newPath)
    try advance()
  }

  mutating func insert(_ line: [UInt8], of ticket: SourceID<Ticket>) throws {
    try copy { $0 < ticket }
    try writer.append(line: line)
  }

  /// Files of a ticket that has some already stand in the order in which the source lists them.
  mutating func insert(
    _ added: [ExtractedAttachment], of ticket: SourceID<Ticket>, inOrderOf ids: [String]
  ) throws {
    guard !added.isEmpty else { return }
    try copy { $0 < ticket }
    var lines = added.map { (id: $0.id, line: $0.json.bytes) }
    while let next, next.ticket == ticket {
      lines.append((try JSONDocument(next.line).root.string("id"), next.line))
      try advance()
    }
    let places = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for (_, line) in lines.sorted(by: { places[$0.id] ?? -1 < places[$1.id] ?? -1 }) {
      try writer.append(line: line)
    }
  }

  mutating func finish() throws {
    try copy { _ in true }
    try writer.finish()
  }

  private mutating func copy(while isWanted: (SourceID<Ticket>) -> Bool) throws {
    while let next, isWanted(next.ticket) {
      try writer.append(line: next.line)
      try advance()
    }
  }

  private mutating func advance() throws {
    next = nil
    guard let bytes = try former.next() else { return }
    let line = RecordLine(bytes: bytes, path: former.path, number: former.lineNumber)
    next = (bytes, try line.record(as: OwnedLine.self).owner(ticketKey))
  }
}

/// Any line, as far as it tells which ticket it belongs to.
private struct OwnedLine: JSONRecord {
  let node: JSONNode

  init(json: JSONNode) throws { node = json }

  var json: JSONValue { .source(node) }

  func owner(_ key: String) throws -> SourceID<Ticket> { SourceID(try node.string(key)) }
}
