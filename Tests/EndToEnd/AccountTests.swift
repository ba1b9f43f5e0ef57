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
        expect(
          try await rehearsal.load("check"), exits: 0, saying: "\(people.count) accounts would be created")
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

    @Test func `the accounts of a trial in a folder of its own serve the whole load, and are locked again`()
      async throws
    {
      try await Rehearsal.performLoading { rehearsal in
        let people = try askForAll(in: rehearsal)
        let others = Set(rehearsal.books.accounts.keys)
        try rehearsal.contents(of: "").write(to: rehearsal.folder.appending(path: "trial"))
        expect(
          try await rehearsal.load("--data", "trial", "--limit", "3"), exits: 0, saying: "3 tickets complete")
        let first = Set(rehearsal.books.accounts.keys).subtracting(others)
        #expect(!first.isEmpty && first.allSatisfy { rehearsal.books.accounts[$0] == false })
        expect(
          try await rehearsal.load("check"), exits: 0, saying: "Ready",
          "\(people.count - first.count) accounts would be created",
          "\(first.count) accounts with the login and address")
        expect(
          try await rehearsal.load("plan"), exits: 0, saying: "locked accounts are unlocked for the load")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
        try expectLocked(people, in: rehearsal, besides: others)
        try rehearsal.remove("loaded")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete (0 by this run)")
        try expectLocked(people, in: rehearsal, besides: others)
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
      }
    }

    @Test func `accounts that a killed load left open are locked by the next, though its folder is gone`()
      async throws
    {
      try await Rehearsal.performLoading { rehearsal in
        let people = try askForAll(in: rehearsal)
        let others = Set(rehearsal.books.accounts.keys)
        let running = try rehearsal.program("load").start([])
        rehearsal.target.set(after: 3 * people.count, isAfter: true) { running.send(SIGKILL) }
        _ = try await running.result()
        rehearsal.target.disarm()
        #expect(people.contains { rehearsal.books.accounts[$0] == true })
        try rehearsal.remove("loaded")
        expect(try await rehearsal.load("check"), exits: 0, saying: "an earlier load left open")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectLocked(people, in: rehearsal, besides: others)
        #expect(try !rehearsal.contents(of: "").files.keys.contains("open-accounts.jsonl"))
      }
    }

    @Test func `odd addresses are all named before the first write, and pasted they are text`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let odd = [
          "zoe@client.example.test": "root@localhost", "ivan@klient.example.test": "не адрес",
          "yuki@kokyaku.example.test": "yuki@kokyaku.exämple.test",
        ]
        let people = try rehearsal.text("extracted/people.jsonl")
        try rehearsal.write(
          odd.reduce(people) {
            $0.replacing("\"EmailAddress\":\"\($1.key)\"", with: "\"EmailAddress\":\"\($1.value)\"")
          },
          to: "extracted/people.jsonl")
        let create = [
          (old: "settle: 1", new: "settle: 1, role: \"Developer\""),
          (old: "\"*\": \"text\" }", new: "\"*\": \"create\" }"),
        ]
        try rehearsal.configure(create)
        expect(try await rehearsal.transform(), exits: 0)
        expect(try await rehearsal.load("plan"), exits: 2, saying: "run load check first")
        for words in [["check"], []] {
          expect(
            try await rehearsal.program("load").run(words), exits: 2,
            saying: "3 people cannot get the account", "\"root@localhost\": \"text\",",
            "\"не адрес\": \"text\",",
            "\"yuki@kokyaku.exämple.test\": \"text\",")
        }
        expect(try await rehearsal.load("plan"), exits: 3, saying: "3 people cannot get the account")
        #expect(rehearsal.books.writingRequestCount == 0)
        let lines = odd.values.map { "\"\($0)\": \"text\", " }.joined()
        try rehearsal.configure(create + [(old: "people: {", new: "people: { \(lines)")])
        expect(try await rehearsal.transform(), exits: 0)
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
      }
    }

    @Test func `addresses that only the target's settings refuse are all named before the first ticket`()
      async throws
    {
      try await Rehearsal.performLoading { rehearsal in
        _ = try askForAll(in: rehearsal)
        rehearsal.redmine.deny(mailDomains: [
          "client.example.test", ".kokyaku.example.test", "klient.example.test",
        ])
        expect(
          try await rehearsal.load(), exits: 1, saying: "\"zoe@client.example.test\": \"text\",",
          "\"ivan@klient.example.test\": \"text\",", "Disallowed email domains", "No ticket was sent")
        #expect(rehearsal.books.issues.isEmpty)
        rehearsal.redmine.deny()
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
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
