import Testing

@testable import MigrationKit

@Suite(.temporaryFolder) struct LineReaderTests {
  private let folder = TemporaryFolder.current

  private func lines(of text: String) throws -> [String] {
    var reader = try LineReader(try folder.write(text, to: "lines"))
    var lines: [String] = []
    while let line = try reader.next() {
      lines.append(String(decoding: line, as: UTF8.self))
      #expect(reader.lineNumber == lines.count)
    }
    #expect(try reader.next() == nil)
    return lines
  }

  @Test(arguments: [
    ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
    ("\n\na\n\n", ["", "", "a", ""]),
    ("a\r\nb\r\n", ["a\r", "b\r"]), ("a\0b\n", ["a\0b"]),
  ])
  func `each line comes once, in order`(text: String, expected: [String]) throws {
    #expect(try lines(of: text) == expected)
  }

  @Test(arguments: [-2, -1, 0, 1, 256 << 10, 3 * (256 << 10) + 7])
  func `a line may be longer than what is read at once`(excess: Int) throws {
    let long = String(repeating: "x", count: (256 << 10) + excess)
    #expect(try lines(of: "a\n\(long)\nb\n\(long)") == ["a", long, "b", long])
  }

  @Test func `the lines behind one that is very long come whole`() throws {
    let long = String(repeating: "x", count: 6 << 20)
    #expect(try lines(of: "a\n\(long)\nb\nc\n\(long)y\nd") == ["a", long, "b", "c", long + "y", "d"])
  }

  @Test func `lines that lie across the pieces of a file come whole`() throws {
    let expected = (0..<5000).map { String(repeating: "\($0 % 10)", count: $0 % 399) }
    #expect(try lines(of: expected.joined(separator: "\n") + "\n") == expected)
  }

  @Test func `a file that is not there is named, with the next step`() throws {
    #expect(
      throws: FileError(
        path: folder.file("none"),
        reason:
          "cannot open it: No such file or directory (is it the right folder? run the stage before this one first)"
      )
    ) { try LineReader(folder.file("none")) }
  }
}
