import Foundation
import MigrationKit
import Sandbox
import Synchronization

/// `chaos`: whole migrations against faults and kills, judged by the target's own books.
@main
struct ChaosCommand {
  static func main() async {
    do {
      let options = try ChaosOptions(CommandLine.arguments.dropFirst())
      if options.wantsHelp {
        print(ChaosUsageError.usage)
      } else if options.wantsList {
        print(list)
      } else {
        exit(try await run(options) ? 0 : 1)
      }
    } catch {
      FileHandle.standardError.write(Data("chaos: \(error)\n".utf8))
      exit(2)
    }
  }

  private static var list: String {
    let width = (Scenario.all.map(\.name.count).max() ?? 0) + 2
    return Scenario.all.map { scenario in
      let padding = String(repeating: " ", count: width - scenario.name.count)
      return "\(scenario.isQuick ? "*" : " ") \(scenario.name)\(padding)\(scenario.summary)"
    }.joined(separator: "\n") + "\n* belongs to --quick"
  }

  /// True when everything held.
  private static func run(_ options: ChaosOptions) async throws -> Bool {
    let scenarios = try Scenario.chosen(by: options)
    let seed = options.seed ?? UInt64.random(in: 1..<1_000_000)
    say("seed \(seed); one again: chaos --seed \(seed) --only NAME")
    let made = Mutex<[String: Outcome]>([:])
    try await forEach(scenarios, limit: options.jobs) { scenario in
      let outcome = await scenario.run(seed: seed, effort: options.isQuick ? .quick : .whole) { say($0) }
      say("\(outcome.scenario): \(outcome.verdict.words)")
      made.withLock { $0[scenario.name] = outcome }
    }
    let outcomes = made.withLock { made in scenarios.compactMap { made[$0.name] } }
    let table = OutcomeTable(outcomes: outcomes)
    say("\n\(table.text)\n\n\(summary(outcomes)), seed \(seed)")
    try options.markdown.map { try table.paste(into: $0, below: "Seed \(seed): \(summary(outcomes)).") }
    return outcomes.allSatisfy(\.isGood)
  }

  private static func summary(_ outcomes: [Outcome]) -> String {
    let counts = [("held", "ok"), ("failed", "FAILED"), ("not struck", "not struck"), ("skipped", "skipped")]
      .map { words, mark in (words, outcomes.count { $0.verdict.words.hasPrefix(mark) }) }
    let struck = outcomes.reduce(0) { $0 + $1.tally.struck }
    let runs = outcomes.reduce(0) { $0 + $1.tally.runs }
    return "\(outcomes.count) scenarios, \(struck) faults and kills, \(runs) runs: "
      + counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
  }

  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
