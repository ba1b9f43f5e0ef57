import Testing

@testable import Extract
@testable import MigrationKit

@Suite(.temporaryFolder)
struct ArrivalNotesTests {
  private let blobs = TemporaryFolder.current.data.extracted.blobs

  private func attachment(_ id: String, bytes: String = "bytes") throws -> ExtractedAttachment {
    let arrival = try blobs.arrival()
    try OpenFile(arrival, .replacing).write(bytes.utf8)
    let blob = try blobs.keep(arrival)
    return ExtractedAttachment(
      ticket: SourceID("12"), id: id, name: "a.txt", mediaType: "text/plain", byteCount: blob.byteCount,
      sha256: blob.sha256)
  }

  private func reference(_ id: String, name: String = "a.txt", byteCount: Int? = 5) -> AttachmentReference {
    AttachmentReference(
      ticket: SourceID("12"), id: id, name: name, mediaType: "text/plain", byteCount: byteCount,
      path: "/\(id)")
  }

  @Test func `what has arrived is known to the next run, until its slice is written`() throws {
    let kept = try attachment("1")
    let other = try attachment("2")
    let notes = try ArrivalNotes(blobs)
    try notes.write([kept])
    try notes.write([other])
    try notes.forget([other])
    #expect(try notes.attachment(reference("1")) == kept)
    #expect(try notes.attachment(reference("2")) == nil)
    #expect(try ArrivalNotes(blobs).attachment(reference("1")) == kept)
  }

  @Test func `a note about a file that is listed otherwise by now, or whose bytes are gone, is none`() throws
  {
    let notes = try ArrivalNotes(blobs)
    let kept = try attachment("1")
    try notes.write([kept])
    #expect(try notes.attachment(reference("1", name: "b.txt")) == nil)
    #expect(try notes.attachment(reference("1", byteCount: 6)) == nil)
    #expect(try notes.attachment(reference("1", byteCount: nil)) == kept)
    try OpenFile(blobs.path(of: kept.sha256), .replacing).write("bytse".utf8)
    #expect(try notes.attachment(reference("1")) == nil)
    try Disk.remove(blobs.path(of: kept.sha256))
    #expect(try notes.attachment(reference("1")) == nil)
  }

  @Test func `a line that a crash has torn is no note, and does not spoil the next`() throws {
    let (first, second) = (try attachment("1"), try attachment("2"))
    try ArrivalNotes(blobs).write([first])
    let path = try blobs.noteOfArrivals()
    try OpenFile(path, .appending).write(#"{"ticket":"12","id":"#.utf8)
    try ArrivalNotes(blobs).write([second])
    let notes = try ArrivalNotes(blobs)
    #expect(try notes.attachment(reference("1")) == first)
    #expect(try notes.attachment(reference("2")) == second)
  }

  @Test func `the file does not grow with the extraction`() throws {
    let notes = try ArrivalNotes(blobs)
    let name = String(repeating: "n", count: 60_000)
    for number in 1...150 {
      let attachment = ExtractedAttachment(
        ticket: SourceID("12"), id: "\(number)", name: name, mediaType: "text/plain", byteCount: 1,
        sha256: "0")
      try notes.write([attachment])
      try notes.forget([attachment])
    }
    #expect(Disk.byteCount(try blobs.noteOfArrivals()).map { $0 < 5 << 20 } == true)
  }
}
