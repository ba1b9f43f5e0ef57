import MigrationKit

/// `data/transformed/parts`: a file for each part, named by the part's first ticket. So a process that is run again, or
/// twice at once, puts the same file in the same place.
struct PartFolder {
  let path: String

  /// Files that stood in the texts of all parts.
  var blobs: BlobStore { BlobStore(root: "\(path)/blobs") }

  /// Puts it in its place as a whole.
  func keep(_ part: Part) throws {
    guard part.first.text.isPlainName else {
      throw StageError("no file can be named by the ticket \(part.first); transform without --filter")
    }
    try Disk.makeFolder(path)
    let arrival = "\(path)/\(part.first).\(String(UInt64.random(in: .min ... .max), radix: 16))"
    try Disk.replace(arrival, with: part.json.text + "\n")
    try Disk.rename(arrival, to: "\(path)/\(part.first).json")
  }

  /// The numbers of the parts' first tickets, in their order.
  func firstTickets() throws -> [SourceID<Ticket>] {
    try Disk.files(in: path).filter { $0.hasSuffix(".json") }.map { SourceID(String($0.dropLast(5))) }
      .sorted()
  }

  func part(from first: SourceID<Ticket>) throws -> Part {
    let file = self.file(of: first)
    return try RecordLine(bytes: try Disk.contents(file), path: file, number: 1).record()
  }

  func file(of first: SourceID<Ticket>) -> String { "\(path)/\(first).json" }

  /// What earlier runs have left would not fit to those that follow.
  func clear() throws {
    try Disk.removeFolder(blobs.root)
    for name in try Disk.files(in: path) { try Disk.remove("\(path)/\(name)") }
  }
}
