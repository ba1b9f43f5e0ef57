import MigrationKit

/// What `transform` writes ticket by ticket: the tickets, the rejects and the archive. Nothing has its name before
/// everything is on disk.
struct TransformedFiles {
  private let folder: DataFolder.Transformed
  private let manifest: String
  private var tickets: RecordWriter
  private var rejects: RecordWriter
  private var archive: Archive

  init(_ data: DataFolder) throws {
    folder = data.transformed
    manifest = folder.manifest
    tickets = try RecordWriter(data.transformed.tickets)
    rejects = try RecordWriter(data.transformed.rejects)
    archive = Archive(data, blobs: BlobStores([data.extracted.blobs, folder.arrivingBlobs]))
    try Disk.removeFolder(folder.arrivingBlobs.root)
  }

  /// Files that stood in texts. They come before what is archived of them.
  func append(_ embedded: [EmbeddedFile]) throws {
    for file in embedded { _ = try folder.arrivingBlobs.keep(file.bytes) }
  }

  /// The same files where a filter has kept them.
  func adopt(_ hashes: [String], from blobs: BlobStore) throws {
    for hash in hashes { try folder.arrivingBlobs.adopt(hash, from: blobs) }
  }

  mutating func append(line: [UInt8]) throws { try tickets.append(line: line) }

  mutating func append(_ rejected: [Reject], _ archived: [ArchivedFile]) throws {
    for reject in rejected { try rejects.append(reject) }
    for file in archived { try archive.add(file) }
  }

  mutating func finish() throws {
    try tickets.seal()
    try rejects.seal()
    try folder.arrivingBlobs.synchronize()
    // Without its manifest the folder counts as unfinished, should the process end between the two files.
    try Disk.remove(manifest)
    try archive.finish()
    try Disk.removeFolder(folder.blobs.root)
    if Disk.exists(folder.arrivingBlobs.root) {
      try Disk.rename(folder.arrivingBlobs.root, to: folder.blobs.root)
    }
    try tickets.finish()
    try rejects.finish()
  }
}
