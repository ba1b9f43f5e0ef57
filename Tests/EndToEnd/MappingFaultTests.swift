import Foundation
import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  @Suite(.serialized) struct MappingFaults {
    @Test(arguments: [["check"], []])
    func `what the target does not have is all named before the first write`(words: [String]) async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        try rehearsal.configure(
          (old: "queues: { \"*\": \"support\"", new: "queues: { \"*\": \"suport\""),
          (old: "\"*\": \"Support\"", new: "\"*\": \"Suport\""), (old: "\"Feedback\"", new: "\"Feedbak\""),
          (old: "\"High\"", new: "\"Hihg\""), (old: ": \"anna\"", new: ": \"ana\""),
          (old: "\"Promised on\": \"Promised on\"", new: "\"Promised on\": \"Promisd on\""),
          (old: "marker: \"RT ticket\"", new: "marker: \"RT tiket\""))
        expect(try await rehearsal.transform(), exits: 0)
        expect(
          try await rehearsal.program("load").run(words), exits: 2, saying: "nothing was written",
          "the project \"suport\"", "no tracker \"Suport\"", "no status \"Feedbak\"", "no priority \"Hihg\"",
          "no user \"ana\"", "no custom field \"Promisd on\"", "no custom field \"RT tiket\"",
          "did you mean \"Feedback\"?", "did you mean \"anna\"?")
        #expect(rehearsal.books.writingRequestCount == 0)
        #expect(rehearsal.books.issues.isEmpty)
      }
    }

    @Test func `when every ticket is rejected nothing is loaded, planned or verified as if all were well`()
      async throws
    {
      try await Rehearsal.performLoading(.small) { rehearsal in
        try rehearsal.configure(
          (old: "queues: { \"*\": \"support\"", new: "queues: { \"Other\": \"support\""))
        expect(try await rehearsal.transform(), exits: 3, saying: "0 of 20 tickets")
        for words in [["plan"], [], ["verify"]] {
          expect(
            try await rehearsal.program("load").run(words), exits: 3,
            saying: "transform rejected all 20 tickets",
            "rejects.jsonl")
        }
        #expect(rehearsal.books.writingRequestCount == 0)
      }
    }

    @Test func `a name without mapping rejects its tickets with a line to paste, and then they come`()
      async throws
    {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let whole = try rehearsal.contents(of: "transformed")
        try rehearsal.configure((old: "stalled: \"Feedback\", ", new: ""))
        expect(
          try await rehearsal.transform(), exits: 3, saying: "tickets rejected", "states: {",
          "\"stalled\": \"…\",  // 2 tickets",
          "transform suggest", "gaps.json5")
        let rejects: [Reject] = try rehearsal.records("transformed/rejects.jsonl")
        let written: [Ticket] = try rehearsal.records("transformed/tickets.jsonl")
        #expect(rejects.count == 2 && written.count == 18, "\(rejects)")
        #expect(rejects.allSatisfy { $0.rule == "mapping.states" && $0.reason.contains("\"stalled\"") })
        expect(try await rehearsal.load(), exits: 0, saying: "18 tickets complete")
        let hint = try #require(rejects.first?.hint)
        try rehearsal.configure(
          (
            old: "stalled: \"Feedback\", ",
            new: hint.replacing("states: { ", with: "").replacing(" }", with: ", ")
              .replacing("…", with: "Feedback")
          ))
        expect(try await rehearsal.transform(), exits: 0, saying: "20 of 20")
        #expect(try rehearsal.text("transformed/rejects.jsonl").isEmpty)
        #expect(try rehearsal.contents(of: "transformed").differences(from: whole) == [])
        expect(try await rehearsal.load(), exits: 0, saying: "20 tickets complete (2 by this run)")
        try expectWhole(rehearsal)
      }
    }

    @Test func `a mapping that has changed since the last transform is never used in silence`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let words = "migration.json5 has changed since data/transformed was made: run transform"
        try rehearsal.configure((old: "stalled: \"Feedback\"", new: "stalled: \"Done\""))
        expect(try await rehearsal.transform(), exits: 0)
        expect(try await rehearsal.load("check"), exits: 2, saying: "no status \"Done\"")

        // The word is corrected: what was made of the wrong one is not held against it.
        try rehearsal.configure()
        let check = try await rehearsal.load("check")
        expect(check, exits: 0, saying: "Ready", words)
        #expect(!check.text.contains("Done"))
        for command in [["plan"], [], ["--only", "rejects"]] {
          expect(try await rehearsal.program("load").run(command), exits: 2, saying: words)
        }
        #expect(rehearsal.books.writingRequestCount == 0)

        expect(try await rehearsal.transform(), exits: 0)
        let edited = try rehearsal.text("transformed/tickets.jsonl").replacing(
          "\"Feedback\"", with: "\"New\"")
        try rehearsal.write(edited, to: "transformed/tickets.jsonl")
        expect(try await rehearsal.load("plan"), exits: 0)
        expect(try await rehearsal.load(), exits: 0, saying: "20 tickets complete")

        let text = try String(
          contentsOf: rehearsal.folder.appending(path: "migration.json5"), encoding: .utf8)
        try
          ("// written otherwise\n"
          + text.replacing("new: \"New\", open: \"In Progress\"", with: "open: 'In Progress',\n new: 'New'"))
          .write(to: rehearsal.folder.appending(path: "migration.json5"), atomically: true, encoding: .utf8)
        expect(try await rehearsal.load("plan"), exits: 0)
        try rehearsal.configure(
          (
            old: "system: \"request-tracker\",",
            new: "system: \"request-tracker\", timeZone: \"Europe/Berlin\","
          ))
        expect(try await rehearsal.load("plan"), exits: 2, saying: words)
        expect(try await rehearsal.load("verify"), exits: 0, saying: words)
      }
    }

    @Test func `what the target refuses is written down, and once fixed it comes`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let whole = try rehearsal.text("transformed/tickets.jsonl")
        let wrong = "\"fields\":[{\"name\":\"Promised on\",\"values\":[\"31 February\"]}]"
        let faulty = whole.replacing("\"fields\":[]", with: wrong, maxReplacements: 1)
        #expect(faulty != whole)
        try rehearsal.write(faulty, to: "transformed/tickets.jsonl")
        expect(
          try await rehearsal.load(), exits: 3, saying: "19 tickets complete", "data/loaded/rejects.jsonl")
        let rejects: [Reject] = try rehearsal.records("loaded/rejects.jsonl")
        #expect(rejects.count == 1 && rejects.first?.reason.contains("Promised on") == true)
        try rehearsal.write(whole, to: "transformed/tickets.jsonl")
        expect(try await rehearsal.load(), exits: 0, saying: "20 tickets complete (1 by this run)")
        #expect(try rehearsal.text("loaded/rejects.jsonl").isEmpty)
        try expectWhole(rehearsal)
      }
    }
  }
}
