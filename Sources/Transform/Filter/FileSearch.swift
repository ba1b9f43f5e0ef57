import MigrationKit

/// Finds a place in `attachments.jsonl`, which is sorted by ticket, by halves: some twenty short reads, however long
/// the file is.
struct FileSearch {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  /// The byte at which the first line of this ticket, or of one behind it, begins; the end where there is none.
  func start(of ticket: SourceID<Ticket>) throws -> Int {
    // Lines that begin before `low` are of earlier tickets; from `high` on none is.
    var (low, high) = (0, Disk.byteCount(path) ?? 0)
    while low < high {
      let middle = (low + high) / 2
      guard let (start, end, found) = try line(atOrBehind: middle, before: high) else {
        high = middle
        continue
      }
      if found < ticket { low = end } else { high = min(middle, start) }
    }
    return low
  }

  /// The first line that begins at this byte or behind it; nil where it would begin at `limit` or later.
  private func line(atOrBehind byte: Int, before limit: Int) throws -> (
    start: Int, end: Int, ticket: SourceID<Ticket>
  )? {
    // The byte before may be a line break: then the line begins right here.
    var lines = try LineReader(path, from: max(0, byte - 1))
    var start = byte
    if byte > 0 { start += try lines.next()?.count ?? 0 }
    guard start < limit, let bytes = try lines.next() else { return nil }
    let ticket = try RecordLine(bytes: bytes, path: path, number: 0).attachment().ticket
    return (start, start + bytes.count + 1, ticket)
  }
}
