import Foundation
import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  /// Stopped at requests that a seeded generator chooses, before or after the server has carried them out.
  @Suite(.serialized) struct Killing {
    @Test func `an extraction killed at any request continues to the same bytes`() async throws {
      try await Rehearsal.perform { rehearsal in
        expect(try await rehearsal.extract("--data", "undisturbed"), exits: 0)
        let whole = rehearsal.source.requestCount
        var dice = SeededGenerator(4711)
        for _ in 1...6 {
          try await stop(rehearsal.program("extract"), at: rehearsal.source, of: whole, by: SIGKILL, &dice)
        }
        rehearsal.source.disarm()
        expect(try await rehearsal.extract(), exits: 0, saying: "Extracted 57 tickets")
        let undisturbed = try FolderContents(of: rehearsal.folder.appending(path: "undisturbed/extracted"))
        let killed = try rehearsal.contents(of: "extracted")
        #expect(undisturbed.files.count > 30)
        #expect(killed.differences(from: undisturbed) == [])
      }
    }

    @Test func `a load killed at any request leaves no double and no hole`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        var dice = SeededGenerator(4711)
        for _ in 1...6 {
          try await stop(rehearsal.program("load"), at: rehearsal.target, of: 150, by: SIGKILL, &dice)
        }
        rehearsal.target.disarm()
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
        expect(try await rehearsal.load(), exits: 0, saying: " 0 writing requests")
      }
    }

    /// As after a crash whose last line is torn, and as after a folder put back from an older copy.
    @Test func `a journal that knows only the beginning makes no double`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load(), exits: 0)
        let journal = try rehearsal.text("loaded/journal.jsonl")
        try rehearsal.write(String(journal.prefix(journal.count * 2 / 3)), to: "loaded/journal.jsonl")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete", "a crash left incomplete")
        try expectWhole(rehearsal)
      }
    }

    @Test func `an interrupted extraction says how to go on, and does`() async throws {
      try await Rehearsal.perform { rehearsal in
        var dice = SeededGenerator(1)
        let result = try await stop(
          rehearsal.program("extract"), at: rehearsal.source, of: 40, by: SIGINT, &dice)
        expect(result, exits: 130, saying: "Stopping after", "Run the same command to continue")
        expect(try await rehearsal.extract(), exits: 0, saying: "Extracted 57 tickets")
        expect(try await rehearsal.transform(), exits: 0, saying: "Transformed 57 of 57")
      }
    }

    @Test func `an interrupted load says how to go on, and does`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        var dice = SeededGenerator(2)
        for _ in 1...2 {
          // At once begun, all tickets would be ended before it stops.
          let result = try await stop(
            rehearsal.program("load"), ["--jobs", "8"], at: rehearsal.target, of: 120, by: SIGINT, &dice)
          expect(result, exits: 130, saying: "Stopping after", "Run the same command to continue")
        }
        rehearsal.target.disarm()
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
      }
    }

    /// A pipe in a file's place holds the program until the signal has been sent.
    @Test func `an interrupted transform leaves the former files and says what to do`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let before = try rehearsal.contents(of: "transformed")
        let people = try rehearsal.text("extracted/people.jsonl")
        try rehearsal.remove("extracted/people.jsonl")
        let pipe = rehearsal.data.appending(path: "extracted/people.jsonl").path
        try #require(mkfifo(pipe, 0o600) == 0)
        let running = try rehearsal.program("transform").start([])
        let writing = try FileHandle(forWritingTo: URL(filePath: pipe))
        running.send(SIGINT)
        try writing.write(contentsOf: Data(people.utf8))
        try writing.close()
        expect(try await running.result(), exits: 130, saying: "Interrupted", "same command")
        try rehearsal.remove("extracted/people.jsonl")
        try rehearsal.write(people, to: "extracted/people.jsonl")
        let left = try rehearsal.contents(of: "transformed").differences(from: before)
        #expect(left.allSatisfy { $0.hasSuffix(".partial") })
        expect(try await rehearsal.transform(), exits: 0)
        #expect(try rehearsal.contents(of: "transformed") == before)
      }
    }

    /// Starts the program and sends it the signal at one of the next `whole` requests.
    @discardableResult
    private func stop(
      _ program: Program, _ words: [String] = [], at wire: Tripwire, of whole: Int, by signal: Int32,
      _ dice: inout SeededGenerator
    ) async throws -> ProgramResult {
      let moment = 1 + Int.random(in: 0..<whole, using: &dice)
      let isAfter = Bool.random(using: &dice)
      let running = try program.start(words)
      wire.set(after: moment, isAfter: isAfter) { running.send(signal) }
      return try await running.result()
    }
  }
}
