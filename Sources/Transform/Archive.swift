import MigrationKit

/// Writes `data/archive`: files that the new system does not get, each under its ticket's and its own number. There is
/// none where nothing is archived.
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
    try Disk.makeFolder("\(folder.root)/\(archived.file.ticket)")
    try Disk.link(blobs.path(of: archived.file.sha256), to: "\(folder.root)/\(place)")
    places.insert(place)
    if list == nil { list = try RecordWriter(folder.files) }
    try list?.append(archived)
  }

  /// Puts the list in its place and removes what only an earlier run has archived.
  mutating func finish() throws {
    let earlier = try earlierPlaces()
    if list == nil { try Disk.remove(folder.files) }
    try list?.finish()
    for place in earlier where !places.contains(place) { try Disk.remove("\(folder.root)/\(place)") }
  }

  private func earlierPlaces() throws -> [String] {
    guard Disk.exists(folder.files) else { return [] }
    var records = try RecordReader<ArchivedFile>(folder.files)
    var places: [String] = []
    while let archived = try records.next() { places.append(try archived.place) }
    return places
  }
}
