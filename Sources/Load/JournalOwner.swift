import MigrationKit

/// What a journal belongs to. Its first line; a journal of another migration would take its numbers for ours.
struct JournalOwner: Sendable, Equatable {
  /// Where the tickets come from, for an old number means something only there.
  let source: String
  /// Address, login and marker field of the target.
  let target: String
  /// What tells the target from another one at the same address, such as one that was set up again: "project support"
  /// is "1 of 2021-01-05T12:27:22Z". Grows when the mapping leads to more projects.
  var instance: [String: String] = [:]

  /// In a sentence, why this cannot continue with a journal of `other`; nil when it can.
  func difference(from other: JournalOwner) -> String? {
    if source != other.source { return "tickets of \(other.source), not of \(source)" }
    if target != other.target { return "another target (\(other.target)), not to \(target)" }
    for (trait, value) in instance.sorted(by: { $0.key < $1.key }) {
      guard let former = other.instance[trait], former != value else { continue }
      return
        "another target: there, \(trait) was \(former), here it is \(value). Was the target set up again?"
    }
    return nil
  }
}

extension JournalOwner {
  init(_ inspection: TargetInspection, _ configuration: Configuration) {
    source = "\(configuration.source.system.rawValue) \(configuration.source.server.url)"
    target = inspection.fingerprint
    instance = inspection.instance
  }
}

extension JournalOwner: JSONRecord {
  init(json: JSONNode) throws {
    source = try json.string("source")
    target = try json.string("target")
    let traits = try json.required("instance") { $0.isObject ? $0.members : nil }
    instance = Dictionary(traits.map { ($0.key, $0.value.string ?? "") }) { first, _ in first }
  }

  var json: JSONValue {
    let traits = instance.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
    return ["source": .string(source), "target": .string(target), "instance": .object(traits)]
  }
}
