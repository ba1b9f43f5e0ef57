/// One fault, or a mixture, and the migration that has to survive it.
struct Scenario: Sendable {
  enum Effort: Sendable {
    /// Few tickets and few kills, for `make test`.
    case quick
    case whole
  }

  let name: String
  /// What happens.
  let summary: String
  /// Belongs to the short selection.
  var isQuick = false
  let perform: @Sendable (Trial) async throws -> Void

  /// Carries it out from an empty target to the verdict.
  func run(seed: UInt64, effort: Effort, log: @escaping @Sendable (String) -> Void) async -> Outcome {
    let start = ContinuousClock.now
    var outcome = Outcome(scenario: name)
    do {
      let trial = try Trial(name: name, seed: seed, effort: effort, log: log)
      do {
        try await perform(trial)
        outcome.verdict = trial.tally.struck > 0 ? .held : .notStruck
      } catch {
        outcome.verdict = Outcome.Verdict(error)
      }
      outcome.tally = trial.tally
      try trial.rehearsal.end()
    } catch {
      outcome.verdict = .failed("the rehearsal itself: \(error)")
    }
    outcome.duration = .now - start
    return outcome
  }
}

/// What the rehearsal cannot do here, and why.
struct Skipped: Error {
  let reason: String
}

/// What must not have happened.
struct Broken: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
