/// Reads a JSON Lines file record by record. A broken line is an error that names file, line and column.
package struct RecordReader<Record: JSONRecord> {
  private var lines: LineReader

  /// - Parameter start: the byte at which the first line begins.
  package init(_ path: String, from start: Int = 0) throws(FileError) {
    lines = try LineReader(path, from: start)
  }

  /// The next record; nil at the end. Empty lines are passed over.
  package mutating func next() throws -> Record? {
    while let line = try lines.next() {
      if line.isEmpty { continue }
      return try RecordLine(bytes: line, path: lines.path, number: lines.lineNumber).record()
    }
    return nil
  }
}

/// One line of a JSON Lines file, not yet looked into.
package struct RecordLine: Sendable {
  package let bytes: [UInt8]
  package let path: String
  package let number: Int

  package init(bytes: [UInt8], path: String, number: Int) {
    self.bytes = bytes
    self.path = path
    self.number = number
  }

  package func node() throws(RecordLineError) -> JSONNode {
    do {
      return try JSONDocument(bytes).root
    } catch {
      throw RecordLineError(path: path, line: number, column: error.column, reason: error.reason)
    }
  }

  /// A record of which some members are all that is wanted: what follows them is not read. A line that cannot be read so
  /// is read whole, which says what is wrong with it.
  /// - Parameter depth: whose members they are: 0 the line's, 1 those of one of its members.
  package func beginning<Record: JSONRecord>(
    as type: Record.Type = Record.self, until members: [String], depth: Int = 0
  ) throws -> Record {
    guard let document = JSONDocument(beginningOf: bytes, until: members, depth: depth),
      let record = try? Record(json: document.root)
    else { return try self.record() }
    return record
  }

  package func record<Record: JSONRecord>(as type: Record.Type = Record.self) throws(RecordLineError)
    -> Record
  {
    let node = try node()
    do {
      return try Record(json: node)
    } catch {
      throw RecordLineError(path: path, line: number, column: nil, reason: "\(error)")
    }
  }
}

/// A line of a file under `data/` that cannot be used.
package struct RecordLineError: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let line: Int
  /// Nil when the line is good JSON and its content is wrong.
  package let column: Int?
  package let reason: String

  package init(path: String, line: Int, column: Int?, reason: String) {
    self.path = path
    self.line = line
    self.column = column
    self.reason = reason
  }

  package var description: String {
    let place = column.map { "\(path):\(line):\($0)" } ?? "\(path):\(line)"
    return "\(place): \(reason); fix the line, or run the stage that wrote the file again"
  }
}
