/// Cuts a JSON Lines file into blocks of about a megabyte, so that several can be worked on at once. Empty lines are
/// passed over.
package struct RecordBlockReader {
  private static let byteLimit = 1 << 20

  private var lines: LineReader

  package init(_ path: String) throws(FileError) {
    lines = try LineReader(path)
  }

  /// The next lines; nil at the end.
  package mutating func next() throws(FileError) -> [RecordLine]? {
    var block: [RecordLine] = []
    var byteCount = 0
    while byteCount < Self.byteLimit, let bytes = try lines.next() {
      if bytes.isEmpty { continue }
      block.append(RecordLine(bytes: bytes, path: lines.path, number: lines.lineNumber))
      byteCount += bytes.count
    }
    return block.isEmpty ? nil : block
  }
}
