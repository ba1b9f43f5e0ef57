import Foundation

/// Reads a file line by line, each line once and in order, with as much memory as its longest line needs.
package struct LineReader {
  private static let usualSize = 256 << 10

  package let path: String
  /// Of the line read last; the first is 1.
  package private(set) var lineNumber = 0
  private let file: OpenFile
  private var buffer: [UInt8]
  private var unread: Range<Int> = 0..<0
  /// How much of `unread` is known to hold no line break.
  private var searched = 0

  /// - Parameter start: the byte at which the first line begins.
  package init(_ path: String, from start: Int = 0) throws(FileError) {
    self.init(try OpenFile(path, .reading))
    if start > 0 { try file.seek(to: start) }
  }

  /// Reads on from where the file has been read to.
  package init(_ file: OpenFile) {
    path = file.path
    self.file = file
    buffer = [UInt8](repeating: 0, count: Self.usualSize)
  }

  /// The next line without its line break; nil at the end. A last line without a line break counts as a line.
  package mutating func next() throws(FileError) -> [UInt8]? {
    while true {
      if let lineBreak = findLineBreak() { return take(upTo: lineBreak, skipping: 1) }
      if try !fill() { return unread.isEmpty ? nil : take(upTo: unread.upperBound, skipping: 0) }
    }
  }

  private mutating func findLineBreak() -> Int? {
    let start = unread.lowerBound + searched
    let found = buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, start < unread.upperBound else { return nil }
      return memchr(base + start, 0x0A, unread.upperBound - start).map { UnsafeRawPointer($0) - base }
    }
    searched = found == nil ? unread.count : 0
    return found
  }

  private mutating func take(upTo end: Int, skipping count: Int) -> [UInt8] {
    let line = Array(buffer[unread.lowerBound..<end])
    unread = end + count..<unread.upperBound
    searched = 0
    lineNumber += 1
    shrinkBuffer()
    return line
  }

  /// A single long line must not cost its length twice for as long as the file is read.
  private mutating func shrinkBuffer() {
    guard buffer.count > 16 * Self.usualSize, unread.count < Self.usualSize else { return }
    buffer = Array(buffer[unread]) + repeatElement(0, count: Self.usualSize - unread.count)
    unread = 0..<unread.count
  }

  /// Reads more behind what is unread; false at the end of the file.
  private mutating func fill() throws(FileError) -> Bool {
    if unread.lowerBound > 0 {
      let start = unread.lowerBound
      buffer.withUnsafeMutableBytes {
        $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<unread.upperBound]))
      }
      unread = 0..<unread.count
    }
    if unread.count == buffer.count { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
    let count = try file.read(into: &buffer, from: unread.upperBound)
    unread = unread.lowerBound..<unread.upperBound + count
    return count > 0
  }
}
