import Foundation
import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  @Suite(.serialized) struct Plans {
    @Test func `load sends what was planned, and then nothing is left to plan`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load("plan"), exits: 2, saying: "run load check first")
        expect(try await rehearsal.load("check"), exits: 0)
        expect(try await rehearsal.load("plan"), exits: 0, saying: "57 tickets", "mails: ")
        #expect(rehearsal.books.writingRequestCount == 0)
        let planned = try operations(in: rehearsal.text("loaded/plan.jsonl"))
        let writes = try JSONDocument(rehearsal.text("loaded/plan.json")).root["requests"]?["writes"]?.int
        // Of several tickets at once nobody knows which will have its number first.
        expect(try await rehearsal.load("--jobs", "1"), exits: 0)
        #expect(try begun(in: rehearsal.text("loaded/journal.jsonl")) == planned.sorted())
        #expect(rehearsal.books.writingRequestCount == writes && planned.count == writes)
        expect(try await rehearsal.load("plan"), exits: 0, saying: "0 tickets (57 already complete)")
      }
    }

    @Test func `for machines the summary is one object and nothing else`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load("check"), exits: 0)
        let result = try await rehearsal.load("plan", "--json")
        let summary = try JSONDocument(result.output).root
        #expect(summary["counts"]?["tickets"]?.int == 57 && result.exitCode == 0)
        expect(try await rehearsal.load("check", "--json"), exits: 2, saying: "it is for load plan")
      }
    }

    @Test func `a plan for another target keeps a load from beginning`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load("check"), exits: 0)
        expect(try await rehearsal.load("plan"), exits: 0)
        try rehearsal.configure((old: "marker: \"RT ticket\"", new: "marker: \"RT key\""))
        for word in ["run", "check"] {
          expect(try await rehearsal.load(word), exits: 2, saying: "made for another target")
        }
        #expect(rehearsal.books.writingRequestCount == 0)
      }
    }

    /// "5/create", as both files name them.
    private func operations(in plan: String) throws -> [String] {
      try plan.split(separator: "\n").flatMap { line in
        let node = try JSONDocument(String(line)).root
        let ticket = try node.string("ticket")
        return try node.list("requests") { "\(ticket)/\(try $0.string("step"))" }
      }
    }

    private func begun(in journal: String) throws -> [String] {
      try journal.split(separator: "\n").compactMap { line in
        let node = try JSONDocument(String(line)).root
        guard node["state"]?.string == "begun" else { return nil }
        return "\(try node.string("ticket"))/\(try node.string("step"))"
      }.sorted()
    }
  }
}
