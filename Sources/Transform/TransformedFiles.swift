import MigrationKit

/// What `transform` writes ticket by ticket: the tickets, the rejects and the archive. Nothing has its name before
/// everything is on disk.
struct TransformedFiles {
  private let manifest: String
  private var tickets: RecordWriter
  private var rejects: RecordWriter
  private var archive: Archive

  init(_ data: DataFolder) throws {
    manifest = data.transformed.manifest
    tickets = try RecordWriter(data.transformed.tickets)
    rejects = try RecordWriter(data.transformed.rejects)
    archive = Archive(data)
  }

  mutating func append(line: [UInt8]) throws { try tickets.append(line: line) }

  mutating func append(_ rejected: [Reject], _ archived: [ArchivedFile]) throws {
    for reject in rejected { try rejects.append(reject) }
    for file in archived { try archive.add(file) }
  }

  mutating func finish() throws {
    try tickets.seal()
    try rejects.seal()
    // Without its manifest the folder counts as unfinished, should the process end between the two files.
    try Disk.remove(manifest)
    try archive.finish()
    try tickets.finish()
    try rejects.finish()
  }
}
