import Testing

@testable import Chaos

extension EndToEndTests {
  /// The short selection of `make chaos`: few tickets, few kills, the same seed each time.
  @Suite(.serialized) struct ChaosQuick {
    @Test(arguments: Scenario.all.filter(\.isQuick).map(\.name))
    func `nothing is lost and nothing is twice`(name: String) async throws {
      let scenario = try #require(Scenario.all.first { $0.name == name })
      let outcome = await scenario.run(seed: 4711, effort: .quick) { _ in }
      #expect(outcome.isGood, "\(name): \(outcome.verdict)")
    }
  }

  @Suite struct ChaosItself {
    @Test func `every scenario has a name of its own`() {
      #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
    }

    @Test func `a fault that does not strike proves nothing`() async {
      let idle = Scenario(name: "idle", summary: "") { _ in }
      let outcome = await idle.run(seed: 1, effort: .quick) { _ in }
      #expect(outcome.verdict == .notStruck && !outcome.isGood)
    }

    @Test func `what is found in the books fails a scenario`() async {
      let spoilt = Scenario(name: "spoilt", summary: "") { trial in
        try await TicketSet.few.prepare(trial)
        try await trial.require("load")
        let lines = try trial.rehearsal.text("transformed/tickets.jsonl")
        try trial.rehearsal.write(
          lines.replacing("\"Closed\"", with: "\"New\""), to: "transformed/tickets.jsonl")
        try trial.judge()
      }
      let outcome = await spoilt.run(seed: 1, effort: .quick) { _ in }
      #expect(outcome.tally.holes > 0 && !outcome.isGood, "\(outcome)")
    }

    @Test func `a table is pasted between its two marks`() throws {
      var outcome = Outcome(scenario: "flood")
      outcome.tally.struck = 12
      outcome.verdict = .failed("a | b\nmore")
      let table = OutcomeTable(outcomes: [outcome])
      #expect(table.markdown.hasSuffix("| flood | 12 | 0 | 0 | 0 | 0 | 0 | FAILED: a \\| b |"))
      #expect(table.text.contains("flood      12"))
    }

    @Test(arguments: [["--only"], ["--seed", "x"], ["--sede", "1"]])
    func `a command line that is not understood is refused`(words: [String]) {
      #expect(throws: ChaosUsageError.self) { try ChaosOptions(words) }
    }
  }
}
