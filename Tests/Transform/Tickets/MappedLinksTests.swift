import MigrationKit
import Sandbox
import Testing

@testable import Transform

@Suite struct MappedLinksTests {
  private typealias Relation = SourceLink.Relation

  private static func opposite(_ relation: Relation) -> Relation {
    switch relation {
    case .parent: .child
    case .child: .parent
    case .dependsOn: .blocks
    case .blocks: .dependsOn
    case .refersTo: .referredToBy
    case .referredToBy: .refersTo
    case .duplicates: .duplicatedBy
    case .duplicatedBy: .duplicates
    case .precedes: .follows
    case .follows: .precedes
    case .copiedTo: .copiedFrom
    case .copiedFrom: .copiedTo
    }
  }

  /// "1 parent 2": ticket 2 is ticket 1's parent. Every link is listed at both its ends, as the server does.
  private static func decisions(
    _ statements: [(String, Relation, String)], tickets: [String], merged: [String: String] = [:],
    places: [String: LinkedTicket] = [:], rules: LinkRules = LinkRules()
  ) throws -> [String: MappedLinks] {
    var lists: [String: [SourceLink]] = [:]
    for (one, relation, other) in statements {
      lists[merged[one] ?? one, default: []].append(
        link(relation, other))
      lists[merged[other] ?? other, default: []].append(
        link(opposite(relation), one))
    }
    var census = Census()
    for id in tickets {
      var outline = TicketOutline(merged: merged.filter { $0.value == id }.keys.map { SourceID($0) })
      outline.links = (lists[id] ?? []).compactMap { $0.stated(by: SourceID(id)) }
      outline.linked = places[id] ?? LinkedTicket(queue: "Support", state: "open")
      census.add(SourceID(id), outline)
    }
    let mapping = MappingConfiguration(
      queues: ["Support": "support", "Sales": "sales"], states: ["open": "Open", "resolved": "Closed"])
    let decisions = LinkDecisions(census, mapping, rules)
    return Dictionary(
      uniqueKeysWithValues: tickets.map {
        ($0, MappedLinks(of: SourceID($0), lists[$0] ?? [], decisions, census: census))
      })
  }

  private static func link(_ relation: Relation, _ ticket: String) -> SourceLink {
    SourceLink(relation: relation, end: .ticket(SourceID(ticket)))
  }

  private static let names: [Relation: String] = [
    .parent: "parent", .child: "child", .dependsOn: "depends-on", .blocks: "depended-on-by",
    .refersTo: "refers-to", .referredToBy: "referred-to-by",
  ]

  private static func name(of relation: Relation) -> String { names[relation] ?? "" }

  private static func parsed(_ statements: String) throws -> [(String, Relation, String)] {
    try statements.split(separator: ", ").map { statement in
      let words = statement.split(separator: " ").map(String.init)
      let relation = words[1] == "blocks" ? .blocks : names.first { $0.value == words[1] }?.key
      return (words[0], try #require(relation), words[2])
    }
  }

  private static func written(_ decisions: [String: MappedLinks]) -> [String] {
    decisions.flatMap { id, decision in decision.links.map { "\(id) \($0.kind.rawValue) \($0.ticket)" } }
      .sorted()
  }

  private static func told(_ decisions: [String: MappedLinks]) -> [String] {
    decisions.flatMap { id, decision in
      decision.leftovers.map { leftover in
        if case .ticket(let other) = leftover.end {
          "\(id) \(name(of: leftover.relation)) \(other)"
        } else {
          id
        }
      }
    }.sorted()
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ", ").map(String.init).sorted()
  }

  @Test(arguments: [
    ("a child names its parent", "1 child 2", "2 parent 1"),
    ("the one that blocks writes", "2 depends-on 10", "10 blocks 2"),
    ("the lower number relates", "10 refers-to 9", "9 relates 10"),
    ("both directions are one link", "1 refers-to 2, 2 refers-to 1", "1 relates 2"),
    ("parent wins", "1 depends-on 2, 1 refers-to 2, 2 parent 1", "2 parent 1"),
    ("blocks wins over relates", "1 depends-on 2, 1 refers-to 2", "2 blocks 1"),
    (
      "one parent, further ones relate", "5 parent 9, 5 parent 10, 5 parent 4",
      "5 parent 4, 5 relates 10, 5 relates 9"
    ),
    ("further parents block", "5 parent 4, 5 parent 6, 6 depends-on 5", "5 parent 4, 5 blocks 6"),
    ("each the other's parent", "1 parent 2, 2 parent 1", "2 parent 1"),
    ("each blocks the other", "1 depends-on 2, 2 depends-on 1", "1 blocks 2"),
    ("a merged ticket's links are its survivor's", "20 refers-to 3, 3 parent 21", "1 relates 3, 3 parent 2"),
    ("to itself vanishes", "1 refers-to 20, 20 parent 1", ""),
    ("a circle of parents", "1 parent 2, 2 parent 3, 3 parent 1", "1 parent 2, 3 parent 1"),
    ("a circle of blocks", "1 blocks 2, 2 blocks 3, 3 blocks 1", "1 blocks 2, 1 relates 3, 2 blocks 3"),
    (
      "two circles with one link in common", "1 blocks 2, 2 blocks 3, 3 blocks 1, 2 blocks 4, 4 blocks 1",
      "1 blocks 2, 1 relates 3, 1 relates 4, 2 blocks 3, 2 blocks 4"
    ),
    ("siblings may", "2 parent 1, 3 parent 1, 2 blocks 3", "2 blocks 3, 2 parent 1, 3 parent 1"),
    ("a grandchild refers", "2 parent 1, 3 parent 2, 3 refers-to 1", "2 parent 1, 3 parent 2"),
    ("a grandparent blocks", "2 parent 1, 3 parent 2, 1 blocks 3", "2 parent 1, 3 parent 2"),
    (
      "a grandparent is also a parent", "3 parent 2, 2 parent 1, 3 parent 1",
      "2 parent 1, 2 relates 3, 3 parent 1"
    ),
    (
      "through a merged ticket", "2 parent 20, 3 parent 21, 3 depends-on 1, 4 parent 3, 20 refers-to 4",
      "2 parent 1, 3 parent 2, 4 parent 3"
    ),
    (
      "an uncle may", "2 parent 1, 3 parent 1, 4 parent 2, 4 refers-to 3",
      "2 parent 1, 3 parent 1, 3 relates 4, 4 parent 2"
    ),
  ])
  func `both ends decide alike`(_: String, statements: String, links: String) throws {
    let decisions = try Self.decisions(
      Self.parsed(statements), tickets: (1...10).map { String($0) }, merged: ["20": "1", "21": "2"])
    #expect(Self.written(decisions) == Self.list(links))
  }

  @Test(arguments: [
    ("2 parent 1, 3 parent 2, 3 refers-to 1", "3 refers-to 1, 1 referred-to-by 3"),
    ("2 parent 1, 3 parent 2, 1 blocks 3", "1 depended-on-by 3, 3 depends-on 1"),
    ("5 parent 4, 5 parent 6", "5 parent 6, 6 child 5"),
    ("1 blocks 2, 2 blocks 3, 3 blocks 1", "3 depended-on-by 1, 1 depends-on 3"),
    ("1 parent 2, 2 parent 1", "1 parent 2, 2 child 1"),
    ("2 parent 1, 2 blocks 1", "2 depended-on-by 1, 1 depends-on 2"),
    ("1 refers-to 2, 2 refers-to 1", ""),
  ])
  func `what is no link is told at both ends`(statements: String, told: String) throws {
    let decisions = try Self.decisions(Self.parsed(statements), tickets: (1...10).map { String($0) })
    #expect(Self.told(decisions) == Self.list(told))
  }

  /// 1 is open in Support, 2 resolved in Support, 3 open in Sales, 4 resolved in Sales.
  private static let places = [
    "1": LinkedTicket(queue: "Support", state: "open"),
    "2": LinkedTicket(queue: "Support", state: "resolved"),
    "3": LinkedTicket(queue: "Sales", state: "open"), "4": LinkedTicket(queue: "Sales", state: "resolved"),
  ]

  private static func rules(
    relates: Bool?, subtasks: SubtaskReach?, closed: Set<String>? = ["Closed"]
  ) -> LinkRules {
    var rules = LinkRules()
    (rules.relatesQueues, rules.subtaskReach, rules.closedStates) = (relates, subtasks, closed)
    return rules
  }

  @Test(arguments: [
    ("an open child of a closed parent", "1 parent 2", "1 relates 2", "1 parent 2, 2 child 1"),
    ("a closed child of an open parent", "2 parent 1", "2 parent 1", ""),
    ("the next parent is open", "1 parent 2, 1 parent 3", "1 parent 3, 1 relates 2", "1 parent 2, 2 child 1"),
    ("closed and in another project", "4 parent 2", "4 parent 2", ""),
  ])
  func `a closed parent takes no open child`(_: String, statements: String, links: String, told: String)
    throws
  {
    let decisions = try Self.decisions(
      Self.parsed(statements), tickets: Self.places.keys.sorted(), places: Self.places,
      rules: Self.rules(relates: true, subtasks: .system))
    #expect(Self.written(decisions) == Self.list(links))
    #expect(Self.told(decisions) == Self.list(told))
    let unknown = try Self.decisions(
      Self.parsed("1 parent 2"), tickets: Self.places.keys.sorted(), places: Self.places)
    #expect(Self.written(unknown) == ["1 parent 2"])
  }

  @Test(arguments: [
    (true, SubtaskReach.system, "1 parent 3", "1 parent 3", ""),
    (true, .tree, "1 parent 3", "1 relates 3", "1 parent 3, 3 child 1"),
    (false, .sameQueue, "1 parent 3", "", "1 parent 3, 3 child 1"),
    (false, .system, "1 parent 3, 1 refers-to 4", "1 parent 3", "1 refers-to 4, 4 referred-to-by 1"),
    (nil, nil, "1 parent 3, 1 blocks 4", "", "1 parent 3, 3 child 1, 1 depended-on-by 4, 4 depends-on 1"),
    (false, nil, "4 refers-to 3", "3 relates 4", ""),
  ])
  func `links between projects are as the target's settings say`(
    relates: Bool?, subtasks: SubtaskReach?, statements: String, links: String, told: String
  ) throws {
    let decisions = try Self.decisions(
      Self.parsed(statements), tickets: Self.places.keys.sorted(), places: Self.places,
      rules: Self.rules(relates: relates, subtasks: subtasks))
    #expect(Self.written(decisions) == Self.list(links))
    #expect(Self.told(decisions) == Self.list(told))
  }

  /// The target, which takes one link after the other, parents at last: what it refuses, or drops, is wrong.
  private struct StrictTarget {
    private(set) var faults: [String] = []
    private var parents: [String: String] = [:]
    private var pairs: Set<Set<String>> = []
    private var blocked: [String: [String]] = [:]

    init(_ links: [(String, TicketLink.Kind, String)]) {
      for (one, kind, other) in links where !pairs.insert([one, other]).inserted || one == other {
        faults.append("\(one) \(kind) \(other): a pair of its own")
      }
      for (one, kind, other) in links where kind == .parent {
        if parents[one] != nil || ancestors(of: other).contains(one) { faults.append("\(one): parent") }
        parents[one] = other
      }
      for (one, kind, other) in links where kind != .parent {
        if ancestors(of: one).contains(other) || ancestors(of: other).contains(one) {
          faults.append("\(one) \(other): a family")
        }
        if kind == .blocks {
          if leads(from: other, to: one) { faults.append("\(one) \(other): a circle") }
          blocked[one, default: []].append(other)
        }
      }
    }

    private func ancestors(of ticket: String) -> [String] {
      parents[ticket].map { [$0] + ancestors(of: $0) } ?? []
    }

    private func leads(from start: String, to end: String) -> Bool {
      start == end || (blocked[start] ?? []).contains { leads(from: $0, to: end) }
    }
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `the target takes every link, and whatever is no link is told at both ends`(seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let tickets = (8...13).map { String($0) }
    let merged = ["3": "9", "14": "12"]
    let names = tickets + merged.keys.sorted()
    let statements = try (0..<Int.random(in: 1...18, using: &random)).map { _ in
      (
        try #require(names.randomElement(using: &random)),
        try #require(Relation.allCases.randomElement(using: &random)),
        try #require(names.randomElement(using: &random))
      )
    }
    let decisions = try Self.decisions(statements, tickets: tickets, merged: merged)
    let links = decisions.flatMap { id, decision in decision.links.map { (id, $0.kind, $0.ticket.text) } }
    #expect(StrictTarget(links).faults == [])
    let told = Set(Self.told(decisions))
    for (first, relation, second) in statements {
      let (one, other) = (merged[first] ?? first, merged[second] ?? second)
      guard one != other else { continue }
      let isToldHere = told.contains("\(one) \(Self.name(of: relation)) \(other)")
      #expect(isToldHere == told.contains("\(other) \(Self.name(of: Self.opposite(relation))) \(one)"))
      let stated = Self.link(relation, other).stated(by: SourceID(one))
      let isLink = links.contains {
        StatedLink(SourceID($0.0), $0.1, SourceID($0.2)) == stated
      }
      #expect(isLink != isToldHere, "\(one) \(relation) \(other)")
    }
  }

  @Test func `long chains take no longer than they are`() throws {
    let tickets = (1...3000).map { String($0) }
    let chain = zip(tickets, tickets.dropFirst())
    let statements = chain.map { ($0, Relation.blocks, $1) } + chain.map { ($1, Relation.parent, $0) }
    let decisions = try Self.decisions(
      statements + [("3000", .parent, "1"), ("1", .parent, "3000")], tickets: tickets)
    #expect(decisions.values.reduce(0) { $0 + $1.links.count } == 3000)
  }

  @Test func `what no relation can say is left over in reading order`() throws {
    let external = try JSONDocument(
      #"{"ref":"refers-to","type":"external","_url":"https://example.test/x"}"#
    ).root
    let links = [
      Self.link(.refersTo, "99"), try #require(try SourceLink(external)),
      Self.link(.refersTo, "100"),
      Self.link(.parent, "1"), Self.link(.blocks, "1"), Self.link(.refersTo, "99"),
    ]
    var census = Census()
    var outline = TicketOutline()
    outline.links = links.compactMap { $0.stated(by: SourceID("2")) }
    census.add(SourceID("1"), merged: [])
    census.add(SourceID("2"), outline)
    let decisions = LinkDecisions(census, MappingConfiguration(), LinkRules())
    let decision = MappedLinks(of: SourceID("2"), links, decisions, census: census)
    #expect(decision.links == [TicketLink(kind: .parent, ticket: SourceID("1"))])
    #expect(decision.leftovers.map(\.relation) == [.blocks, .refersTo, .refersTo, .refersTo])
    #expect(
      decision.leftovers.map(\.end) == [
        .ticket(SourceID("1")), .ticket(SourceID("99")), .ticket(SourceID("100")),
        .address("https://example.test/x"),
      ])
  }

  @Test func `hyperlinks that are no links between tickets are passed over`() throws {
    #expect(try SourceLink(try JSONDocument(#"{"ref":"history","_url":"https://x"}"#).root) == nil)
  }
}
