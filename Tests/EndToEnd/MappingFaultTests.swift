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
        expect(
          try await rehearsal.program("load").run(words), exits: 2, saying: "nothing was written",
          "the project \"suport\"", "no tracker \"Suport\"", "no status \"Feedbak\"", "no priority \"Hihg\"",
          "no user \"ana\"", "no custom field \"Promisd on\"", "no custom field \"RT tiket\"",
          "did you mean \"Feedback\"?", "did you mean \"anna\"?")
        #expect(rehearsal.books.writingRequestCount == 0)
        #expect(rehearsal.books.issues.isEmpty)
      }
    }

    @Test func `a name without mapping rejects its tickets with a line to paste, and then they come`()
      async throws
    {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let whole = try rehearsal.contents(of: "transformed")
        try rehearsal.configure((old: "stalled: \"Feedback\", ", new: ""))
        expect(
          try await rehearsal.transform(), exits: 3, saying: "tickets rejected", "states: { \"stalled\": ")
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

    @Test func `what the target refuses is written down, and mended it comes`() async throws {
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
