import Foundation
import Testing

@testable import MigrationKit
@testable import Transform

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct ArchiveTests {
  private let folder = TemporaryFolder.current

  private func file(_ id: String, _ text: String) throws -> ArchivedFile {
    let hash = SHA256.hex(of: Array(text.utf8))
    try folder.write(text, to: "data/extracted/blobs/\(hash.prefix(2))/\(hash)")
    return ArchivedFile(
      ExtractedAttachment(
        ticket: SourceID("5"), id: id, name: "../x", mediaType: "a/b", byteCount: text.utf8.count,
        sha256: hash),
      reason: "r")
  }

  private func write(_ files: [ArchivedFile]) throws {
    var archive = Archive(folder.data, blobs: folder.data.blobs)
    for file in files { try archive.add(file) }
    try archive.finish()
  }

  @Test func `files are kept by number, listed, and removed when nothing archives them any more`() throws {
    let (one, two) = (try file("7", "seven"), try file("cf-8", "eight"))
    try write([one, two])
    #expect(try folder.text("data/archive/5/7") == "seven" && folder.text("data/archive/5/cf-8") == "eight")
    let line =
      #"{"ticket":"5","id":"7","name":"../x","type":"a/b","bytes":5,"sha256":"\#(one.file.sha256)","reason":"r"}"#
    #expect(try folder.text("data/archive/files.jsonl")?.hasPrefix(line + "\n") == true)
    try write([one])
    #expect(try folder.text("data/archive/5/7") == "seven" && folder.text("data/archive/5/cf-8") == nil)
    try write([])
    #expect(try folder.text("data/archive/5/7") == nil && folder.text("data/archive/files.jsonl") == nil)
    #expect(
      try folder.text("data/extracted/blobs/\(one.file.sha256.prefix(2))/\(one.file.sha256)") == "seven")
  }

  @Test func `a run that does not come to its end leaves nothing in the archive`() throws {
    var archive = Archive(folder.data, blobs: BlobStores([folder.data.extracted.blobs]))
    try archive.add(try file("7", "seven"))
    #expect(try folder.text("data/archive/5/7") == nil)
  }

  @Test func `what was listed and could not be put there is made up for, or forgotten, by the next run`()
    throws
  {
    let (one, two) = (try file("7", "seven"), try file("8", "eight"))
    try write([one])
    // The list comes before the files, so a folder in the way is like an interruption between the two.
    try FileManager.default.createDirectory(
      atPath: folder.file("data/archive/5/8/x"), withIntermediateDirectories: true)
    #expect(throws: FileError.self) { try write([one, two]) }
    #expect(try folder.text("data/archive/files.jsonl")?.contains(#""id":"8""#) == true)
    try FileManager.default.removeItem(atPath: folder.file("data/archive/5/8"))
    try write([two])
    #expect(try folder.text("data/archive/5/7") == nil && folder.text("data/archive/5/8") == "eight")
  }

  @Test func `bytes that are not those that were extracted stop the stage`() throws {
    let one = try file("7", "seven")
    try folder.write("other", to: "data/extracted/blobs/\(one.file.sha256.prefix(2))/\(one.file.sha256)")
    #expect(throws: FileError.self) { try write([one]) }
  }
}
