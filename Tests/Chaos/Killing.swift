import Foundation
import Sandbox

extension Trial {
  /// A migration of few tickets for each number from 0, killed there and then finished, until a run survives
  /// because there was nothing left to be killed at.
  func killAtEach(_ aim: (Trial, Int, RunningProgram) -> Void) async throws {
    var number = 0
    var wasKilled = true
    while wasKilled {
      do {
        try await withAnother { one in
          try ServerKeys().configure(one)
          try await TicketSet.few.prepare(one)
          let running = try one.rehearsal.program("load").start([])
          aim(one, number, running)
          wasKilled = try await one.isKilled(running, "load")
          try await one.requireWholeLoad()
        }
      } catch let broken as Broken {
        throw Broken("killed at \(number): \(broken.reason)")
      }
      number += 1
    }
  }

  /// Work in a trial of its own, whose counts are this one's.
  func withAnother(_ work: (Trial) async throws -> Void) async throws {
    let one = try Trial(name: name, seed: seed, effort: effort, log: log)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await work(one)) } catch { outcome = .failure(error) }
    count { $0.add(one.tally) }
    try one.rehearsal.end()
    try outcome.get()
  }

  private func isKilled(_ running: RunningProgram, _ command: String) async throws -> Bool {
    let result = try await end(running, of: command, isKilled: true)
    if result.exitCode == nil { count { $0.struck += 1 } }
    return result.exitCode == nil
  }

  func killLoad(within requests: Int, milliseconds: Int, _ dice: inout SeededGenerator) async throws -> Bool {
    try await kill("load", at: rehearsal.target, within: requests, milliseconds: milliseconds, &dice)
  }

  /// Starts a command and kills it, at one of the next requests or after some milliseconds; false when it ended
  /// before.
  @discardableResult
  func kill(
    _ command: String, at wire: Tripwire, within requests: Int, milliseconds: Int,
    _ dice: inout SeededGenerator
  ) async throws -> Bool {
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
    defer { wire.disarm() }
    return try await isKilled(running, command)
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
  func killAtLine(_ count: Int, of path: String) {
    Thread.detachNewThread {
      while self.isRunning {
        let lines = FileManager.default.contents(atPath: path)?.count { $0 == UInt8(ascii: "\n") } ?? 0
        if lines >= count { return self.send(SIGKILL) }
        usleep(100)
      }
    }
  }
}
