/// Writes a file of records, or any lines, under a temporary name; `finish` gives it its own.
/// So a stage that fails leaves the previous file untouched.
package struct RecordWriter {
  /// Of what is written at once.
  private static let pieceSize = 256 << 10

  package let path: String
  private let file: OpenFile
  private var buffer: [UInt8] = []

  package init(_ path: String) throws(FileError) {
    self.path = path
    file = try OpenFile(path + ".partial", .replacing)
  }

  package mutating func append(_ record: some JSONRecord) throws(FileError) {
    try append(line: record.json.bytes)
  }

  /// Text as it is, for files that are no lines.
  package mutating func append(text: String) throws(FileError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > Self.pieceSize { try flush() }
  }

  package mutating func append(line: [UInt8]) throws(FileError) {
    // A long one needs no second copy.
    if line.count > Self.pieceSize {
      try flush()
      try file.write(line)
      return buffer.append(UInt8(ascii: "\n"))
    }
    buffer.append(contentsOf: line)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > Self.pieceSize { try flush() }
  }

  /// Brings everything to disk, still under the temporary name: a full disk shows here.
  package mutating func seal() throws(FileError) {
    try flush()
    try file.synchronize()
  }

  package mutating func finish() throws(FileError) {
    try seal()
    try Disk.rename(path + ".partial", to: path)
  }

  private mutating func flush() throws(FileError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
