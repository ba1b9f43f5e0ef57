import Foundation
import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  /// What an administrator may have set up in the target that drops values, or fills them in, without a word.
  @Suite(.serialized) struct TargetSetup {
    @Test func `a marker that is read-only stops the load at its first ticket`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        rehearsal.setUp { $0.permissions = [.init("RT ticket", .readOnly, tracker: "Support")] }
        expect(
          try await rehearsal.load(), exits: 1,
          saying: "did not save its marker (the field \"RT ticket\" is empty)",
          "Administration, Workflow, Fields permissions", "No further ticket was created")
        #expect(rehearsal.books.issues.count == 1)
        rehearsal.setUp { $0.permissions = [] }
        expect(try await rehearsal.load(), exits: 0, saying: "20 tickets complete")
        #expect(rehearsal.books.issues.count == 20)
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
      }
    }

    /// Others of the same tracker are created by the key's own account, and have theirs.
    @Test func `a marker that is read-only for one role stops the load`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        try letAnnaWrite(in: rehearsal)
        rehearsal.setUp { $0.permissions = [.init("RT ticket", .readOnly, role: "Developer", status: "New")] }
        expect(
          try await rehearsal.load(), exits: 1, saying: "did not save its marker", "for the roles of \"anna\""
        )
        #expect(rehearsal.books.issues.count { $0.marker == nil } == 1)
        rehearsal.setUp { $0.permissions = [] }
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
      }
    }

    @Test(arguments: [
      ("priority_id", "priority is Normal, not "),
      ("estimated_hours", "estimated time is 0 min, not "),
      ("Kundennummer", "field \"Kundennummer\" is empty, not "),
    ])
    func `a value that is read-only is that ticket's shortcoming, said at once`(field: String, words: String)
      async throws
    {
      try await Rehearsal.performLoading { rehearsal in
        rehearsal.setUp { $0.permissions = [.init(field, .readOnly)] }
        let result = try await rehearsal.load()
        let code = try #require(result.exitCode)
        #expect([1, 3].contains(code))
        expect(
          result, exits: code, saying: words, "Further tickets with the same difference are only counted",
          "Stored differently from what was sent")
        #expect(try rehearsal.text("loaded/rejects.jsonl").contains("/values"))
        rehearsal.setUp { $0.permissions = [] }
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
      }
    }

    /// The key's account may set it where some role may.
    @Test func `a value that is read-only for the author's role is set by the key's account`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        try letAnnaWrite(in: rehearsal)
        rehearsal.setUp { setup in
          setup.permissions = ["priority_id", "Kundennummer", "start_date", "due_date"].map {
            .init($0, .readOnly, role: "Developer")
          }
        }
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
        try expectWhole(rehearsal)
      }
    }

    @Test func `what a ticket does not have is not filled in by defaults`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        rehearsal.setUp { setup in
          setup.defaults = [
            "Category": "Hardware", "Root cause": "please fill in", "Answered": "0", "Rooms": "1",
          ]
          setup.defaultVersions = ["support": "1.0"]
          setup.defaultAssignees = ["support": "boris"]
        }
        expect(try await rehearsal.load("check"), exits: 0)
        expect(try await rehearsal.load("plan"), exits: 0, saying: "values")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
        expect(try await rehearsal.load(), exits: 0, saying: " 0 writing requests")
      }
    }

    @Test func `a value that came by itself is an unexpected difference`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        expect(try await rehearsal.load(), exits: 0)
        var change = HTTPRequest.json(
          .put, "/issues/1.json", ["issue": ["custom_fields": [["id": 4, "value": "Hardware"]]]])
        change.headers.append(HTTPHeader("X-Redmine-API-Key", Rehearsal.key))
        #expect(try await HTTPClient(base: rehearsal.targetURL).send(change).status == 204)
        expect(try await rehearsal.load("verify"), exits: 5, saying: " 1 unexpected difference.")
        #expect(try rehearsal.text("loaded/verification.jsonl").contains(#""what":"field Category""#))
      }
    }

    /// Of the seed's tickets none is by someone with a login: one customer's become Anna's.
    private func letAnnaWrite(in rehearsal: Rehearsal) throws {
      let lines = try rehearsal.text("transformed/tickets.jsonl")
      let customer = #""email":"juergen@kunde.example.test"}"#
      try #require(lines.contains(customer))
      try rehearsal.write(
        lines.replacing(customer, with: customer.dropLast() + #","login":"anna"}"#),
        to: "transformed/tickets.jsonl")
    }

    @Test func `a required field that nothing fills is foreseen`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        rehearsal.setUp { setup in
          setup.defaults = ["Category": "Hardware"]
          setup.required = ["Category"]
        }
        expect(
          try await rehearsal.load("check"), exits: 2, saying: "the custom field \"Category\" is required")
        #expect(rehearsal.books.writingRequestCount == 0)
      }
    }

    @Test func `a parent's own priority and dates are in its text`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let tickets = try rehearsal.records("transformed/tickets.jsonl", as: Ticket.self)
        let parents = Set(tickets.flatMap(\.links).filter { $0.kind == .parent }.map(\.ticket))
        try #require(!parents.isEmpty)
        for parent in tickets where parents.contains(parent.id) {
          #expect(parent.header.contains { $0.hasPrefix("Priority in RT: ") })
          #expect(parent.dueDate == nil || parent.header.contains { $0.hasPrefix("Due: ") })
          #expect(parent.startDate == nil || parent.header.contains { $0.hasPrefix("Starts: ") })
        }
        expect(try await rehearsal.load("check"), exits: 0)
        expect(
          try await rehearsal.load("plan"), exits: 0,
          saying: "\(parents.count) × priority and dates of a ticket with children: a line of the text")
      }
    }
  }
}
