import MigrationKit

/// Redmine 5's records in the words of the new system.
///
/// What their members mean: www.redmine.org/projects/redmine/wiki/Rest_api (read against 5.0.4).
struct RedmineNormalizer: Normalizer {
  let terms: ConversionTerms
  let rules: ValueRules

  init(_ terms: ConversionTerms) {
    self.terms = terms
    rules = ValueRules(RedmineRules(census: terms.census), terms.mapping.configuration)
  }

  /// A group counts as someone: issues can belong to one.
  static func person(from record: SourceRecord) throws -> KnownPerson {
    try MalformedRecord.reading("person \(record.id)") {
      let data = try record.root
      if let group = data["group"] {
        var person = KnownPerson(id: record.id, name: try group.string("name"))
        person.number = group.word("id")
        return person
      }
      let user = try data.required("user") { $0 }
      let names = [user.word("firstname"), user.word("lastname")].filter { !$0.isEmpty }
      let email = user.word("mail").cleanLine
      var person = KnownPerson(
        id: record.id, name: names.joined(separator: " ").cleanLine, email: email.isEmpty ? nil : email)
      person.number = user.word("id")
      // 1: active, 2: waits for activation, 3: locked.
      person.isDisabled = data["status"]?.int != 1
      person.isPrivileged = user["admin"]?.bool
      return person
    }
  }

  /// A project, and the words that issues and histories have as numbers.
  static func queue(from record: SourceRecord) throws -> KnownQueue {
    try MalformedRecord.reading("project \(record.id)") {
      let root = try record.root
      var queue = KnownQueue(
        number: record.id, name: root["project"]?.word("identifier") ?? "",
        fieldNames: names(root["custom_fields"]))
      queue.valueNames = [
        "project_id": [record.id: root["project"]?.word("name") ?? ""],
        "status_id": names(root["issue_statuses"]),
        "tracker_id": names(root["trackers"]), "priority_id": names(root["issue_priorities"]),
        "category_id": names(root["project"]?["issue_categories"]),
        "fixed_version_id": names(root["versions"]),
        RedmineFieldValues.formats: formats(root["custom_fields"]),
      ]
      for field in root["custom_fields"]?.elements ?? [] {
        let choices = field["possible_values"]?.elements ?? []
        let labels = choices.map { ($0.word("value"), $0.word("label")) }.filter { !$0.1.isEmpty }
        queue.valueNames[RedmineFieldValues.kind(field.word("id"))] = Dictionary(labels) { first, _ in first }
      }
      return queue
    }
  }

  private static func names(_ list: JSONNode?) -> [String: String] {
    Dictionary((list?.elements ?? []).map { ($0.word("id"), $0.word("name")) }) { first, _ in first }
  }

  private static func formats(_ fields: JSONNode?) -> [String: String] {
    let issues = (fields?.elements ?? []).filter { $0.word("customized_type") == "issue" }
    return Dictionary(issues.map { ($0.word("id"), $0.word("field_format")) }) { first, _ in first }
  }

  static let outlineMembers = ["issue", "project"]

  static func outline(of record: SourceRecord) throws -> TicketOutline {
    try MalformedRecord.reading("issue \(record.id)") {
      let root = try record.root
      let issue = try root.required("issue") { $0 }
      let ticket = SourceID<Ticket>(record.id)
      let queue = root["project"]?.word("identifier") ?? ""
      let state = issue["status"]?.word("name") ?? ""
      let fields = (issue["custom_fields"]?.elements ?? []).filter { !$0.hasNoValue }
      var outline = TicketOutline(
        words: KnownWords(
          queues: [queue], types: [issue["tracker"]?.word("name") ?? ""], states: [state],
          fields: Set(fields.map { $0.word("name") })))
      outline.links = RedmineLinks.all(of: issue, ticket).compactMap { $0.stated(by: ticket) }
      if !outline.links.isEmpty { outline.linked = LinkedTicket(queue: queue, state: state) }
      return outline
    }
  }

  /// Mails of Redmine are not among its texts.
  static func tags(of record: SourceRecord, in line: RecordLine) -> Set<String> { [] }

  static func references(
    _ census: Census, addresses: [String], _ rule: MentionRule
  ) -> (any TicketReferences)? {
    RedmineReferences(census, addresses: addresses, rule)
  }

  static func words(in record: SourceRecord, census: Census) throws -> SourceWords {
    try MalformedRecord.reading("issue \(record.id)") {
      let issue = try RedmineIssue(record, census)
      let authors = issue.journals.filter { !$0.notes.isEmpty }
      let people =
        [(issue.author, 1, false)] + issue.watchers.map { ($0, 0, false) }
        + [issue.assignee].compactMap { $0 }.map { ($0, 0, true) }
        + authors.map { ($0.author, 1, $0.isPrivate) }
      return SourceWords(
        queue: issue.project, type: issue.tracker, state: issue.status, priority: issue.priority,
        fields: issue.fields.map { ($0.name, $0.texts) },
        people: people.filter { !$0.0.isSystem }.map { (census.known($0.0), $0.1, $0.2) })
    }
  }

  func ticket(_ record: SourceRecord, files: [String: ExtractedAttachment]) throws -> SourceTicket {
    let reading = RedmineReading(
      issue: try RedmineIssue(record, terms.census), files: files, census: terms.census,
      markup: terms.wording.context.language, listsChanges: terms.mapping.configuration.history == .summary)
    return try reading.ticket()
  }

  static func account(forPerson record: SourceRecord, isNamed: Bool, into ledger: inout Ledger) throws {
    try ledger.count(record, "people", RedmineFates.person) { $0.ofAccount(isNamed: isNamed) }
  }

  static func account(forQueue record: SourceRecord, into ledger: inout Ledger) throws {
    try ledger.count(record, "queues", RedmineFates.queue) { $0 }
  }
}

extension JSONNode {
  /// Of a custom field: Redmine lists those without a value too.
  fileprivate var hasNoValue: Bool {
    guard let value = self["value"] else { return true }
    return value.isArray ? value.elements.isEmpty : value.withView { $0.saysNothing(isUnsetAtZero: false) }
  }
}
