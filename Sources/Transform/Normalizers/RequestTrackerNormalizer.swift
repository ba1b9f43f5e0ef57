import MigrationKit

/// Request Tracker 5's records in the words of the new system.
///
/// What its members mean: docs.bestpractical.com/rt/5.0/RT/REST2.html (read against 5.0.3).
struct RequestTrackerNormalizer: Normalizer {
  let terms: ConversionTerms
  let rules: ValueRules

  init(_ terms: ConversionTerms) {
    self.terms = terms
    rules = ValueRules(RequestTrackerRules(), terms.mapping.configuration)
  }

  static func person(from record: SourceRecord) throws -> KnownPerson {
    try MalformedRecord.reading("person \(record.id)") {
      let user = try record.root.required("user") { $0 }
      let email = try user.optional("EmailAddress", \.string)?.cleanLine ?? ""
      var person = KnownPerson(
        id: record.id, name: try user.optional("RealName", \.string)?.cleanLine ?? "",
        email: email.isEmpty ? nil : email)
      let number = user.word("id")
      if !number.isEmpty { person.number = number }
      // Lists of people leave these two empty; single answers and `disabled` say them.
      person.isDisabled = (try record.root)["disabled"]?.bool ?? user.flag("Disabled") ?? false
      person.isPrivileged = user.flag("Privileged")
      person.isSystem = ["RT_System", "Nobody"].contains(record.id)
      return person
    }
  }

  static func queue(from record: SourceRecord) throws -> KnownQueue {
    try MalformedRecord.reading("queue \(record.id)") {
      let root = try record.root
      return KnownQueue(
        number: record.id, name: root["queue"]?.word("Name") ?? "",
        otherNames: names(in: root["allQueues"]) { $0 },
        fieldNames: names(in: root["customFields"]) { $0 },
        roleNames: names(in: root["customRoles"]) { "RT::CustomRole-\($0)" })
    }
  }

  private static func names(in list: JSONNode?, by key: (String) -> String) -> [String: String] {
    let rows = (list?.elements ?? []).map { (key($0.word("id")), $0.word("Name").cleanLine) }
    return Dictionary(rows.filter { !$0.1.isEmpty }) { first, _ in first }
  }

  static let outlineMembers = ["ticket", "merged", "transactions"]

  static func outline(of record: SourceRecord) throws -> TicketOutline {
    try MalformedRecord.reading("ticket \(record.id)") {
      let root = try record.root
      var outline = TicketOutline(
        merged: try RequestTrackerRecord.merged(in: root),
        transactions: (root["transactions"]?.elements ?? []).compactMap { Int($0.word("id")) },
        words: words(root))
      outline.links = links(of: SourceID(record.id), root["ticket"])
      if !outline.links.isEmpty { outline.linked = root["ticket"].flatMap(linkedTicket) }
      return outline
    }
  }

  /// What cannot be read here is said when the ticket is converted.
  private static func links(of id: SourceID<Ticket>, _ ticket: JSONNode?) -> [StatedLink] {
    (ticket?["_hyperlinks"]?.elements ?? []).compactMap { node in
      (try? SourceLink(node))?.stated(by: id)
    }
  }

  private static func linkedTicket(_ ticket: JSONNode) -> LinkedTicket? {
    let queue = ticket["Queue"]
    guard let name = queue?["Name"]?.string ?? queue?["name"]?.string ?? queue?.string else { return nil }
    return LinkedTicket(queue: name, state: ticket.word("Status"))
  }

  private static func words(_ root: JSONNode) -> KnownWords {
    let ticket = root["ticket"]
    let holders = [ticket].compactMap(\.self) + (root["transactions"]?.elements ?? [])
    let fields = holders.flatMap { $0["CustomFields"]?.elements ?? [] }
    let queue = ticket?["Queue"]
    return KnownWords(
      queues: Set([queue?.word("Name"), queue?.word("name"), queue?.string].compactMap(\.self)),
      types: [ticket?.word("Type") ?? ""], states: [ticket?.word("Status") ?? ""],
      fields: Set(fields.map { $0.word("name") }))
  }

  static func tags(of record: SourceRecord, in line: RecordLine) -> Set<String> {
    SubjectTags.all(of: record.id, in: line.bytes)
  }

  static func references(
    _ census: Census, addresses: [String], _ rule: MentionRule
  ) -> (any TicketReferences)? {
    RequestTrackerReferences(census, addresses: addresses, rule)
  }

  func ticket(_ record: SourceRecord, files: [String: ExtractedAttachment]) throws -> SourceTicket {
    let reading = RequestTrackerReading(
      record: try RequestTrackerRecord(record), files: files, census: terms.census,
      listsChanges: terms.mapping.configuration.history == .summary)
    return try reading.ticket()
  }
}
