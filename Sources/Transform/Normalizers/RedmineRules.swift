import MigrationKit

/// Redmine 5's part of the ledger: how its records are built, and `RedmineFates`.
struct RedmineRules: RecordRules {
  let census: Census

  let members = RecordMembers(ticket: "issue", entryOfPart: "", linkKind: "relation_type", login: "login")

  func part(at path: String) -> RecordPart {
    switch path {
    case "issue.author", "issue.assigned_to", "issue.watchers", "issue.journals.user": .people
    case "issue.journals": .entries
    case "issue.journals.details": .byMember("property")
    case "issue.custom_fields": .fields
    case "issue.custom_fields.name": .skipped
    case "issue.custom_fields.value": .fieldValues
    case "issue.parent", "issue.children", "issue.relations": .links
    // What stands for the link.
    case "issue.parent.id", "issue.children.id", "issue.children.tracker", "issue.children.subject",
      "issue.children.children":
      .skipped
    case let path where path.hasPrefix("issue.relations[") && !path.hasSuffix(".delay"):
      path.hasSuffix("]") ? .values : .skipped
    default: .values
    }
  }

  func treatment(of path: String) -> Treatment? { RedmineFates.treatment(of: path) }

  func history(of kind: String) -> Fate? {
    .lost("changes of status, people, fields and dates: the last values are carried")
  }

  func traits(of path: String) -> PathTraits {
    PathTraits(
      isOwner: path.hasPrefix("issue.assigned_to"), isSubject: path == "issue.subject",
      isRelation: path == "issue.parent" || path == "issue.children"
        || path.hasPrefix("issue.relations[") && path.hasSuffix("]"),
      field: field(path), isUnsetAtZero: RedmineFates.unsetAtZero.contains(path))
  }

  /// "Kundennummer" of "issue.custom_fields[Kundennummer]".
  private func field(_ path: String) -> String {
    let start = "issue.custom_fields["
    guard path.hasPrefix(start), path.hasSuffix("]") else { return "" }
    return String(path.dropFirst(start.count).dropLast())
  }

  func person(_ node: JSONNode) -> SourcePerson? { SourcePerson(redmine: node, census) }

  func fieldFile(at address: String) -> String? { nil }

  func link(_ node: JSONNode, at path: String, of ticket: SourceID<Ticket>) -> SourceLink? {
    let kind = path == "issue.parent" ? "parent" : path == "issue.children" ? "child" : "relation"
    return RedmineLinks.link(node, kind: kind, of: ticket)
  }
}

/// What becomes of each path of a Redmine 5 record: the one place where that is written down.
enum RedmineFates {
  static func treatment(of path: String) -> Treatment? {
    exact[path] ?? patterns.first { path.matches($0.pattern) }?.treatment
  }

  private static let exact = Dictionary(
    table.filter { !$0.pattern.contains("*") }.map { ($0.pattern, $0.treatment) }
  ) { first, _ in first }
  private static let patterns = table.filter { $0.pattern.contains("*") }

  private static let number = Fate.needless("a number inside the old system; the name beside it is kept")
  private static let named = Fate.needless("attachments.jsonl and the file itself have it")
  private static let twice = Fate.needless("the record has the same in another place")
  private static let sum = Fate.needless("a sum that Redmine computes")
  private static let asText = Treatment.time(.lost("single bookings of time: the text has their sum"))

  private static let table: [(pattern: String, treatment: Treatment)] = [
    ("issue.id", .fixed(twice)),
    ("project.id", .fixed(number)),
    ("project.identifier", .fixed(.mapped)),
    ("issue.project.id", .fixed(number)),
    ("issue.project.name", .fixed(.needless("the project's name; its identifier is mapped"))),
    ("issue.subject", .subject),
    ("issue.description", .fixed(.carried)),
    ("issue.is_private", .fixed(.carried)),
    // What the mapping has words for
    ("issue.tracker.name", .fixed(.mapped)),
    ("issue.status.name", .fixed(.mapped)),
    ("issue.status.is_closed", .fixed(.needless("the status says it"))),
    ("issue.priority.name", .fixed(.mapped)),
    ("issue.tracker.id", .fixed(number)),
    ("issue.status.id", .fixed(number)),
    ("issue.priority.id", .fixed(number)),
    ("issue.category.id", .fixed(number)),
    ("issue.category.name", .fixed(.text)),
    ("issue.fixed_version.id", .fixed(number)),
    ("issue.fixed_version.name", .fixed(.text)),
    ("issue.done_ratio", .fixed(.text)),
    // Days and hours
    ("issue.start_date", .start),
    ("issue.due_date", .due),
    ("issue.created_on", .fixed(.carried)),
    ("issue.updated_on", .fixed(.text)),
    ("issue.closed_on", .fixed(.text)),
    ("issue.estimated_hours", .estimate),
    ("issue.spent_hours", .sumOfTime),
    ("issue.total_estimated_hours", .fixed(sum)),
    ("issue.total_spent_hours", .fixed(sum)),
    // Custom fields, links
    ("issue.custom_fields.id", .fixed(number)),
    ("issue.custom_fields.multiple", .fixed(.needless("a setting of the field"))),
    ("issue.custom_fields[*]", .field),
    ("issue.parent", .link),
    ("issue.children", .link),
    ("issue.relations[*].delay", .fixed(.lost("days between two issues of which one precedes the other"))),
    ("issue.relations[*]", .link),
    // People
    ("issue.author.*", .person),
    ("issue.assigned_to.*", .person),
    ("issue.watchers.*", .person),
    // The history
    ("issue.journals.id", .stamp),
    ("issue.journals.created_on", .stamp),
    ("issue.journals.user.*", .person),
    ("issue.journals.notes", .withEntry),
    ("issue.journals.private_notes", .withEntry),
    ("issue.journals.updated_*", .fixed(.lost("who last edited a note, and when"))),
    ("issue.journals.details[attachment].*", .fixed(named)),
    ("issue.journals.details[*].property", .fixed(.needless("what a change is of; its name says it too"))),
    ("issue.journals.details[*].*", .change),
    // Files
    ("issue.attachments.description", .fixed(.text)),
    ("issue.attachments.*", .fixed(named)),
    ("field_files.*", .fixed(named)),
    ("issue.changesets.revision", .fixed(.text)),
    ("issue.changesets.*", .fixed(.lost("authors, dates and texts of revisions: the repository has them"))),
    // Time
    ("time_entries.id", asText),
    ("time_entries.hours", .time(.needless("the issue has the sum"))),
    ("time_entries.spent_on", asText),
    ("time_entries.comments", asText),
    ("time_entries.user.id", asText),
    ("time_entries.user.name", .fixed(.needless("people.jsonl has it"))),
    ("time_entries.activity.name", asText),
    ("time_entries.activity.id", .fixed(number)),
    ("time_entries.created_on", .fixed(.lost("when time was booked: the day it was spent on is kept"))),
    ("time_entries.updated_on", .fixed(.lost("when time was booked: the day it was spent on is kept"))),
    ("time_entries.custom_fields.*", .fixed(.lost("custom fields of time entries"))),
    ("time_entries.project.*", .fixed(twice)),
    ("time_entries.issue.*", .fixed(twice)),
  ]

  /// Numbers that mean "nothing" when they are 0.
  static let unsetAtZero: Set<String> = ["issue.done_ratio", "issue.spent_hours", "issue.total_spent_hours"]

  static func person(_ path: String) -> Fate {
    switch path {
    case "people.user.firstname", "people.user.lastname", "people.user.mail": .carried
    case "people.user.login": .mapped
    case "people.group.name": .text
    case "people.status", "people.user.admin": .needless("transformed/people.jsonl has it")
    case "people.user.id", "people.group.id": .needless("of use inside the old system only")
    default: .lost("settings and notes of accounts: the new system's accounts have their own")
    }
  }

  static func queue(_ path: String) -> Fate {
    switch path {
    case "queues.project.identifier", "queues.custom_fields.name", "queues.issue_statuses.name",
      "queues.trackers.name", "queues.issue_priorities.name":
      .mapped
    case "queues.project.name", "queues.project.issue_categories.name", "queues.versions.name": .text
    case let path where path.hasSuffix(".id"): .needless("of use inside the old system only")
    default: .lost("settings of queues and fields: the new system's projects have their own")
    }
  }
}
