import MigrationKit

/// Whether a plan that was looked at is the plan of this load.
struct PlanCheck {
  let options: LoadOptions
  /// The target that answers now.
  let fingerprint: String

  /// Refuses a plan of another target: whoever has read it would be surprised.
  func require() throws {
    guard let plan = try plan(), plan.target != fingerprint else { return }
    throw StageError(
      "\(options.data.loaded.plan) was made for another target (\(plan.target)), but this one is \(fingerprint): run load plan "
        + "again, or delete the file", exitCode: .usage)
  }

  /// A plan of other tickets than there are now is only old.
  func note() throws -> String? {
    let tickets = options.data.transformed.tickets
    guard let plan = try plan(), Disk.exists(tickets), try plan.tickets != SHA256.hex(ofFile: tickets)
    else { return nil }
    return
      "the plan is older than \(options.data.transformed.root): run load plan again to see what will be sent"
  }

  private func plan() throws -> PlanManifest? {
    let path = options.data.loaded.plan
    guard Disk.exists(path) else { return nil }
    return try RecordLine(bytes: try Disk.contents(path), path: path, number: 1).record()
  }
}

/// What a later stage reads of `data/loaded/plan.json`.
struct PlanManifest: JSONRecord {
  let target: String
  /// SHA-256 of the transformed tickets.
  let tickets: String

  init(json: JSONNode) throws {
    target = try json.string("target")
    tickets = try json.string("tickets")
  }

  var json: JSONValue { ["target": .string(target), "tickets": .string(tickets)] }
}
