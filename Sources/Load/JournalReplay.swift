import MigrationKit

/// Reads a journal from its beginning.
struct JournalReplay {
  private(set) var tickets = TicketMemory()
  /// How much of the file is whole lines.
  private(set) var byteCount = 0
  /// The length of a last line without an end; nil when there is none.
  private(set) var tornBytes: Int?
  /// What its opening lines say; nil in an empty journal.
  private(set) var owner: JournalOwner?

  init(_ path: String, owner: JournalOwner) throws {
    guard let size = Disk.byteCount(path) else { return }
    var lines = try LineReader(path)
    while let line = try lines.next() {
      guard byteCount + line.count + 1 <= size else {
        tornBytes = line.count
        return
      }
      byteCount += line.count + 1
      let record = try Self.record(in: RecordLine(bytes: line, path: path, number: lines.lineNumber))
      try take(record, owner, path)
    }
  }

  /// A journal says first what it belongs to.
  private mutating func take(_ record: JournalRecord, _ expected: JournalOwner, _ path: String) throws {
    guard case .opening(let opening) = record else {
      guard owner != nil else { throw Self.stranger(path, "does not say which target it belongs to") }
      return record.apply(to: &tickets)
    }
    if let difference = expected.difference(from: opening) {
      throw Self.stranger(path, "belongs to \(difference)")
    }
    owner = owner ?? opening
    owner?.instance.merge(opening.instance) { first, _ in first }
  }

  private static func stranger(_ path: String, _ reason: String) -> StageError {
    StageError(
      "\(path) \(reason)\(reason.hasSuffix("?") ? " Choose" : "; choose") another folder with --data, or move "
        + "\(folder(of: path)) away", exitCode: .usage)
  }

  private static func folder(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[..<$0] } ?? "."
  }

  private static func record(in line: RecordLine) throws -> JournalRecord {
    do {
      return try line.record()
    } catch {
      throw StageError(
        "\(line.path):\(line.number)\(error.column.map { ":\($0)" } ?? ""): \(error.reason); fix the line, or move "
          + "\(folder(of: line.path)) away and load again: what is in the target is found by its marker")
    }
  }
}
