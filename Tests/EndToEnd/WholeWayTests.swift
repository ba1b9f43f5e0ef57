import Foundation
import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  @Suite(.serialized) struct WholeWay {
    @Test func `a whole migration ends complete, and sent again it sends nothing`() async throws {
      try await Rehearsal.perform { rehearsal in
        expect(try await rehearsal.extract(), exits: 0, saying: "Extracted 57 tickets")
        expect(try await rehearsal.transform(), exits: 0, saying: "Transformed 57 of 57 tickets")
        expect(try await rehearsal.load("check"), exits: 0, saying: "Ready")
        #expect(rehearsal.books.writingRequestCount == 0)
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete (57 by this run)")
        expect(
          try await rehearsal.load("verify"), exits: 0, saying: "Verified 57 tickets",
          " 0 unexpected differences")
        let written = rehearsal.books.writingRequestCount
        let files = try rehearsal.contents(of: "loaded")
        expect(try await rehearsal.load(), exits: 0, saying: "(0 by this run)", " 0 writing requests")
        #expect(rehearsal.books.writingRequestCount == written)
        #expect(try rehearsal.contents(of: "loaded").differences(from: files) == [])
        try expectWhole(rehearsal)
      }
    }

    @Test func `a picture in a text arrives as a file, and is read back`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let (old, new) = Rehearsal.pictureInText
        let text = try rehearsal.text("extracted/tickets.jsonl")
        try rehearsal.write(text.replacing(old, with: new), to: "extracted/tickets.jsonl")
        expect(try await rehearsal.transform(), exits: 0, saying: "files were part of texts")
        let blob = SHA256.hex(of: Array("abc".utf8))
        #expect(try rehearsal.text("transformed/blobs/ba/\(blob)") == "abc")
        expect(try await rehearsal.load("check"), exits: 0)
        expect(try await rehearsal.load("plan"), exits: 0)
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        let names = rehearsal.books.issues.flatMap(\.files).map(\.name).filter { $0.hasPrefix("picture-") }
        #expect(names.count > 1)
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
        try expectWhole(rehearsal)
        try rehearsal.write("abd", to: "transformed/blobs/ba/\(blob)")
        try rehearsal.remove("loaded")
        expect(try await rehearsal.load(), exits: 0, saying: " 0 writing requests")
      }
    }

    @Test func `without its journal a load finds its tickets and sends nothing again`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load(), exits: 0)
        let ids = try rehearsal.text("loaded/ids.csv")
        try rehearsal.remove("loaded")
        expect(
          try await rehearsal.load(), exits: 0, saying: "57 tickets complete (0 by this run)",
          " 0 writing requests", "waiting 1 s, then looking up")
        #expect(try rehearsal.text("loaded/ids.csv") == ids)
        try expectWhole(rehearsal)
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
        expect(try await rehearsal.load(), exits: 0, saying: " 0 writing requests")
      }
    }

    /// Links of the first tickets to later ones wait for those.
    @Test func `a load of the first tickets continues to all of them`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load("--limit", "5"), exits: 0, saying: "5 tickets complete")
        #expect(rehearsal.books.issues.count == 5)
        expect(try await rehearsal.load("verify", "--limit", "5"), exits: 0, saying: "Verified 5 tickets")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete (52 by this run)")
        try expectWhole(rehearsal)
      }
    }

    @Test func `an extraction of the first tickets is kept apart from one of all`() async throws {
      try await Rehearsal.perform { rehearsal in
        expect(try await rehearsal.extract("--limit", "5"), exits: 0, saying: "Extracted 5 tickets")
        expect(try await rehearsal.transform(), exits: 0, saying: "Transformed 5 of 5")
        let files = try rehearsal.contents(of: "extracted")
        expect(try await rehearsal.extract(), exits: 2, saying: "the first 5", "delete the folder")
        #expect(try rehearsal.contents(of: "extracted") == files)
      }
    }

    @Test func `verification names what someone has changed in the target`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load(), exits: 0)
        let lines = try rehearsal.text("transformed/tickets.jsonl")
        try rehearsal.write(
          lines.replacing("\"subject\":\"Printer does not print\"", with: "\"subject\":\"Another\""),
          to: "transformed/tickets.jsonl")
        expect(try await rehearsal.load("verify"), exits: 5, saying: " 1 unexpected difference.")
        let found = try rehearsal.text("loaded/verification.jsonl")
        #expect(found.contains("Another") && found.contains("Printer does not print"))
      }
    }

    @Test func `an internal comment that someone has made public is told first`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load(), exits: 0)
        let note = rehearsal.books.issues.flatMap(\.articles).first(where: \.isPrivate)
        var change = HTTPRequest.json(
          .put, "/journals/\(try #require(note).id).json", ["journal": ["private_notes": false]])
        change.headers.append(HTTPHeader("X-Redmine-API-Key", Rehearsal.key))
        #expect(try await HTTPClient(base: rehearsal.targetURL).send(change).status == 204)
        let result = try await rehearsal.load("verify")
        expect(result, exits: 5, saying: " 1 unexpected difference.")
        #expect(result.untimedText.hasPrefix("PUBLIC: ticket "))
      }
    }

    @Test func `a sample of attachments is compared byte for byte, the others by name and length`()
      async throws
    {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load(), exits: 0)
        expect(
          try await rehearsal.load("verify", "--files", "7"), exits: 0,
          saying: "42 attachments (7 byte for byte)", " 0 unexpected differences")
        expect(try await rehearsal.load("verify", "--files", "none"), exits: 2, saying: "--files needs")
        expect(try await rehearsal.load("check", "--files", "7"), exits: 2, saying: "it is for load verify")
      }
    }
  }

  @Suite(.serialized) struct Determinism {
    @Test func `two runs in two folders give the same bytes`() async throws {
      try await Rehearsal.perform { rehearsal in
        for folder in ["one", "two"] {
          expect(try await rehearsal.extract("--data", folder), exits: 0)
          expect(try await rehearsal.transform("--data", folder), exits: 0)
        }
        let folders = try ["one", "two"].map { try FolderContents(of: rehearsal.folder.appending(path: $0)) }
        #expect(folders[0].files.count > 30)
        let ofTheRun = [".extract.lock", ".transform.lock", ".report.lock", "limits-extract.json"]
        #expect(folders[0].differences(from: folders[1]).filter { !ofTheRun.contains($0) } == [])
        // What is complete is not changed by being done again.
        expect(try await rehearsal.extract("--data", "one"), exits: 0)
        expect(try await rehearsal.transform("--data", "one"), exits: 0)
        let again = try FolderContents(of: rehearsal.folder.appending(path: "one"))
        #expect(again.differences(from: folders[0]).filter { !ofTheRun.contains($0) } == [])
      }
    }
  }
}
