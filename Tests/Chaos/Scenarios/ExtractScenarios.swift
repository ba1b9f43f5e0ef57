import Foundation
import MigrationKit
import Sandbox

// Extractions from a source that is ill, or killed: they end with the bytes of an undisturbed one.

extension Scenario {
  static let extractions: [Scenario] =
    Fault.sourceFaults.filter { $0.name != "poison-attachment" }.map(extraction)
    + [poisonAttachment, mixedExtraction, killedExtraction]

  private static let quick: Set<String> = ["source-truncated-json", "source-reset-reply"]

  private static func extraction(_ fault: Fault) -> Scenario {
    Scenario(name: fault.name, summary: fault.summary, isQuick: quick.contains(fault.name)) { trial in
      try ServerKeys().configure(trial)
      try await trial.extracts { trial.rehearsal.sourceFaults.arm([fault], seed: trial.seed) }
    }
  }

  /// The file waits in the rejects, the rest is complete; the fault gone, the same command fetches it.
  private static let poisonAttachment = Scenario(
    name: "poison-attachment", summary: "one attachment is answered with 500, again and again", isQuick: true
  ) { trial in
    try ServerKeys().configure(trial)
    try await trial.extracts {
      trial.rehearsal.sourceFaults.arm(Fault.these("poison-attachment"), seed: trial.seed)
      try await trial.require("extract", exits: 3)
      let rejects: [Reject] = try trial.rehearsal.records("extracted/rejects.jsonl")
      guard rejects.count == 1 else { throw Broken("rejected are \(rejects)") }
    }
  }

  private static let mixedExtraction = Scenario(
    name: "source-mixed", summary: "every fault of the source that passes, at once"
  ) { trial in
    try ServerKeys().configure(trial)
    let faults = Fault.sourceFaults.filter { !["poison-attachment", "source-storm"].contains($0.name) }
    try await trial.extracts {
      trial.rehearsal.sourceFaults.arm(faults.map { $0.at(.part(0.015)) }, seed: trial.seed)
    }
  }

  private static let killedExtraction = Scenario(
    name: "kill-extract", summary: "extract is killed at random requests and moments", isQuick: true
  ) { trial in
    try await trial.extracts {
      var dice = trial.dice()
      var remaining = trial.effort == .quick ? 8 : 60
      while remaining > 0 {
        if try await trial.kill("extract", at: trial.rehearsal.source, within: 80, milliseconds: 900, &dice) {
          remaining -= 1
        } else {
          try trial.requireUndisturbedBytes()
          try trial.rehearsal.remove("extracted")
        }
      }
    }
  }
}

extension Trial {
  /// Extracts once undisturbed, then under the fault, then well again, and compares.
  func extracts(under fault: () async throws -> Void) async throws {
    try await require("extract --data undisturbed")
    try await fault()
    try await repeatWhileIll("extract")
    rehearsal.sourceFaults.disarm()
    rehearsal.source.disarm()
    try await require("extract")
    try requireUndisturbedBytes()
  }

  func requireUndisturbedBytes() throws {
    let undisturbed = try FolderContents(of: rehearsal.folder.appending(path: "undisturbed/extracted"))
    let differences = try rehearsal.contents(of: "extracted").differences(from: undisturbed)
    count { $0.holes += differences.count }
    guard undisturbed.files.count > 30, differences.isEmpty else {
      throw Broken("other bytes than undisturbed: \(differences.joined(separator: ", "))")
    }
  }
}
