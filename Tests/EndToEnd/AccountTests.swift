import Foundation
import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  @Suite(.serialized) struct Accounts {
    @Test func `accounts are made once, written with, and locked, whatever kills the load`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let people = try askForAll(in: rehearsal)
        let others = Set(rehearsal.books.accounts.keys)
        expect(try await rehearsal.load("check"), exits: 0, saying: "\(people.count) accounts would be made")
        #expect(Set(rehearsal.books.accounts.keys) == others)
        var dice = SeededGenerator(4711)
        for _ in 1...5 { try await kill(rehearsal, &dice) }
        rehearsal.target.disarm()
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
        try expectLocked(people, in: rehearsal, besides: others)
        expect(try await rehearsal.load(), exits: 0, saying: " 0 writing requests")
      }
    }

    @Test func `a trial locks its accounts, and the whole load unlocks what it needs`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let people = try askForAll(in: rehearsal)
        let others = Set(rehearsal.books.accounts.keys)
        expect(try await rehearsal.load("--limit", "3"), exits: 0, saying: "3 tickets complete")
        let first = Set(rehearsal.books.accounts.keys).subtracting(others)
        #expect(!first.isEmpty && first.count < people.count)
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
        try expectLocked(people, in: rehearsal, besides: others)
      }
    }

    private func kill(_ rehearsal: Rehearsal, _ dice: inout SeededGenerator) async throws {
      let running = try rehearsal.program("load").start([])
      let moment = Int.random(in: 20..<120, using: &dice)
      rehearsal.target.set(after: moment, isAfter: Bool.random(using: &dice)) { running.send(SIGKILL) }
      _ = try await running.result()
    }

    private func expectLocked(_ people: Set<String>, in rehearsal: Rehearsal, besides others: Set<String>)
      throws
    {
      let books = rehearsal.books
      #expect(Set(books.accounts.keys) == others.union(people))
      #expect(people.allSatisfy { books.accounts[$0] == false })
      #expect(others.allSatisfy { books.accounts[$0] == true })
      let tickets: [Ticket] = try rehearsal.records("transformed/tickets.jsonl")
      let authors = Dictionary(books.issues.map { ($0.marker ?? "", $0.author) }) { first, _ in first }
      for ticket in tickets where ticket.author.login.map(people.contains) == true {
        #expect(authors[ticket.id.text] == ticket.author.login)
      }
    }

    /// Everybody who wrote and has an address is to have an account.
    private func askForAll(in rehearsal: Rehearsal) throws -> Set<String> {
      try rehearsal.configure((old: "settle: 1", new: "settle: 1, role: \"Developer\""))
      var tickets: [Ticket] = try rehearsal.records("transformed/tickets.jsonl")
      var asked: [String: Person] = [:]
      var uses = Vocabulary()
      for index in tickets.indices {
        tickets[index].author.ask(&asked)
        for article in tickets[index].articles.indices { tickets[index].articles[article].author.ask(&asked) }
        uses.count(tickets[index])
      }
      try rehearsal.write(tickets.map { $0.json.text + "\n" }.joined(), to: "transformed/tickets.jsonl")
      let lines = asked.values.map { person in
        let line: JSONValue = .members([
          "name": .string(person.name), "email": person.email.map { .string($0) },
          "login": person.login.map { .string($0) }, "create": true,
        ])
        return line.text + "\n"
      }
      try rehearsal.write(lines.sorted().joined(), to: "transformed/people.jsonl")
      let manifest: JSONValue = ["uses": uses.json]
      try rehearsal.write(manifest.text, to: "transformed/manifest.json")
      return Set(asked.keys)
    }
  }
}

extension Person {
  /// The address becomes the login, where Redmine takes it as one.
  fileprivate mutating func ask(_ asked: inout [String: Person]) {
    guard login == nil, let email, email.wholeMatch(of: /[a-z0-9_@.-]{1,60}/) != nil else { return }
    login = email
    asked[email] = self
  }
}
