import MigrationKit
import Testing

@testable import Extract

@Suite struct RequestTrackerQueryTests {
  @Test(arguments: [
    ("Support", #"'Support'"#),
    ("O'Hara", #"'O\'Hara'"#),
    (#"a\b"#, #"'a\\b'"#),
    (#"\' OR id > 0 OR Queue = '"#, #"'\\\' OR id > 0 OR Queue = \''"#),
    (#"say "hi""#, #"'say "hi"'"#),
  ])
  func `a queue's name cannot leave its quotes`(name: String, literal: String) {
    #expect(RequestTrackerQuery.quoted(name) == literal)
  }

  @Test(arguments: [
    (RequestTrackerQuery.tickets(in: ["A", "B"]).after(7), "((Queue = 'A' OR Queue = 'B')) AND id > 7"),
    (.tickets(in: ["A"], from: 3, to: 9), "(Queue = 'A') AND id >= 3 AND id <= 9"),
    (
      .transactions(in: ["A"], from: 3, to: 9, and: [], until: 50),
      "ObjectType = 'RT::Ticket' AND (((TicketQueue = 'A') AND ObjectId >= 3 AND ObjectId <= 9)) AND id <= 50"
    ),
    (.mergedInto([5, 6]).after(0), "(EffectiveId = 5 OR EffectiveId = 6) AND id > 0"),
    (
      .transactions(in: ["A"], from: 3, to: 9, and: [70]),
      "ObjectType = 'RT::Ticket' AND (((TicketQueue = 'A') AND ObjectId >= 3 AND ObjectId <= 9) OR ObjectId = 70)"
    ),
  ])
  func `a search says which rows it wants, alternatives in brackets`(query: RequestTrackerQuery, text: String)
  {
    #expect(query == .sql(text))
  }

  @Test func `conditions are asked for in JSON`() {
    let wanted = #"""
      [{"field":"TransactionId","operator":"IN","value":[1,2]},{"field":"Parent","operator":"=","value":0},\#
      {"field":"id","operator":">","value":9}]
      """#
    guard case .conditions(let list) = RequestTrackerQuery.heads(of: [1, 2]).after(9) else {
      Issue.record("no conditions")
      return
    }
    #expect(JSONValue.array(list).text == wanted)
  }

  @Test(
    arguments: [
      ([], []),
      ([1, 1, 1], [[1, 1, 1]]),
      ([1, 1, 1, 1], [[1, 1, 1], [1]]),
      ([6, 4, 1], [[6, 4], [1]]),
      ([2, 30, 2, 2], [[2], [30], [2, 2]]),
    ] as [([Int], [[Int]])])
  func `batches keep the order, the limit and the weight`(weights: [Int], wanted: [[Int]]) {
    #expect(batches(weights, limit: 3, weight: { $0 }, total: 10) == wanted)
  }
}
