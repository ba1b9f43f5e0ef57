import Testing

@testable import Load
@testable import MigrationKit

@Suite struct LoadOutcomeTests {
  private let good = TicketResult()
  private let bad = TicketResult(
    rejects: [Reject(ticket: SourceID("1"), rule: "1/create", reason: "r", hint: "h")])

  /// Each number of tickets in turn: good, bad, good, …
  private func outcome(_ runs: [Int]) -> LoadOutcome {
    var outcome = LoadOutcome()
    for (position, length) in runs.enumerated() {
      for _ in 0..<length { outcome.count(position.isMultiple(of: 2) ? good : bad) }
    }
    return outcome
  }

  @Test(
    arguments: [
      ([0, 49], nil), ([0, 50], "50 tickets in a row were refused"), ([1000, 49, 1], nil),
      ([189, 10], nil), ([189, 11], "11 of 200 tickets were refused"), ([190, 10], nil),
      ([0, 40, 1, 40, 1], nil), ([2000, 100], "100 tickets in a row were refused"),
    ] as [([Int], String?)])
  func `a run stops when too many tickets are refused`(runs: [Int], reason: String?) {
    #expect(outcome(runs).reasonToStop == reason)
    for noun in ["links", "texts"] {
      var outcome = LoadOutcome()
      for (position, length) in runs.enumerated() {
        let result = position.isMultiple(of: 2) ? TicketResult(stepsSent: 1) : bad
        for _ in 0..<length {
          if noun == "links" { outcome.countLinks(result) } else { outcome.countTexts(result) }
        }
      }
      #expect(outcome.reasonToStop == reason?.replacing("tickets", with: noun))
    }
  }

  @Test(arguments: [
    (1, "1 item was rejected by the target"), (1200, "1,200 items were rejected by the target"),
  ])
  func `what was rejected is said in the right number`(count: Int, words: String) {
    var outcome = LoadOutcome()
    #expect(outcome.refused == nil)
    outcome.countRejects(count)
    #expect(outcome.refused == words)
  }

  @Test(
    arguments: [
      (0, 0, nil), (1, 0, "1 link waits for tickets that are not loaded yet."),
      (3, 0, "3 links wait for tickets that are not loaded yet."),
      (2, 1, "2 links and 1 text wait for tickets that are not loaded yet."),
    ] as [(Int, Int, String?)])
  func `what waits for other tickets is said, and is no fault`(links: Int, texts: Int, words: String?) {
    var outcome = LoadOutcome()
    outcome.countLinks(TicketResult(waiting: links))
    outcome.countTexts(TicketResult(waiting: texts))
    #expect(outcome.waiting == words && outcome.rejected == 0)
  }

  @Test func `ten links in a row that the login may not make stop a run, one between others does not`() {
    var outcome = LoadOutcome()
    let forbidden = TicketResult(rejects: bad.rejects, forbidden: 1)
    for _ in 0..<9 { outcome.countLinks(forbidden) }
    outcome.countLinks(TicketResult(stepsSent: 1))
    for _ in 0..<9 { outcome.countLinks(forbidden) }
    #expect(!outcome.isForbidden && outcome.reasonToStop == nil)
    outcome.countLinks(forbidden)
    #expect(outcome.isForbidden)
    #expect(outcome.reasonToStop == "the login lacks the right (403) for 10 requests in a row")
  }
}
