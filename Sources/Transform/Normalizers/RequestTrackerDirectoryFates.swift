import MigrationKit

extension RequestTrackerNormalizer {
  static func account(forPerson record: SourceRecord, isNamed: Bool, into ledger: inout Ledger) throws {
    try count(record, "people", into: &ledger) { path in
      let fate = RequestTrackerDirectoryFates.person(path)
      if isNamed { return fate }
      if case .dropped(_, isLost: true) = fate { return fate }
      return .needless("of someone whom no ticket names")
    }
  }

  static func account(forQueue record: SourceRecord, into ledger: inout Ledger) throws {
    try count(record, "queues", into: &ledger, RequestTrackerDirectoryFates.queue)
  }

  private static func count(
    _ record: SourceRecord, _ kind: String, into ledger: inout Ledger, _ fate: (String) -> Fate
  ) throws {
    try MalformedRecord.reading("\(kind) \(record.id)") {
      for (path, node) in try record.root.leaves(below: kind) {
        let text = node.string ?? node.numberText ?? (node.bool == true ? "true" : "")
        let isEmpty = text.isEmpty || text == "0"
        ledger.count(isEmpty ? .empty : fate(path), at: path, of: SourceID(record.id))
      }
    }
  }
}

/// What becomes of the accounts and queues of Request Tracker 5. Everything has a fate: both are only looked up in, and
/// nothing of them is migrated for itself.
enum RequestTrackerDirectoryFates {
  static func person(_ path: String) -> Fate {
    switch path {
    case "people.user.RealName", "people.user.EmailAddress": .carried
    case "people.user.Name": .mapped
    case "people.disabled", "people.user.Disabled", "people.user.Privileged":
      .needless("transformed/people.jsonl has it")
    case let path where isForTheOldSystem(path): .needless("of use inside the old system only")
    default: .lost("settings and notes of accounts: the new system's accounts have their own")
    }
  }

  static func queue(_ path: String) -> Fate {
    switch path {
    case "queues.queue.Name", "queues.customFields.Name": .mapped
    case "queues.customRoles.Name", "queues.allQueues.Name": .text
    case let path where isForTheOldSystem(path): .needless("of use inside the old system only")
    default: .lost("settings of queues and fields: the new system's projects have their own")
    }
  }

  private static func isForTheOldSystem(_ path: String) -> Bool {
    ["._url", ".type", ".id", ".ref"].contains { path.hasSuffix($0) }
  }
}

extension JSONNode {
  /// Every value inside this one with its path; the elements of a list share one.
  fileprivate func leaves(below path: String) -> [(path: String, node: JSONNode)] {
    if isObject { return members.flatMap { $0.value.leaves(below: "\(path).\($0.key)") } }
    if isArray { return elements.flatMap { $0.leaves(below: path) } }
    return [(path, self)]
  }
}
