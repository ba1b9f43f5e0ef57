import MigrationKit
import Sandbox
import Testing

@testable import Transform

@Suite struct RequestTrackerLinksTests {
  private typealias Relation = RequestTrackerLink.Relation

  private static func opposite(_ relation: Relation) -> Relation {
    switch relation {
    case .parent: .child
    case .child: .parent
    case .dependsOn: .blocks
    case .blocks: .dependsOn
    case .refersTo: .referredToBy
    case .referredToBy: .refersTo
    }
  }

  /// "1 parent 2": ticket 2 is ticket 1's parent. Every link is listed at both its ends, as the server does.
  private static func decisions(
    _ statements: [(String, Relation, String)], tickets: [String], merged: [String: String] = [:]
  ) throws -> [String: RequestTrackerLinks] {
    var census = Census()
    for id in tickets {
      census.add(SourceID(id), merged: merged.filter { $0.value == id }.keys.map { SourceID($0) })
    }
    var lists: [String: [RequestTrackerLink]] = [:]
    for (one, relation, other) in statements {
      lists[merged[one] ?? one, default: []].append(try link(relation, other))
      lists[merged[other] ?? other, default: []].append(try link(opposite(relation), one))
    }
    return Dictionary(
      uniqueKeysWithValues: tickets.map {
        ($0, RequestTrackerLinks(of: SourceID($0), lists[$0] ?? [], census: census))
      })
  }

  private static func link(_ relation: Relation, _ ticket: String) throws -> RequestTrackerLink {
    let text = #"{"ref":"\#(relation.rawValue)","type":"ticket","id":"\#(ticket)"}"#
    return try #require(try RequestTrackerLink(try JSONDocument(text).root))
  }

  private static func written(_ decisions: [String: RequestTrackerLinks]) -> [String] {
    decisions.flatMap { id, decision in decision.links.map { "\(id) \($0.kind.rawValue) \($0.ticket)" } }
      .sorted()
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
    (
      "further parents relate, whatever else", "5 parent 4, 5 parent 6, 6 depends-on 5",
      "5 parent 4, 5 relates 6"
    ),
    ("each the other's parent", "1 parent 2, 2 parent 1", "2 parent 1"),
    ("each blocks the other", "1 depends-on 2, 2 depends-on 1", "1 blocks 2"),
    ("a merged ticket's links are its survivor's", "20 refers-to 3, 3 parent 21", "1 relates 3, 3 parent 2"),
    ("to itself vanishes", "1 refers-to 20, 20 parent 1", ""),
  ])
  func `both ends decide alike`(_: String, statements: String, links: String) throws {
    let parsed = try statements.split(separator: ", ").map { statement in
      let words = statement.split(separator: " ").map(String.init)
      return (words[0], try #require(Relation(rawValue: words[1])), words[2])
    }
    let decisions = try Self.decisions(
      parsed, tickets: (1...10).map { String($0) }, merged: ["20": "1", "21": "2"])
    #expect(Self.written(decisions) == links.split(separator: ", ").map(String.init).sorted())
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `every linked pair has exactly one link, and every relation is told`(seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let tickets = (8...12).map { String($0) }
    let merged = ["3": "9", "14": "12"]
    let names = tickets + merged.keys.sorted()
    let statements = try (0..<Int.random(in: 1...14, using: &random)).map { _ in
      (
        try #require(names.randomElement(using: &random)),
        try #require(Relation.allCases.randomElement(using: &random)),
        try #require(names.randomElement(using: &random))
      )
    }
    let decisions = try Self.decisions(statements, tickets: tickets, merged: merged)
    let pairs = Set(
      statements.map { Set([merged[$0.0] ?? $0.0, merged[$0.2] ?? $0.2]) }.filter { $0.count == 2 })
    let written = decisions.flatMap { id, decision in decision.links.map { Set([id, $0.ticket.text]) } }
    #expect(written.count == pairs.count)
    #expect(Set(written) == pairs)
    for decision in decisions.values {
      #expect(decision.links.count { $0.kind == .parent } <= 1)
    }
  }

  @Test func `what no relation can say is left over in reading order`() throws {
    let external = try JSONDocument(
      #"{"ref":"refers-to","type":"external","_url":"https://example.test/x"}"#
    ).root
    let links = [
      try Self.link(.refersTo, "99"), try #require(try RequestTrackerLink(external)),
      try Self.link(.refersTo, "100"),
      try Self.link(.parent, "1"), try Self.link(.blocks, "1"), try Self.link(.refersTo, "99"),
    ]
    var census = Census()
    census.add(SourceID("1"), merged: [])
    census.add(SourceID("2"), merged: [])
    let decision = RequestTrackerLinks(of: SourceID("2"), links, census: census)
    #expect(decision.links == [TicketLink(kind: .parent, ticket: SourceID("1"))])
    #expect(decision.leftovers.map(\.relation) == [.blocks, .refersTo, .refersTo, .refersTo])
    #expect(
      decision.leftovers.map(\.end) == [
        .ticket(SourceID("1")), .ticket(SourceID("99")), .ticket(SourceID("100")),
        .address("https://example.test/x"),
      ])
  }

  @Test func `hyperlinks that are no links between tickets are passed over`() throws {
    #expect(try RequestTrackerLink(try JSONDocument(#"{"ref":"history","_url":"https://x"}"#).root) == nil)
  }
}
