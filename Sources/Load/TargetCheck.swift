import MigrationKit

/// Whether the target is ready: asked before the first write, always.
struct TargetCheck {
  let connection: TargetConnection
  let options: LoadOptions
  let console: Console

  private var inspection: TargetInspection { connection.inspection }
  private var plan: PlanCheck { PlanCheck(options: options, fingerprint: inspection.fingerprint) }

  /// `load check`: everything that was found out is printed and saved, faults or not.
  func report() throws -> ExitCode {
    let folder = options.data.loaded
    try Disk.makeFolder(folder.root)
    try Disk.replace(folder.target, with: inspection.description.json.indentedText)
    console.say(inspection.product)
    console.say("  \(inspection.description.summary)")
    let stale = try options.staleness()
    for note in try [stale].compactMap(\.self) + inspection.notes + markupNotes
      + [plan.note()].compactMap(\.self)
    {
      console.say("  note: \(note)")
    }
    try require()
    console.say("Ready: every project, tracker, status, priority, field and login that is mapped exists.")
    return .complete
  }

  /// `load`: refuses to continue while anything is missing.
  func require() throws {
    try plan.require()
    let faults =
      try inspection.faults + markupFaults()
      + options.configuration.mapping.sharedFields(besides: inspection.description.fieldsForSeveral ?? [])
    guard !faults.isEmpty else { return }
    let lines = faults.map { "  \($0)" }.joined(separator: "\n")
    throw StageError("\(inspection.product) is not ready, nothing was written:\n\(lines)", exitCode: .usage)
  }

  /// `load` says so when the plan is not of these tickets.
  func notePlan() throws {
    if let note = try plan.note() { console.note(note) }
  }

  private func markupFaults() throws -> [String] {
    guard let shown = options.configuration.target.markup ?? inspection.description.markup,
      try options.staleness() == nil, let written = try options.transformation()?.markup, written != shown
    else { return [] }
    return [
      "the texts were transformed for \(written.rawValue), but the target shows \(shown.rawValue): run transform again"
    ]
  }

  /// Who names the markup may know better than a page, so that is no fault.
  private var markupNotes: [String] {
    guard let named = options.configuration.target.markup, let found = inspection.description.markup,
      named != found
    else { return [] }
    return ["target.markup is \(named.rawValue), but the target's pages look like \(found.rawValue)"]
  }
}
