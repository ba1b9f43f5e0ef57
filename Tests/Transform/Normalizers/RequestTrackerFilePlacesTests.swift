import MigrationKit
import Testing

@testable import Transform

@Suite struct RequestTrackerFilePlacesTests {
  private func ticket(limit: Int? = 100, archive: String? = nil) -> OldTicket {
    var target = TargetTraits(markup: .plain)
    target.largestFile = limit
    target.archive = archive
    let files = [("7", 100), ("8", 101), ("9", 5)].map { id, size in
      ExtractedAttachment(
        ticket: SourceID("5"), id: id, name: "\(id).png", mediaType: "image/png", byteCount: size, sha256: "")
    }
    return OldTicket(
      transactions: [OldTicket.creation, #"{"id":"21","Type":"Comment","ObjectId":"5"}"#],
      attachments: [("7", 20), ("8", 20), ("9", 21)].map {
        #"{"id":"\#($0)","TransactionId":"\#($1)","ContentType":"image/png"}"#
      }, files: files, target: target)
  }

  @Test func `a file that the target does not take costs the ticket until someone decides`() throws {
    let error = #expect(throws: RejectedTicket.self) { try ticket().converted() }
    #expect(error?.rejects.map(\.rule) == ["mapping.largeFiles"])
    #expect(
      error?.rejects[0].reason == "the target accepts files of at most 100 bytes: \"8.png\" (101 bytes)")
    #expect(try ticket(limit: nil).converted().articles[0].attachments.count == 2)
  }

  @Test(arguments: [
    (nil, "Archived file: 8.png, 101 bytes, data/archive/5/8"),
    ("https://files.test/rt/", "Archived file: 8.png, 101 bytes, https://files.test/rt/5/8"),
  ])
  func `a file that is archived is named where it was`(address: String?, line: String) throws {
    let converted = try ticket(archive: address).converted(
      MappingConfiguration(largeFiles: .archive), Census())
    #expect(converted.ticket.articles[0].attachments.map(\.id) == ["7"])
    #expect(converted.ticket.articles[0].text == line)
    #expect(converted.archived.map(\.file.id) == ["8"])
    #expect(converted.archived[0].reason == "larger than the 100 bytes that the target accepts")
  }

  @Test(arguments: [
    (FileExtensions(disallowed: [".PNG", "exe"]), ["7", "8"]),
    (FileExtensions(allowed: ["pdf"]), ["7", "8"]),
    (FileExtensions(allowed: ["png"], disallowed: ["exe"]), []),
  ])
  func `a file with an extension that the target does not allow is archived, or costs the ticket`(
    extensions: FileExtensions, archived: [String]
  ) throws {
    var old = ticket(limit: nil)
    old.target.extensions = extensions
    old.target.archiveFolder = "trial/archive"
    let mapping = MappingConfiguration(forbiddenFiles: .archive, internalFiles: .archive)
    let converted = try old.converted(mapping, Census())
    #expect(converted.archived.map(\.file.id).filter { $0 != "9" } == archived)
    if archived.isEmpty { return }
    #expect(converted.archived[0].reason == "the target does not allow the extension .png")
    #expect(converted.ticket.articles[0].text.contains("7.png, 100 bytes, trial/archive/5/7"))
    let error = #expect(throws: RejectedTicket.self) { try old.converted() }
    #expect(error?.rejects.map(\.rule) == ["mapping.forbiddenFiles"])
    #expect(error?.rejects[0].hint.hasPrefix("forbiddenFiles: \"archive\"") == true)
  }

  @Test func `an internal file that is archived does not cost its ticket`() throws {
    var old = ticket(limit: 4)
    old.target.extensions = FileExtensions(disallowed: ["png"])
    let mapping = MappingConfiguration(largeFiles: .archive, internalFiles: .archive)
    #expect(try old.converted(mapping, Census()).archived.map(\.file.id) == ["7", "8", "9"])
  }

  @Test func `files of internal comments are archived when asked, unless the target hides them`() throws {
    let mapping = MappingConfiguration(largeFiles: .archive, internalFiles: .archive)
    let converted = try ticket().converted(mapping, Census())
    #expect(converted.archived.map(\.file.id) == ["8", "9"])
    #expect(converted.ticket.articles[1].attachments.isEmpty)
    var hiding = ticket()
    hiding.target.hidesFiles = true
    #expect(try hiding.converted(mapping, Census()).archived.map(\.file.id) == ["8"])
  }

  @Test(arguments: ["../8", "", "a/b", "8\u{0}", "ä"])
  func `an id that is no plain name becomes no path`(id: String) {
    let file = ExtractedAttachment(
      ticket: SourceID("5"), id: id, name: "a", mediaType: "a/b", byteCount: 1, sha256: "")
    #expect(throws: StageError.self) { try ArchivedFile(file, reason: "r").place }
  }
}
