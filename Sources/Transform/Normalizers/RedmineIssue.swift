import MigrationKit

/// An issue of Redmine 5 as its connector writes it: `GET /issues/{id}.json` with all that can be included, its time
/// entries, and the files of its custom fields.
struct RedmineIssue {
  let id: SourceID<Ticket>
  let url: String
  /// The project's identifier: names of projects are not unique.
  let project: String
  let tracker: String
  let status: String
  let priority: String
  let subject: String
  let description: String
  let isPrivate: Bool
  let author: SourcePerson
  let assignee: SourcePerson?
  let watchers: [SourcePerson]
  let category: String
  let version: String
  /// Percent.
  let doneRatio: Int
  let created: Timestamp
  let updated: Timestamp?
  let closed: Timestamp?
  let start: Timestamp?
  let due: Timestamp?
  let estimatedMinutes: Int
  let spentMinutes: Int
  let fields: [SourceField]
  let links: [SourceLink]
  let revisions: [String]
  let journals: [RedmineJournal]
  let attachments: [RedmineAttachment]
  let timeEntries: [RedmineTimeEntry]

  init(_ record: SourceRecord, _ census: Census) throws {
    guard let url = record.url else { throw JSONShapeError("\"url\" is missing") }
    let data = try record.root
    let issue = try data.required("issue") { $0 }
    guard issue.word("id") == record.id else {
      throw JSONShapeError("\"issue\" is of issue \(issue.word("id"))")
    }
    id = SourceID(record.id)
    self.url = url
    project = try data.required("project") { $0 }.text("identifier")
    let name = { (key: String) in try issue.required(key) { $0["name"]?.string } }
    tracker = try name("tracker")
    status = try name("status")
    priority = try name("priority")
    subject = try issue.optional("subject", \.string) ?? ""
    description = try issue.optional("description", \.string) ?? ""
    isPrivate = try issue.optional("is_private", \.bool) ?? false
    author = try issue.required("author") { SourcePerson(redmine: $0, census) }
    assignee = try issue.optional("assigned_to") { SourcePerson(redmine: $0, census) }
    watchers = try issue.people("watchers", census)
    category = issue["category"]?.word("name") ?? ""
    version = issue["fixed_version"]?.word("name") ?? ""
    doneRatio = try issue.integer("done_ratio")
    created = try issue.required("created_on") { $0.string.flatMap { Timestamp($0) } }
    updated = try issue.time("updated_on")
    closed = try issue.time("closed_on")
    start = try issue.day("start_date")
    due = try issue.day("due_date")
    estimatedMinutes = try issue.minutes("estimated_hours")
    spentMinutes = try issue.minutes("spent_hours")
    let values = RedmineFieldValues(census: census)
    // Those without a value are listed too.
    fields = try issue.rows("custom_fields").map(values.field).filter {
      !$0.texts.isEmpty || !$0.files.isEmpty
    }
    links = RedmineLinks.all(of: issue, id)
    revisions = try issue.rows("changesets").map { $0.word("revision") }
    journals = try issue.list("journals") { try RedmineJournal($0, census) }
    attachments = try issue.list("attachments", RedmineAttachment.init)
    timeEntries = try data.list("time_entries") { try RedmineTimeEntry($0, census) }
    if let twice = journals.map(\.id).repeated { throw JSONShapeError("journal \(twice) appears twice") }
    if let twice = attachments.map(\.id).repeated {
      throw JSONShapeError("attachment \(twice) appears twice")
    }
  }
}

/// An entry of an issue's history.
struct RedmineJournal {
  let id: String
  let author: SourcePerson
  let created: Timestamp
  /// Empty where only something was changed.
  let notes: String
  let isPrivate: Bool
  let details: [Detail]

  struct Detail {
    /// "attr", "cf", "attachment", "relation".
    let property: String
    let name: String
    let old: String
    let new: String

    /// The id of the file that came with the entry.
    var addedFile: String? { property == "attachment" && !new.isEmpty ? name : nil }
  }

  init(_ node: JSONNode, _ census: Census) throws {
    id = try node.text("id")
    author = try node.required("user") { SourcePerson(redmine: $0, census) }
    created = try node.required("created_on") { $0.string.flatMap { Timestamp($0) } }
    notes = try node.optional("notes", \.string) ?? ""
    isPrivate = try node.optional("private_notes", \.bool) ?? false
    details = try node.list("details") { detail in
      Detail(
        property: try detail.text("property"), name: try detail.text("name"), old: detail.word("old_value"),
        new: detail.word("new_value"))
    }
  }
}

struct RedmineAttachment {
  let id: String
  let name: String
  let mediaType: String
  let description: String

  init(_ node: JSONNode) throws {
    id = try node.text("id")
    name = try node.string("filename")
    mediaType = node.word("content_type")
    description = node.word("description")
  }
}

struct RedmineTimeEntry {
  let id: String
  let person: SourcePerson
  let minutes: Int
  let day: Timestamp
  let activity: String
  let comment: String

  init(_ node: JSONNode, _ census: Census) throws {
    id = try node.text("id")
    person = try node.required("user") { SourcePerson(redmine: $0, census) }
    minutes = try node.minutes("hours")
    day = try node.required("spent_on") { $0.string.flatMap { Timestamp(day: $0) } }
    activity = node["activity"]?.word("name") ?? ""
    comment = node.word("comments")
  }
}

extension SourcePerson {
  /// Someone as records name them: a number and a name. Whoever has no account (any more) is "Anonymous" to Redmine.
  init?(redmine node: JSONNode, _ census: Census) {
    let (number, name) = (node.word("id"), node.word("name"))
    if let known = census.person(number: number) {
      self.init(login: known.id, name: known.name, email: known.email)
    } else {
      guard !name.isEmpty else { return nil }
      self.init(login: name, name: name, email: nil, isSystem: name == "Anonymous")
    }
  }
}

extension JSONNode {
  fileprivate func people(_ key: String, _ census: Census) throws -> [SourcePerson] {
    try rows(key).map { node in
      guard let person = SourcePerson(redmine: node, census) else {
        throw JSONShapeError("someone in \"\(key)\" has no name")
      }
      return person
    }
  }

  fileprivate func day(_ key: String) throws -> Timestamp? {
    guard let text = try optional(key, \.string), !text.isEmpty else { return nil }
    guard let day = Timestamp(day: text) else { throw JSONShapeError("\"\(key)\" is not a day: \"\(text)\"") }
    return day
  }

  /// Hours, which Redmine keeps to the hundredth; less than half a minute is one.
  fileprivate func minutes(_ key: String) throws -> Int {
    guard let hours = try optional(key, { $0.numberText.flatMap(Double.init) }), hours != 0 else { return 0 }
    guard abs(hours) < 1e9 else { throw JSONShapeError("\"\(key)\" is no number of hours") }
    let minutes = Int((hours * 60).rounded())
    return minutes == 0 ? 1 : minutes
  }
}
