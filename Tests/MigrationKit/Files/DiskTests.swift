import Testing

@testable import MigrationKit

@Suite(.temporaryFolder) struct DiskTests {
  private let folder = TemporaryFolder.current

  @Test func `folders are made with those above them, and may be there already`() throws {
    try Disk.makeFolder(folder.file("a/b/c"))
    try Disk.makeFolder(folder.file("a/b/c"))
    #expect(try Disk.files(in: folder.file("a/b")) == ["c"])
    #expect(try Disk.files(in: folder.file("nowhere")).isEmpty)
  }

  @Test func `a file where a folder should be is named`() throws {
    let file = try folder.write("", to: "file")
    let error = try #require(throws: FileError.self) { try Disk.makeFolder("\(file)/below") }
    #expect(error.description == "\(file)/below: cannot make it: Not a directory")
  }

  @Test func `a folder where a file should be is named`() throws {
    try Disk.makeFolder(folder.file("journal"))
    let error = try #require(throws: FileError.self) { try OpenFile(folder.file("journal"), .appending) }
    #expect(error.description == "\(folder.file("journal")): cannot open it: Is a directory")
  }

  @Test func `a folder that is not there is named, with the next step`() throws {
    let error = try #require(throws: FileError.self) { try OpenFile(folder.file("none/x"), .replacing) }
    #expect(
      error.description == folder.file("none/x")
        + ": cannot open it: No such file or directory (is it the right folder? run the stage before this one first)"
    )
  }

  @Test func `a full disk says how much is free, and to free some`() throws {
    let error = try #require(throws: FileError.self) { try OpenFile("/dev/full", .appending).write([1]) }
    #expect(
      error.description.wholeMatch(
        of:
          /\/dev\/full: the disk is full \([0-9.]+ (bytes|[kMG]B) free\); free some space and run the same command again/
      ) != nil)
    #expect(error.isFullDisk)
  }

  @Test func `a file is replaced as a whole`() throws {
    let path = try folder.write("a long old text", to: "x")
    try Disk.replace(path, with: "new")
    #expect(try folder.contents() == ["x": "new"])
  }

  @Test func `a file without a folder in its path is renamed too`() throws {
    let name = "ticketferry-\(UInt64.random(in: .min ... .max))"
    defer { try? Disk.remove(name + "-new") }
    try OpenFile(name, .replacing).write("abc".utf8)
    try Disk.rename(name, to: name + "-new")
    #expect(Disk.byteCount(name + "-new") == 3)
  }

  @Test func `removing what is not there is fine`() throws {
    let path = try folder.write("", to: "x")
    try Disk.remove(path)
    try Disk.remove(path)
    #expect(!Disk.exists(path))
    #expect(Disk.byteCount(path) == nil)
  }

  @Test func `appending keeps what is there, also after a cut`() throws {
    let path = try folder.write("abc", to: "x")
    let file = try OpenFile(path, .appending)
    try file.write("def".utf8)
    #expect(try file.byteCount() == 6)
    try file.truncate(to: 2)
    try file.write("Z".utf8)
    #expect(try folder.text("x") == "abZ")
    #expect(Disk.byteCount(path) == 3)
  }

  @Test func `the whole of a file is read, however long`() throws {
    let text = String(repeating: "0123456789", count: 20_000)
    #expect(String(decoding: try Disk.contents(try folder.write(text, to: "x")), as: UTF8.self) == text)
  }
}
