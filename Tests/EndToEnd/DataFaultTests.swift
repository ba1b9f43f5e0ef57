import Foundation
import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  /// What is wrong below `data`: each fault names the file, and mended it is forgotten.
  @Suite(.serialized) struct DataFaults {
    @Test(arguments: [
      ("transform", "extracted/tickets.jsonl"), ("transform", "extracted/people.jsonl"),
      ("transform", "extracted/attachments.jsonl"), ("transform", "extracted/manifest.json"),
      ("load", "transformed/tickets.jsonl"), ("load verify", "loaded/journal.jsonl"),
    ])
    func `a missing file is named, and what to run`(line: String, path: String) async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        if path != "loaded/journal.jsonl" { try rehearsal.remove(path) }
        let folder = path.split(separator: "/").prefix(1).joined()
        expect(try await run(line, rehearsal), exits: 1, saying: "data/\(folder)", "run ")
        #expect(rehearsal.books.writingRequestCount == 0)
      }
    }

    @Test(arguments: [
      ("transform", "extracted/tickets.jsonl"), ("transform", "extracted/people.jsonl"),
      ("transform", "extracted/attachments.jsonl"), ("load", "transformed/tickets.jsonl"),
    ])
    func `a broken line is named by file, line and column`(line: String, path: String) async throws {
      try await Rehearsal.performLoading(path.contains("attachments") ? .whole : .small) { rehearsal in
        let whole = try rehearsal.text(path)
        var lines = whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        try #require(lines.count > 2)
        let column = lines[1].utf8.count + 1
        lines[1] = lines[1].dropLast() + ",}"
        try rehearsal.write(lines.joined(separator: "\n"), to: path)
        let before = try rehearsal.contents(of: "transformed")
        expect(
          try await run(line, rehearsal), exits: 1, saying: "data/\(path):2:\(column): ", "fix the line")
        let left = try rehearsal.contents(of: "transformed").differences(from: before)
        #expect(left.allSatisfy { $0.hasSuffix(".partial") })
        try rehearsal.write(whole, to: path)
        expect(try await run(line, rehearsal), exits: 0)
      }
    }

    @Test(arguments: [("\"state\";", ":2:"), ("\"stata\":", ":2: ")])
    func `a broken line of the journal is named, and mended the load continues`(broken: String, place: String)
      async throws
    {
      try await Rehearsal.performLoading(.small) { rehearsal in
        expect(try await rehearsal.load("--limit", "5"), exits: 0)
        let whole = try rehearsal.text("loaded/journal.jsonl")
        try rehearsal.write(
          whole.replacing("\"state\":", with: broken, maxReplacements: 1), to: "loaded/journal.jsonl")
        for words in [[], ["verify"]] {
          let result = try await rehearsal.program("load").run(words)
          expect(result, exits: 1, saying: "data/loaded/journal.jsonl\(place)", "move data/loaded away")
        }
        try rehearsal.write(whole, to: "loaded/journal.jsonl")
        expect(try await rehearsal.load("--limit", "5"), exits: 0, saying: " 0 writing requests")
      }
    }

    @Test(arguments: [
      ("load", "transformed/manifest.json", "{\"uses\": 5}"),
      ("extract", "extracted/checkpoint.json", "{}"), ("extract", "extracted/checkpoint.json", "{"),
    ])
    func `a broken manifest or checkpoint is named`(line: String, path: String, text: String) async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        try rehearsal.write(text, to: path)
        expect(try await run(line, rehearsal), exits: 1, saying: "data/\(path):1")
        #expect(rehearsal.books.writingRequestCount == 0)
      }
    }

    @Test(arguments: ["extract", "transform", "load"])
    func `a second run at the same time is refused, naming the first`(name: String) async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let lock = try RunLock(stage: name, in: DataFolder(rehearsal.data.path))
        let before = try rehearsal.contents(of: "")
        let mine = ProcessInfo.processInfo.processIdentifier
        expect(
          try await rehearsal.program(name).run([]), exits: 1, saying: "another \(name) is running here",
          "process \(mine)")
        withExtendedLifetime(lock) {}
        #expect(try rehearsal.contents(of: "") == before)
      }
    }

    private func run(_ line: String, _ rehearsal: Rehearsal) async throws -> ProgramResult {
      let words = line.split(separator: " ").map(String.init)
      return try await rehearsal.program(words[0]).run(Array(words.dropFirst()))
    }
  }

  /// What is wrong with the place the files are to be written to.
  @Suite(.serialized) struct DiskFaults {
    /// A limit for files in place of a full disk: both fail in the middle of a write.
    @Test func `an extraction without room stops clearly, and continues when there is room`() async throws {
      try await Rehearsal.perform { rehearsal in
        expect(try await rehearsal.extract("--data", "undisturbed"), exits: 0)
        var program = rehearsal.program("extract")
        for blocks in [20, 300] {
          program.preparation = "trap '' XFSZ; ulimit -f \(blocks)"
          expect(try await program.run([]), exits: 1, saying: "File too large", "data/extracted/")
        }
        expect(try await rehearsal.extract(), exits: 0)
        let undisturbed = try FolderContents(of: rehearsal.folder.appending(path: "undisturbed/extracted"))
        #expect(try rehearsal.contents(of: "extracted").differences(from: undisturbed) == [])
      }
    }

    @Test func `a transform without room leaves the former files`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let before = try rehearsal.contents(of: "transformed")
        var program = rehearsal.program("transform")
        program.preparation = "trap '' XFSZ; ulimit -f 20"
        expect(
          try await program.run([]), exits: 1, saying: "File too large", "data/transformed/tickets.jsonl")
        let left = try rehearsal.contents(of: "transformed").differences(from: before)
        #expect(left.allSatisfy { $0.hasSuffix(".partial") })
        expect(try await rehearsal.transform(), exits: 0)
        #expect(try rehearsal.contents(of: "transformed") == before)
      }
    }

    @Test func `a load without room stops before the step, and makes no double`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        var program = rehearsal.program("load")
        for blocks in [4, 10] {
          program.preparation = "trap '' XFSZ; ulimit -f \(blocks)"
          expect(try await program.run([]), exits: 1, saying: "File too large", "data/loaded/journal.jsonl")
        }
        expect(try await rehearsal.load(), exits: 0, saying: "20 tickets complete")
        try expectWhole(rehearsal)
      }
    }

    @Test func `a folder that cannot be made is named`() async throws {
      try await Rehearsal.perform { rehearsal in
        let result = try await rehearsal.extract("--data", "migration.json5/data")
        expect(result, exits: 1, saying: "migration.json5/data", "Not a directory")
      }
    }

    @Test(
      .enabled(if: geteuid() != 0, "root may write anywhere"), arguments: ["extract", "transform", "load"])
    func `a folder that may not be written is named, with what to do`(name: String) async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let path = rehearsal.data.path
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
        let result = try await rehearsal.program(name).run([])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        expect(result, exits: 1, saying: "Permission denied", "give this user the right")
      }
    }
  }
}
