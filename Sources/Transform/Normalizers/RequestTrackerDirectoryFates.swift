import MigrationKit

extension RequestTrackerNormalizer {
  static func account(forPerson record: SourceRecord, isNamed: Bool, into ledger: inout Ledger) throws {
    try ledger.count(record, "people", RequestTrackerDirectoryFates.person) { $0.ofAccount(isNamed: isNamed) }
  }

  static func account(forQueue record: SourceRecord, into ledger: inout Ledger) throws {
    try ledger.count(record, "queues", RequestTrackerDirectoryFates.queue) { $0 }
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
