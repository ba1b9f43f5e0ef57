import MigrationKit
import Sandbox

// Loads against a target that is ill.

extension Scenario {
  static let loads: [Scenario] =
    Fault.targetFaults.filter { !["search-lags", "search-unfiltered", "poison-text"].contains($0.name) }.map(
      load)
    + [laggingSearch, unfilteredSearch, poisonText] + (1...3).map(mixedLoad)

  /// Belong to the short selection.
  private static let quick: Set<String> = [
    "drop-reply-create", "drop-reply-note", "drop-reply-upload", "reset-reply", "stale-connection",
    "503-after", "405-created", "late-execution", "truncated-json",
  ]

  private static func load(_ fault: Fault) -> Scenario {
    Scenario(name: fault.name, summary: fault.summary, isQuick: quick.contains(fault.name)) { trial in
      var keys = ServerKeys()
      if fault.name == "late-execution" { keys.settle = 3 }
      try keys.configure(trial)
      try await trial.loads(under: [trial.effort == .quick ? fault.atLeast(0.15) : fault])
    }
  }

  /// Only a lost answer makes a load ask the search for what it has just made.
  private static let laggingSearch = Scenario(
    name: "search-lags", summary: "answers of creations are lost, and the search is five seconds behind",
    isQuick: true
  ) { trial in
    try ServerKeys(settle: 7).configure(trial)
    try await trial.loads(under: Fault.these("search-lags", "drop-reply-create"))
  }

  private static let unfilteredSearch = Scenario(
    name: "search-unfiltered", summary: "answers of creations are lost, and the search ignores its filter"
  ) { trial in
    try ServerKeys().configure(trial)
    try await trial.loads(under: Fault.these("search-unfiltered", "drop-reply-create"))
  }

  /// The one ticket waits in the rejects, and the others are complete; the fault gone, it comes.
  private static let poisonText = Scenario(
    name: "poison-text", summary: "one ticket's text is answered with 500, again and again", isQuick: true
  ) { trial in
    try ServerKeys().configure(trial)
    try await TicketSet.few.prepare(trial)
    trial.rehearsal.targetFaults.arm(Fault.these("poison-text"), seed: trial.seed)
    for _ in 1...2 {
      try await trial.require("load", exits: 3)
      let rejects: [Reject] = try trial.rehearsal.records("loaded/rejects.jsonl")
      let own = rejects.filter { !$0.rule.contains("/link/") }
      guard Set(own.map(\.ticket.text)) == ["8"] else { throw Broken("rejected are \(rejects)") }
      let holes = try BooksComparison(trial.rehearsal).findings().holes
      let others = holes.filter { !$0.hasPrefix("ticket 8") && !$0.contains("relation") }
      guard others.isEmpty else { throw Broken("others suffered: \(others)") }
    }
    try await trial.requireWholeLoad()
  }

  /// Everything that passes, all at once and each rarer.
  private static func mixedLoad(_ number: Int) -> Scenario {
    Scenario(
      name: "mixed-\(number)", summary: "every fault of the target that passes, at once", isQuick: number == 1
    ) { trial in
      try ServerKeys(settle: 12).configure(trial)
      try await trial.loads(under: Fault.mixture, seed: trial.seed &+ UInt64(number))
    }
  }
}

extension Trial {
  /// The protocol of a load: ill, ill again, well.
  func loads(under faults: [Fault], seed: UInt64? = nil) async throws {
    try await (effort == .quick ? TicketSet.few : .all).prepare(self)
    rehearsal.targetFaults.arm(faults, seed: seed ?? self.seed)
    try await repeatWhileIll("load")
    try await requireWholeLoad()
  }
}

extension Fault {
  /// Every fault of the target that passes, each rare. Storms would hide the others behind their pauses.
  static let mixture: [Fault] = {
    let unfit: Set = ["poison-text", "search-unfiltered", "hopeless-drip"]
    return targetFaults.filter { !unfit.contains($0.name) && !$0.name.hasPrefix("storm") }
      .map { $0.name == "search-lags" ? $0 : $0.at(.part(0.012)) }
  }()

  static func these(_ names: String...) -> [Fault] { all.filter { names.contains($0.name) } }
}
