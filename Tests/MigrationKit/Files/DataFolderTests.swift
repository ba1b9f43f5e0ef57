import Foundation
import Testing

@testable import MigrationKit

@Suite(.temporaryFolder) struct DataFolderTests {
  private let folder = TemporaryFolder.current
  private let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func `the files are where the documentation says`() {
    let data = DataFolder("d")
    let (extracted, transformed, loaded) = (data.extracted, data.transformed, data.loaded)
    #expect(
      [
        extracted.tickets, extracted.attachments, extracted.skipped, extracted.people, extracted.queues,
        extracted.rejects, extracted.changed, extracted.checkpoint, extracted.manifest, extracted.blobs.root,
      ]
        == [
          "tickets.jsonl", "attachments.jsonl", "skipped.jsonl", "people.jsonl", "queues.jsonl",
          "rejects.jsonl", "changed.jsonl", "checkpoint.json", "manifest.json", "blobs",
        ].map { "d/extracted/\($0)" })
    #expect(
      [transformed.tickets, transformed.people, transformed.rejects, transformed.manifest]
        == ["tickets.jsonl", "people.jsonl", "rejects.jsonl", "manifest.json"].map { "d/transformed/\($0)" })
    #expect(
      [loaded.journal, loaded.ids, loaded.rejects, loaded.verification, loaded.manifest]
        == ["journal.jsonl", "ids.csv", "rejects.jsonl", "verification.jsonl", "manifest.json"]
        .map { "d/loaded/\($0)" })
    #expect(data.lock(of: "load") == "d/.load.lock")
  }

  @Test func `a blob is named by its hash`() throws {
    let blobs = folder.data.extracted.blobs
    let arrival = try blobs.arrival()
    try OpenFile(arrival, .replacing).write("abc".utf8)
    let kept = try blobs.keep(arrival)
    #expect(kept == (sha256: hash, byteCount: 3))
    #expect(try folder.contents() == ["data/extracted/blobs/ba/\(hash)": "abc"])
    #expect(blobs.path(of: hash) == folder.file("data/extracted/blobs/ba/\(hash)"))
  }

  @Test func `a file is in the store that has it, and a further name is the same bytes`() throws {
    let (one, other) = (folder.data.extracted.blobs, folder.data.transformed.blobs)
    #expect(folder.data.blobs.path(of: hash) == one.path(of: hash))
    #expect(throws: FileError.self) { try folder.data.blobs.require(hash) }
    _ = try other.keep(Array("abc".utf8))
    #expect(folder.data.blobs.path(of: hash) == other.path(of: hash))
    try folder.data.blobs.require(hash)
    try one.adopt(hash, from: other)
    try one.adopt(hash, from: other)
    #expect(try one.holds(hash) && folder.data.blobs.path(of: hash) == one.path(of: hash))
    try folder.write("abd", to: "data/transformed/blobs/ba/\(hash)")
    #expect(throws: FileError.self) { try folder.data.transformed.arrivingBlobs.adopt(hash, from: other) }
  }

  @Test func `the same bytes twice are one blob`() throws {
    let blobs = folder.data.extracted.blobs
    for _ in 1...2 {
      let arrival = try blobs.arrival()
      try OpenFile(arrival, .replacing).write("abc".utf8)
      _ = try blobs.keep(arrival)
    }
    #expect(try folder.contents().count == 1)
  }

  @Test func `the same thing arrives at the same path, another elsewhere, whatever it is called`() throws {
    let blobs = folder.data.extracted.blobs
    let path = try blobs.arrival(of: "5/../../54")
    #expect(try blobs.arrival(of: "5/../../54") == path)
    #expect(try blobs.arrival(of: "5/55") != path)
    #expect(path == "\(blobs.root)/arriving/\(SHA256.hex(of: Array("5/../../54".utf8)))")
  }

  @Test func `what is discarded leaves nothing to continue from`() throws {
    let arrival = try folder.data.extracted.blobs.arrival(of: "5/54")
    for path in [arrival, arrival + ".validator"] { try OpenFile(path, .replacing).write("abc".utf8) }
    try folder.data.extracted.blobs.discard(arrival)
    #expect(try folder.contents().isEmpty)
  }

  @Test(arguments: ["", "ab", "abd", "abcd"])
  func `a blob whose bytes do not fit its name is replaced`(torn: String) throws {
    let blobs = folder.data.extracted.blobs
    try folder.write(torn, to: "data/extracted/blobs/ba/\(hash)")
    let arrival = try blobs.arrival()
    try OpenFile(arrival, .replacing).write("abc".utf8)
    _ = try blobs.keep(arrival)
    #expect(try folder.contents() == ["data/extracted/blobs/ba/\(hash)": "abc"])
  }

  @Test(arguments: ["", "abd", "abc"])
  func `bytes in memory become the same blob as those of a file`(former: String) throws {
    let blobs = folder.data.extracted.blobs
    if !former.isEmpty { try folder.write(former, to: "data/extracted/blobs/ba/\(hash)") }
    let kept = try blobs.keep(Array("abc".utf8))
    #expect(kept == (sha256: hash, byteCount: 3))
    #expect(try folder.contents() == ["data/extracted/blobs/ba/\(hash)": "abc"])
  }

  /// Should the power be cut before it is saved, the new one could be torn, and tickets refer to the old one already.
  @Test func `a whole blob is not replaced`() throws {
    let blobs = folder.data.extracted.blobs
    _ = try blobs.keep(Array("abc".utf8))
    let old = try OpenFile(blobs.path(of: hash), .reading)
    let arrival = try blobs.arrival()
    try OpenFile(arrival, .replacing).write("abc".utf8)
    _ = try blobs.keep(arrival)
    _ = try blobs.keep(Array("abc".utf8))
    try OpenFile(blobs.path(of: hash), .appending).write("d".utf8)
    #expect(try old.byteCount() == 4)
  }

  @Test func `half arrived bytes are cleared, blobs stay`() throws {
    let blobs = folder.data.extracted.blobs
    let (kept, torn) = (try blobs.arrival(), try blobs.arrival())
    #expect(kept != torn)
    for path in [kept, torn] { try OpenFile(path, .replacing).write("abc".utf8) }
    _ = try blobs.keep(kept)
    try blobs.clearArrivals()
    #expect(try folder.contents().keys.sorted() == ["data/extracted/blobs/ba/\(hash)"])
  }

  @Test(arguments: [
    ("", false), ("../../etc/passwd", false), (String(repeating: "../", count: 21) + "x", false),
    (String(repeating: "A", count: 64), false), (String(repeating: "g", count: 64), false),
    (String(repeating: "a", count: 63), false), (String(repeating: "a", count: 65), false),
    (String(repeating: "é", count: 32), false), (String(repeating: "a", count: 63) + "\0", false),
    (String(repeating: "0f", count: 32), true),
  ])
  func `only 64 lower-case hexadecimal digits name a blob`(name: String, isName: Bool) {
    #expect(BlobStore.isName(name) == isName)
  }

  @Test func `a second run is refused and the first one named`() throws {
    var lock: RunLock? = try RunLock(stage: "load", in: folder.data)
    let error = try #require(throws: FileError.self) { try RunLock(stage: "load", in: folder.data) }
    let process = ProcessInfo.processInfo.processIdentifier
    #expect(
      error.description == folder.data.lock(of: "load")
        + ": another load is running here (process \(process)); wait for it, or stop it and try again")
    withExtendedLifetime(lock) {}
    lock = nil
    #expect(throws: Never.self) { try RunLock(stage: "load", in: folder.data) }
  }

  @Test func `stages and folders do not lock each other`() throws {
    let lock = try RunLock(stage: "load", in: folder.data)
    #expect(throws: Never.self) { try RunLock(stage: "extract", in: folder.data) }
    #expect(throws: Never.self) { try RunLock(stage: "load", in: DataFolder(folder.file("other"))) }
    withExtendedLifetime(lock) {}
  }
}
