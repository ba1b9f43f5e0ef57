import Foundation
import MigrationKit
import Testing

@testable import Sandbox

/// Links that the target can never take are decided before the load, so that a finished migration comes to 0.
extension EndToEndTests {
  @Suite(.serialized) struct Links {
    /// Adds links to what was extracted: "3 parent 2", at both ends.
    private func state(_ links: [(Int, String, Int)], in rehearsal: Rehearsal) throws {
      let opposites = ["parent": "child", "depends-on": "depended-on-by", "refers-to": "referred-to-by"]
      var lines = try rehearsal.text("extracted/tickets.jsonl").split(separator: "\n").map(String.init)
      for (one, relation, other) in links {
        for (ticket, ref, end) in [(one, relation, other), (other, opposites[relation] ?? "", one)] {
          let place = try #require(lines.firstIndex { $0.contains("\"id\":\"\(ticket)\",\"url\"") })
          let link =
            #"{"_url":"http://rt.example.test/\#(end)","id":"\#(end)","ref":"\#(ref)","type":"ticket"}"#
          lines[place] = lines[place].replacing(
            #""_hyperlinks":["#, with: #""_hyperlinks":[\#(link),"#, maxReplacements: 1)
        }
      }
      try rehearsal.write(lines.joined(separator: "\n") + "\n", to: "extracted/tickets.jsonl")
    }

    private func status(_ status: String, of ticket: Int, in rehearsal: Rehearsal) throws {
      var lines = try rehearsal.text("extracted/tickets.jsonl").split(separator: "\n").map(String.init)
      let place = try #require(lines.firstIndex { $0.contains("\"id\":\"\(ticket)\",\"url\"") })
      lines[place].replace(/"Status":"[a-z]+"/, with: "\"Status\":\"\(status)\"", maxReplacements: 1)
      try rehearsal.write(lines.joined(separator: "\n") + "\n", to: "extracted/tickets.jsonl")
    }

    private func expectDone(_ rehearsal: Rehearsal) async throws {
      expect(try await rehearsal.load(), exits: 0, saying: "tickets complete")
      let written = rehearsal.books.writingRequestCount
      expect(try await rehearsal.load(), exits: 0, saying: " 0 writing requests")
      #expect(rehearsal.books.writingRequestCount == written)
      expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
    }

    @Test func `families, circles and closed parents come to an end`() async throws {
      try await Rehearsal.perform { rehearsal in
        expect(try await rehearsal.extract(), exits: 0)
        let ids = Array(1...12)
        try state(
          [
            (ids[1], "parent", ids[0]), (ids[2], "parent", ids[1]), (ids[2], "refers-to", ids[0]),
            (ids[3], "parent", ids[2]), (ids[3], "depends-on", ids[0]), (ids[0], "parent", ids[3]),
            (ids[4], "depends-on", ids[5]), (ids[5], "depends-on", ids[6]), (ids[6], "depends-on", ids[4]),
            (ids[7], "parent", ids[8]),
          ], in: rehearsal)
        for id in ids { try status("open", of: id, in: rehearsal) }
        try status("resolved", of: ids[8], in: rehearsal)
        expect(try await rehearsal.load("check"), exits: 0)
        expect(try await rehearsal.transform(), exits: 0)
        expect(
          try await rehearsal.load("plan"), exits: 0,
          saying: "1 × link: a line of the text at both ends (a closed parent takes no open child)",
          "(a ticket has no other link to a ticket that it descends from)",
          "2 × link: a line of the text at both ends (it would close a circle of parents")
        try await expectDone(rehearsal)
      }
    }

    @Test(arguments: [RedmineLinkSettings(), .everywhere])
    func `links between projects come to an end, whatever the settings`(links: RedmineLinkSettings)
      async throws
    {
      try await Rehearsal.perform(links: links) { rehearsal in
        try rehearsal.configure(
          (old: "queues: { \"*\": \"support\" }", new: "queues: { Sales: \"sales\", \"*\": \"support\" }"))
        expect(try await rehearsal.extract(), exits: 0)
        expect(try await rehearsal.transform(), exits: 0, saying: "set target.crossProjectRelations")
        expect(try await rehearsal.load("--limit", "3"), exits: 0)
        // Now there are issues, whose pages show the settings.
        expect(try await rehearsal.load("check"), exits: 0, saying: "run transform again")
        expect(try await rehearsal.transform(), exits: 0)
        let check = try await rehearsal.load("check")
        #expect(!check.output.contains("run transform again"))
        let plan = try await rehearsal.load("plan")
        expect(plan, exits: 0)
        #expect(
          plan.output.contains("\"Allow cross-project subtasks\" is \"With project tree\"") != links.relates)
        #expect(plan.output.contains("\"Allow cross-project issue relations\" is off") != links.relates)
        try await expectDone(rehearsal)
      }
    }

    @Test func `a trial ends with 0, and its links wait`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        try state([(1, "refers-to", 12), (2, "parent", 14)], in: rehearsal)
        expect(try await rehearsal.transform(), exits: 0)
        expect(try await rehearsal.load("check"), exits: 0)
        expect(try await rehearsal.load("plan", "--limit", "5"), exits: 0, saying: "2 links wait")
        expect(
          try await rehearsal.load("--limit", "5"), exits: 0,
          saying: "2 links wait for tickets that are not loaded yet")
        #expect(try rehearsal.text("loaded/rejects.jsonl").isEmpty)
        expect(try await rehearsal.load("verify", "--limit", "5"), exits: 0, saying: " 0 unexpected")
        try await expectDone(rehearsal)
      }
    }
  }
}
