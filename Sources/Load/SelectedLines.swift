import Foundation
import MigrationKit

/// The lines of the selected tickets, in order and not yet read.
struct SelectedLines {
  private let selection: TicketSelection
  private var lines: LineReader
  private var remaining: Int

  init(_ path: String, _ selection: TicketSelection) throws(FileError) {
    self.selection = selection
    lines = try LineReader(path)
    remaining = selection.limit ?? .max
  }

  /// The next one; nil at the end. Empty lines are passed over.
  mutating func next() throws -> RecordLine? {
    while remaining > 0, let bytes = try lines.next() {
      if bytes.isEmpty { continue }
      let line = RecordLine(bytes: bytes, path: lines.path, number: lines.lineNumber)
      guard try selection.contains(line) else { continue }
      remaining -= 1
      return line
    }
    return nil
  }
}

/// What a ticket's bytes show without parsing. Reading all tickets once more would take longer than what is to be
/// done with them; where these say yes and it was no, only time is lost.
extension RecordLine {
  /// The bracket of an open place stands in it, perhaps as a program wrote it that knows ASCII only.
  var speaksOfTickets: Bool { holds("\u{27E6}ticket ") || holds(#"\u27"#) }

  /// `transform` writes an empty list so, and within a text the quotes would have backslashes.
  var mayHaveLinks: Bool { !holds("[]", behind: #""links":"#) }

  /// - Parameter words: begin with a byte that is rare, for that is what is looked for first.
  private func holds(_ words: String, behind beginning: String = "") -> Bool {
    let (words, beginning) = (Array(words.utf8), Array(beginning.utf8))
    return bytes.withUnsafeBytes { bytes in
      var start = 0
      while let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(words[0]), bytes.count - start)
      {
        let place = UnsafeRawPointer(found) - base
        if bytes[place...].starts(with: words),
          bytes[..<place].suffix(beginning.count).elementsEqual(beginning)
        {
          return true
        }
        start = place + 1
      }
      return false
    }
  }
}
