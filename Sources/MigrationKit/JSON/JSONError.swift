/// What is wrong with a JSON text, and where. Lines and columns count from 1; columns count bytes.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  package let reason: String
  package let line: Int
  package let column: Int

  package init(_ reason: String, line: Int, column: Int) {
    self.reason = reason
    self.line = line
    self.column = column
  }

  /// Finds line and column of a byte offset.
  init(_ reason: String, at offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    let lastBreak = before.lastIndex(of: UInt8(ascii: "\n"))
    self.reason = reason
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    column = offset - (lastBreak.map { $0 + 1 } ?? 0) + 1
  }

  package var description: String { "line \(line), column \(column): \(reason)" }
}

/// A JSON value that is well-formed but not what the reader of it needs.
public struct JSONShapeError: Error, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
