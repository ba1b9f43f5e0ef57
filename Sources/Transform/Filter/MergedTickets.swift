import MigrationKit

/// Brings three things together that have one order: the ids that there are, the parts, and the lines that the
/// filters have written. So every ticket is written or rejected, once, and counted by the part that says so.
struct MergedTickets {
  private var ids: ArraySlice<SourceID<Ticket>>
  private var lines: LineReader
  /// The line read last, unless it was taken.
  private var upcoming: (id: SourceID<Ticket>, line: [UInt8])?

  init(ids: [SourceID<Ticket>], lines: LineReader) throws {
    self.ids = ids[...]
    self.lines = lines
    try advance()
  }

  /// - Parameter path: the part's file.
  mutating func take(_ part: Part, from path: String, into files: inout TransformedFiles) throws {
    guard part.first == ids.first else { throw gap(before: part, path) }
    var rejects = part.rejects[...]
    var (written, rejected, byteCount) = (0, 0, 0)
    while let id = ids.first, !(part.last < id) {
      ids.removeFirst()
      if let ticket = upcoming, ticket.id == id {
        try files.append(line: ticket.line)
        (written, byteCount) = (written + 1, byteCount + ticket.line.count + 1)
        try advance()
      } else {
        let own = rejects.prefix { $0.ticket == id }
        guard !own.isEmpty else { throw missing(id, path) }
        try files.append(Array(own), [])
        rejects.removeFirst(own.count)
        rejected += 1
      }
    }
    try files.append([], part.archived)
    guard rejects.isEmpty,
      (written, rejected, byteCount) == (part.tally.written, part.tally.rejected, part.byteCount)
    else {
      throw StageError(
        """
        \(path) reports \(part.tally.written) tickets in \(part.byteCount) bytes and \(part.tally.rejected) rejected \
        ones, but standard input has \(written) in \(byteCount) for it and \(rejected) are missing there; run that \
        part's filter again, and pass its lines on unchanged
        """)
    }
  }

  func requireNothingLeft(in folder: String) throws {
    if let id = ids.first {
      throw StageError("ticket \(id) and what follows it is in no file of \(folder): \(Self.advice)")
    }
    if let upcoming {
      throw StageError(
        "\(place): ticket \(upcoming.id) is not expected here, or is out of order; \(Self.advice)")
    }
  }

  private static let advice =
    "run the filter on every part, and merge what they write in the order of the parts"

  private var place: String { "\(lines.path):\(lines.lineNumber)" }

  private func missing(_ id: SourceID<Ticket>, _ path: String) -> StageError {
    let found = upcoming.map { "\(place) is ticket \($0.id)" } ?? "standard input is at its end"
    return StageError(
      "ticket \(id) is neither rejected by \(path) nor the next line (\(found)): \(Self.advice)")
  }

  private func gap(before part: Part, _ path: String) -> StageError {
    guard let id = ids.first, id < part.first else {
      return StageError(
        "\(path): its tickets are in another part as well; delete that folder, then \(Self.advice)")
    }
    return StageError("ticket \(id) is in no part before \(path): \(Self.advice)")
  }

  private mutating func advance() throws {
    upcoming = nil
    while let line = try lines.next() {
      if line.isEmpty { continue }
      upcoming = (try id(of: line), line)
      return
    }
  }

  /// Every ticket's line begins with its id; nothing behind it is read here.
  private func id(of line: [UInt8]) throws -> SourceID<Ticket> {
    let opening = #"{"id":""#.utf8
    let rest = line.dropFirst(opening.count)
    guard line.starts(with: opening), let end = rest.firstIndex(of: UInt8(ascii: "\"")) else {
      throw StageError("\(place): not a line that transform --filter wrote; pass its lines on unchanged")
    }
    return SourceID(String(decoding: rest[..<end], as: UTF8.self))
  }
}
