import MigrationKit

/// Whether the target is ready: asked before the first write, always.
struct TargetCheck {
  let connection: TargetConnection
  let options: LoadOptions
  let console: Console

  private var inspection: TargetInspection { connection.inspection }

  /// `load check`: everything that was found out.
  func report() throws -> ExitCode {
    console.say(inspection.product)
    for note in inspection.notes { console.say("  note: \(note)") }
    try require()
    console.say("Ready: every project, tracker, status, priority, field and login that is mapped exists.")
    return .complete
  }

  /// Refuses to go on while anything is missing.
  func require() throws {
    guard !inspection.faults.isEmpty else { return }
    let faults = inspection.faults.map { "  \($0)" }.joined(separator: "\n")
    throw StageError("\(inspection.product) is not ready, nothing was written:\n\(faults)", exitCode: .usage)
  }
}
