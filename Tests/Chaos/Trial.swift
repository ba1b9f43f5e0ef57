import Foundation
import MigrationKit
import Sandbox
import Synchronization

/// One scenario's migration at work: two servers, a folder, and the programs that are run again and again.
///
/// A class, because what it counts is counted while it works.
final class Trial: Sendable {
  /// A program hangs when no request of it has come for so many seconds, or it takes so many in all.
  static let longestSilence = 120
  static let longestRun = 600
  /// How often a command is repeated while a fault that passes is on.
  static let mostRuns = 8

  let rehearsal: Rehearsal
  let seed: UInt64
  let effort: Scenario.Effort
  let name: String
  let log: @Sendable (String) -> Void
  private let counted = Mutex(Outcome.Tally())

  init(name: String, seed: UInt64, effort: Scenario.Effort, log: @escaping @Sendable (String) -> Void) throws
  {
    self.name = name
    self.seed = seed
    self.effort = effort
    self.log = log
    rehearsal = try Rehearsal()
  }

  var tally: Outcome.Tally {
    counted.withLock { tally in
      var whole = tally
      for faults in [rehearsal.sourceFaults, rehearsal.targetFaults] {
        whole.struck += faults.strikes.values.reduce(0, +)
      }
      return whole
    }
  }

  func count(_ change: (inout Outcome.Tally) -> Void) { counted.withLock { change(&$0) } }
  func say(_ words: String) { log("  \(name): \(words)") }

  /// Random numbers of this scenario's own.
  func dice() -> SeededGenerator {
    SeededGenerator(name.utf8.reduce(seed) { $0 &* 31 &+ UInt64($1) })
  }

  // MARK: Programs

  /// Runs a command to its end, whatever that is, as long as it comes and is one of the known ones.
  ///
  /// - Parameter isKilled: a signal is its expected end.
  @discardableResult
  func run(_ command: String, _ program: Program? = nil, isKilled: Bool = false) async throws -> ProgramResult
  {
    let words = command.split(separator: " ").map(String.init)
    let running = try (program ?? rehearsal.program(words[0])).start(Array(words.dropFirst()))
    return try await end(running, of: command, isKilled: isKilled)
  }

  /// Waits for a program that was started.
  func end(_ running: RunningProgram, of command: String, isKilled: Bool = false) async throws
    -> ProgramResult
  {
    count { $0.runs += 1 }
    let patience = Task { try await killWhenHanging(running) }
    let result = try await running.result()
    patience.cancel()
    if case .success(let seconds) = await patience.result {
      throw Broken("\(command) hung, and was killed after \(seconds) s: \(result.lastLine)")
    }
    guard isKilled || [0, 1, 3, 4, 130].contains(result.exitCode) else {
      throw Broken("\(command) ended with \(result.ending): \(result.lastLine)")
    }
    return result
  }

  /// Returns after how many seconds it had to be killed; throws when it is not waited for any more.
  private func killWhenHanging(_ running: RunningProgram) async throws -> Int {
    var (requests, silence) = (0, 0)
    for seconds in 1... {
      try await Task.sleep(for: .seconds(1))
      let now = rehearsal.source.requestCount + rehearsal.target.requestCount
      (requests, silence) = (now, now == requests ? silence + 1 : 0)
      guard silence < Self.longestSilence, seconds < Self.longestRun else {
        running.send(SIGKILL)
        return seconds
      }
    }
    return 0
  }

  /// Runs a command that has to end well.
  func require(_ command: String, exits code: Int32 = 0) async throws {
    let result = try await run(command)
    guard result.exitCode == code else {
      let words = result.exitCode == 3 ? try firstReject(of: command) : nil
      throw Broken("\(command) ended with \(result.ending) in place of \(code): \(words ?? result.lastLine)")
    }
  }

  // MARK: Protocol

  /// The same plain command again and again, until it ends well or has been tried often enough.
  func repeatWhileIll(_ command: String, _ program: Program? = nil) async throws {
    for number in 1...Self.mostRuns {
      let result = try await run(command, program)
      if result.exitCode == 0 { return }
      say("\(command), run \(number): \(result.ending): \(try firstReject(of: command) ?? result.lastLine)")
    }
  }

  /// What the run did not get done; nil when it is not about that.
  private func firstReject(of command: String) throws -> String? {
    let path = command == "load" ? "loaded/rejects.jsonl" : "extracted/rejects.jsonl"
    guard FileManager.default.fileExists(atPath: rehearsal.data.appending(path: path).path) else {
      return nil
    }
    let rejects: [Reject] = try rehearsal.records(path)
    return rejects.first.map { "\(rejects.count) rejected, first \($0.rule): \($0.reason)" }
  }

  /// What must hold when the fault is gone: the plain command ends well, so does the verification, a last run writes
  /// nothing, and the target's own books are right.
  func requireWholeLoad() async throws {
    rehearsal.targetFaults.disarm()
    rehearsal.target.disarm()
    var fault: (any Error)?
    do {
      try await require("load")
      try await require("load verify")
      try await requireNothingToDo()
    } catch {
      fault = error
    }
    do {
      try judge()
    } catch let broken as Broken {
      throw Broken(
        fault.map { "\(broken.reason); and \(($0 as? Broken)?.reason ?? "\($0)")" } ?? broken.reason)
    }
    if let fault { throw fault }
  }

  /// What is carried out late must not be taken for the last load's doing.
  private func requireNothingToDo() async throws {
    while !rehearsal.targetFaults.isIdle { try await Task.sleep(for: .milliseconds(50)) }
    let before = rehearsal.books.writingRequestCount
    try await require("load")
    let written = rehearsal.books.writingRequestCount - before
    guard written == 0 else { throw Broken("a finished load sent \(written) writing requests") }
  }

  /// Looks into the target's books.
  func judge() throws {
    let findings = try BooksComparison(rehearsal).findings()
    count { $0.add(findings) }
    guard findings.isClean else { throw Broken("\(findings)") }
  }
}

extension ProgramResult {
  var ending: String { exitCode.map { "exit \($0)" } ?? "a signal" }

  /// What it said last, and of errors first.
  var lastLine: String {
    let lines = (errors.isEmpty ? output : errors).split(separator: "\n")
    return lines.last.map { String($0.prefix(300)) } ?? "it said nothing"
  }
}
