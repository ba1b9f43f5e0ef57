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
      atEveryRecord, withoutMemory,
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

  private static func atRandom(_ part: Int) -> Scenario {
    Scenario(
      name: "kill-at-random-\(part)",
      summary: "load of many tickets is killed at random requests and moments",
      isQuick: part == 1
    ) { trial in
      try ServerKeys().configure(trial)
      try await (trial.effort == .quick ? TicketSet.all : .many).prepare(trial)
      var dice = trial.dice()
      for _ in 1...(trial.effort == .quick ? 6 : 50) {
        try await trial.kill("load", at: trial.rehearsal.target, within: 120, milliseconds: 1200, &dice)
      }
      try await trial.requireWholeLoad()
    }
  }
}

extension Trial {
  /// A migration of few tickets for each number from 0, killed there and then finished, until a run survives
  /// because there was nothing left to be killed at.
  func killAtEach(_ aim: (Trial, Int, RunningProgram) -> Void) async throws {
    for number in 0..<500 {
      let one = try Trial(name: "record \(number)", seed: seed, effort: effort) { _ in }
      defer { count { $0.add(one.tally) } }
      let wasKilled: Bool
      do {
        wasKilled = try await one.isKilled(at: number, aim)
        try await one.requireWholeLoad()
      } catch {
        try one.rehearsal.end()
        throw Broken("killed at \(number): \((error as? Broken)?.reason ?? "\(error)")")
      }
      try one.rehearsal.end()
      if !wasKilled { return }
    }
    throw Broken("there is no end of moments to be killed at")
  }

  private func isKilled(at number: Int, _ aim: (Trial, Int, RunningProgram) -> Void) async throws -> Bool {
    try ServerKeys().configure(self)
    try await TicketSet.few.prepare(self)
    let running = try rehearsal.program("load").start([])
    aim(self, number, running)
    let result = try await end(running, of: "load", isKilled: true)
    if result.exitCode == nil { count { $0.struck += 1 } }
    return result.exitCode == nil
  }

  /// Starts a command and kills it, at one of the next requests or after some milliseconds.
  func kill(
    _ command: String, at wire: Tripwire, within requests: Int, milliseconds: Int,
    _ dice: inout SeededGenerator
  ) async throws {
    let isByClock = Bool.random(using: &dice)
    let number = Int.random(in: 0..<(isByClock ? milliseconds : requests), using: &dice)
    let moment = Tripwire.Moment.allCases.randomElement(using: &dice) ?? .arrival
    let running = try rehearsal.program(command).start([])
    if isByClock {
      try await Task.sleep(for: .milliseconds(number))
      running.send(SIGKILL)
    } else {
      wire.set(after: number, at: moment) { running.send(SIGKILL) }
    }
    let result = try await end(running, of: command, isKilled: true)
    wire.disarm()
    if result.exitCode == nil { count { $0.struck += 1 } }
  }
}

extension Outcome.Tally {
  fileprivate mutating func add(_ other: Outcome.Tally) {
    struck += other.struck
    runs += other.runs
    duplicates += other.duplicates
    holes += other.holes
    misplaced += other.misplaced
  }
}

extension RunningProgram {
  /// Kills it when a file has so many lines; on a thread of its own, so that little time is lost between the line and
  /// the signal.
  fileprivate func killAtLine(_ count: Int, of path: String) {
    Thread.detachNewThread {
      while self.isRunning {
        let lines = FileManager.default.contents(atPath: path)?.count { $0 == UInt8(ascii: "\n") } ?? 0
        if lines >= count { return self.send(SIGKILL) }
        usleep(100)
      }
    }
  }
}
