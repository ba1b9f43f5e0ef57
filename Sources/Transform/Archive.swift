import MigrationKit

/// Writes `data/archive`: files that the new system does not get, each under its ticket's and its own number. There is
/// none where nothing is archived, and nothing is put there before the last ticket is through.
struct Archive {
  private let folder: DataFolder.Archive
  private let blobs: BlobStores
  private var list: RecordWriter?
  private var places: Set<String> = []

  /// - Parameter blobs: where the files are.
  init(_ data: DataFolder, blobs: BlobStores) {
    folder = data.archive
    self.blobs = blobs
  }

  mutating func add(_ archived: ArchivedFile) throws {
    let place = try archived.place
    try blobs.require(archived.file.sha256)
    places.insert(place)
    if list == nil { try Disk.makeFolder(folder.root) }
    if list == nil { list = try RecordWriter(folder.files) }
    try list?.append(archived)
  }

  /// Removes what only an earlier run has archived, puts the list in its place, and then the files: whenever this is
  /// interrupted, the list names every file that is there, and the next run knows them all.
  mutating func finish() throws {
    try eachListed { archived in
      let place = try archived.place
      if !places.contains(place) { try Disk.remove("\(folder.root)/\(place)") }
    }
    guard list != nil else { return try Disk.remove(folder.files) }
    try list?.finish()
    try eachListed { archived in
      try Disk.makeFolder("\(folder.root)/\(archived.file.ticket)")
      try Disk.link(blobs.path(of: archived.file.sha256), to: "\(folder.root)/\(try archived.place)")
    }
  }

  private func eachListed(_ body: (ArchivedFile) throws -> Void) throws {
    guard Disk.exists(folder.files) else { return }
    var records = try RecordReader<ArchivedFile>(folder.files)
    while let archived = try records.next() { try body(archived) }
  }
}
