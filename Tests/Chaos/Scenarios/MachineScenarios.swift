import Dispatch
import Foundation
import MigrationKit
import Sandbox

// What can be wrong with the machine that the migration runs on.

extension Scenario {
  static let machines = [fullDiskLoad, fullDiskExtract, jumpingClock, twoAtOnce]

  /// A limit for files in place of a full disk: both fail in the middle of a write.
  private static let fullDiskLoad = Scenario(
    name: "disk-full-load", summary: "files cannot grow beyond a limit while loading", isQuick: true
  ) { trial in
    try ServerKeys().configure(trial)
    try await TicketSet.few.prepare(trial)
    for blocks in [1, 4, 10, 20] { try await trial.runWithoutRoom("load", blocks: blocks) }
    try await trial.requireWholeLoad()
  }

  private static let fullDiskExtract = Scenario(
    name: "disk-full-extract", summary: "files cannot grow beyond a limit while extracting"
  ) { trial in
    try await trial.extracts {
      for blocks in [4, 20, 300, 1000] { try await trial.runWithoutRoom("extract", blocks: blocks) }
    }
  }

  /// With a storm that tells how long to wait: that is where the time of day could matter.
  private static let jumpingClock = Scenario(
    name: "clock-jumps", summary: "the time of day jumps by hours and years, while the target asks for pauses"
  ) { trial in
    let library = try Self.clockLibrary()
    try ServerKeys().configure(trial)
    try await TicketSet.all.prepare(trial)
    trial.rehearsal.targetFaults.arm(Fault.these("storm-json", "drop-reply-create"), seed: trial.seed)
    var program = trial.rehearsal.program("load")
    program.environment["LD_PRELOAD"] = library
    try await trial.repeatWhileIll("load", program)
    try await trial.requireWholeLoad()
  }

  private static func clockLibrary() throws -> String {
    #if os(Linux)
      guard let path = Program.path(of: "libJumpingClock.so") else {
        throw Skipped(reason: "libJumpingClock.so is not built; run swift build")
      }
      return path
    #else
      throw Skipped(reason: "the clock is preloaded on Linux only")
    #endif
  }

  private static let twoAtOnce = Scenario(
    name: "two-at-once", summary: "a second load is started, in the same folder and in a copy of it",
    isQuick: true
  ) { trial in
    try await TicketSet.few.prepare(trial)
    let gate = DispatchSemaphore(value: 0)
    trial.rehearsal.target.set(after: 20, at: .arrival, watching: { RequestKind($0).isWriting }) {
      gate.wait()
    }
    let first = try trial.rehearsal.program("load").start([])
    do {
      defer { gate.signal() }
      try await trial.requireRefusal(of: "load", naming: first)
      let copy = trial.rehearsal.folder.appending(path: "copy")
      try FileManager.default.copyItem(at: trial.rehearsal.data, to: copy)
      try await trial.requireRefusal(of: "load --data copy", naming: first)
    } catch {
      _ = try await trial.end(first, of: "load")
      try trial.judge()
      throw error
    }
    _ = try await trial.end(first, of: "load")
    try await trial.requireWholeLoad()
  }
}

extension Trial {
  fileprivate func runWithoutRoom(_ command: String, blocks: Int) async throws {
    var program = rehearsal.program(command)
    program.preparation = "trap '' XFSZ; ulimit -f \(blocks)"
    let result = try await run(command, program)
    if result.exitCode == 1, result.text.contains("File too large") { count { $0.struck += 1 } }
  }

  fileprivate func requireRefusal(of command: String, naming first: RunningProgram) async throws {
    try await Task.sleep(for: .seconds(1))
    let result = try await run(command)
    guard result.exitCode == 1, result.text.contains("process \(first.id)") else {
      throw Broken("a second `\(command)` ended with \(result.ending): \(result.lastLine)")
    }
    count { $0.struck += 1 }
  }
}
