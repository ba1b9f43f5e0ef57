import Foundation
import MigrationKit
import Sandbox

// Loads that are killed (SIGKILL), at every step and at random.

extension Scenario {
  static let kills: [Scenario] =
    [
      atEveryRequest("kill-before-execution", "before the server carries it out", .arrival),
      atEveryRequest(
        "kill-before-reply", "after the server has carried it out, before it answers", .execution),
      atEveryRequest("kill-after-reply", "when the answer has left", .departure),
      atEveryRecord, withoutMemory, amongFaults,
    ] + (1...4).map(atRandom)

  private static func atEveryRequest(_ name: String, _ moment: String, _ when: Tripwire.Moment) -> Scenario {
    Scenario(name: name, summary: "load is killed at each writing request, \(moment)") { trial in
      try await trial.killAtEach { trial, number, running in
        trial.rehearsal.target.set(after: number, at: when, watching: { RequestKind($0).isWriting }) {
          running.send(SIGKILL)
        }
      }
    }
  }

  private static let atEveryRecord = Scenario(
    name: "kill-at-record", summary: "load is killed when each record of its journal has been written"
  ) { trial in
    try await trial.killAtEach { trial, number, running in
      let journal = trial.rehearsal.data.appending(path: "loaded/journal.jsonl").path
      running.killAtLine(number + 1, of: journal)
    }
  }

  /// The target alone has to tell what is there.
  private static let withoutMemory = Scenario(
    name: "kill-and-forget", summary: "load is killed and data/loaded deleted, several times", isQuick: true
  ) { trial in
    try ServerKeys().configure(trial)
    try await TicketSet.few.prepare(trial)
    var dice = trial.dice()
    for _ in 1...(trial.effort == .quick ? 4 : 20) {
      try await trial.kill("load", at: trial.rehearsal.target, within: 60, milliseconds: 600, &dice)
      try? FileManager.default.removeItem(at: trial.rehearsal.data.appending(path: "loaded"))
    }
    try await trial.requireWholeLoad()
  }

  /// A crash does not wait until all is well.
  private static let amongFaults = Scenario(
    name: "kill-mixed", summary: "load is killed at random while every fault of the target that passes is on"
  ) { trial in
    try ServerKeys(settle: 12).configure(trial)
    try await TicketSet.all.prepare(trial)
    trial.rehearsal.targetFaults.arm(Fault.mixture, seed: trial.seed)
    var dice = trial.dice()
    for _ in 1...12 { _ = try await trial.killLoad(within: 150, milliseconds: 3000, &dice) }
    try await trial.repeatWhileIll("load")
    try await trial.requireWholeLoad()
  }

  private static func atRandom(_ part: Int) -> Scenario {
    Scenario(
      name: "kill-at-random-\(part)",
      summary: "load of many tickets is killed at random requests and moments",
      isQuick: part == 1
    ) { trial in
      var remaining = trial.effort == .quick ? 6 : 50
      var dice = trial.dice()
      while remaining > 0 {
        try await trial.withAnother { one in
          try ServerKeys().configure(one)
          try await (one.effort == .quick ? TicketSet.all : .many).prepare(one)
          while remaining > 0, try await one.killLoad(within: 120, milliseconds: 1200, &dice) {
            remaining -= 1
          }
          try await one.requireWholeLoad()
        }
      }
    }
  }
}
