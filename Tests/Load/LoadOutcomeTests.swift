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
  }
}
