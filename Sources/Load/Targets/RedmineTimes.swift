import MigrationKit

/// Time spent on an issue.
///
/// Sources: redmine.org/projects/redmine/wiki/Rest_TimeEntries; `TimeEntry` and `TimelogController` of 5.0.4: any day
/// and any person may be set by an administrator, a closed issue takes entries too, equal ones are not noticed.
extension RedmineRequests {
  func time(_ entry: TimeEntry, of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    guard let id = known.ticket, let number = Int(id.text) else {
      throw RedmineError.missing("the issue's number", step: Step.time(entry).name)
    }
    guard let name = needs.activity else { throw RedmineError.noActivity }
    guard let activity = catalog.activities[name] else {
      throw RedmineError.unknown(kind: "activity", name: name, place: "")
    }
    let worker = catalog.worker(entry.person, in: ticket.queue)
    let values: JSONValue = .members([
      "issue_id": .int(number), "spent_on": .string(entry.day), "hours": hours(entry.minutes),
      "activity_id": .int(activity), "user_id": worker.map { .int($0.id) },
      "comments": .string(RedmineTimeText(entry).comments(naming: worker == nil)),
    ])
    return .json(.post, "/time_entries.json", ["time_entry": values])
  }
}

extension RedmineCatalog {
  /// The person on whom time can be booked: an active member who may log time, an administrator's rights are not
  /// enough (`TimeEntry#assignable_users`). Nil: it is booked on the key's own account.
  func worker(_ person: Person, in project: String) -> User? {
    guard let user = user(person.login), user.isActive,
      projects[project]?.members[user.id]?.permissions.contains("log_time") == true
    else { return nil }
    return user
  }
}

/// What an entry's comment says, and how the entry is known again.
struct RedmineTimeText {
  private let entry: TimeEntry
  /// Redmine refuses longer comments; it counts code points.
  private static let limit = 1024

  init(_ entry: TimeEntry) {
    self.entry = entry
  }

  /// The note stands at the end and stays whole; a name that leaves it no room is cut.
  func comments(naming isNaming: Bool) -> String {
    guard isNaming, !entry.person.signature.isEmpty else { return entry.note }
    let room = max(Self.limit - entry.note.unicodeScalars.count - Self.colon.count, 0)
    return String(String.UnicodeScalarView(entry.person.signature.unicodeScalars.prefix(room))) + Self.colon
      + entry.note
  }

  fileprivate static let colon = ": "

  /// Redmine keeps two digits of an hour's fraction.
  func shortcomings(in answer: JSONNode) throws -> [Shortcoming] {
    let stored = try answer.required("time_entry") { $0 }
    let day = try stored.optional("spent_on", \.string) ?? ""
    let minutes =
      try stored.optional("hours") { $0.numberText.flatMap(Double.init) }.map { Int(($0 * 60).rounded()) }
      ?? 0
    guard day != entry.day || abs(minutes - entry.minutes) > 1 else { return [] }
    return [
      Shortcoming(
        kind: "time entry",
        fact: "time entry \(entry.id) is \(minutes) min on \(day), not \(entry.minutes) min on \(entry.day)",
        advice: "Correct it in Redmine by hand")
    ]
  }
}

/// The comments of an issue's time entries, by what of them an entry's note could be: all of it, or what follows a name.
/// A ticket may have thousands, and each is looked for.
struct RedmineTimeComments {
  private var counts: [String: Int] = [:]

  init(_ comments: [String]) {
    for comment in comments.map(\.normalized) {
      let endings = comment.ranges(of: RedmineTimeText.colon).map { String(comment[$0.upperBound...]) }
      for note in endings + [comment] { counts[note, default: 0] += 1 }
    }
  }

  /// How many of them are of this entry.
  func count(of entry: TimeEntry) -> Int { counts[entry.note.normalized] ?? 0 }
}

/// Reads the comments of the time entries of one issue, not of its children.
struct RedmineTimeList: Sendable {
  let send: RedmineTarget.Send

  func comments(of issue: TargetID<Ticket>) async throws -> [String] {
    var comments: [String] = []
    var seen = 0
    while true {
      let page = try await page(issue, after: seen)
      let entries = try page.list("time_entries") { $0 }
      for entry in entries where entry["issue"]?["id"]?.int.map(String.init) == issue.text {
        comments.append(try entry.optional("comments", \.string) ?? "")
      }
      seen += entries.count
      let total = try page.int("total_count")
      if seen >= total { return comments }
      // An entry overlooked here would be booked a second time.
      if entries.isEmpty { throw RedmineError.incomplete(seen: seen, total: total) }
    }
  }

  private func page(_ issue: TargetID<Ticket>, after offset: Int) async throws -> JSONNode {
    let response = try await send(
      HTTPRequest(
        .get, "/time_entries.json",
        query: [("issue_id", issue.text), ("limit", "100"), ("offset", String(offset))]))
    guard response.status == 200 else {
      throw RedmineError.unexpected(
        status: response.status, step: "reading the time entries of issue \(issue)",
        beginning: response.excerpt)
    }
    return try response.json()
  }
}
