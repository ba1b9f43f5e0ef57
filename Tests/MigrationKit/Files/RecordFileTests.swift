import Testing

@testable import MigrationKit

@Suite(.temporaryFolder) struct RecordFileTests {
  private let folder = TemporaryFolder.current
  private let first = SkippedTicket(ticket: SourceID("1"), reason: "deleted")
  private let second = SkippedTicket(ticket: SourceID("2"), reason: "merged into 1")

  @Test func `records are read back, empty lines passed over`() throws {
    let path = try folder.write(
      "\n" + first.json.text + "\n\n" + second.json.text, to: "skipped.jsonl")
    var reader = try RecordReader<SkippedTicket>(path)
    #expect(try reader.next() == first)
    #expect(try reader.next() == second)
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [
    (#"{"ticket":"2","reason":}"#, ":3:24: "), (#"{"ticket":"2""#, ":3:14: "), ("<html>", ":3:1: "),
    (#"{"ticket":"2"}"#, #":3: "reason" is missing; "#),
    (#"{"ticket":2,"reason":"deleted"}"#, #":3: "ticket" has a value of the wrong kind; "#),
  ])
  func `a broken line is named by file, line and column`(line: String, place: String) throws {
    let path = try folder.write("\n\(first.json.text)\n\(line)\n", to: "skipped.jsonl")
    var reader = try RecordReader<SkippedTicket>(path)
    #expect(try reader.next() == first)
    let error = try #require(throws: RecordLineError.self) { try reader.next() }
    #expect(error.description.hasPrefix(path + place), "\(error)")
    #expect(error.description.hasSuffix("; fix the line, or run the stage that wrote the file again"))
  }

  @Test func `malformed UTF-8 is an error with its column`() throws {
    let path = folder.file("skipped.jsonl")
    try OpenFile(path, .replacing).write(Array(#"{"ticket":""#.utf8) + [0xFF] + Array(#""}"#.utf8))
    var reader = try RecordReader<SkippedTicket>(path)
    let error = try #require(throws: RecordLineError.self) { try reader.next() }
    #expect(error.column == 12)
    #expect(error.line == 1)
  }

  @Test func `the old file stays until the new one is finished`() throws {
    let path = try folder.write("old", to: "skipped.jsonl")
    var writer = try RecordWriter(path)
    try writer.append(first)
    try writer.append(line: [UInt8](repeating: UInt8(ascii: "x"), count: 300 << 10))
    #expect(try folder.text("skipped.jsonl") == "old")
    try writer.append(second)
    try writer.finish()
    #expect(
      try folder.text("skipped.jsonl")
        == "\(first.json.text)\n\(String(repeating: "x", count: 300 << 10))\n\(second.json.text)\n")
    #expect(try folder.contents().keys.sorted() == ["skipped.jsonl"])
  }

  @Test func `what an abandoned writer has left does not reach the next file`() throws {
    var abandoned = try RecordWriter(folder.file("a"))
    try abandoned.append(line: [UInt8](repeating: UInt8(ascii: "x"), count: 300 << 10))
    #expect(try folder.text("a") == nil)
    var writer = try RecordWriter(folder.file("a"))
    try writer.finish()
    #expect(try folder.text("a") == "")
  }
}
