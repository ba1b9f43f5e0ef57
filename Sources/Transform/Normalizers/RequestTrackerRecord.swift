import MigrationKit

/// A ticket of Request Tracker 5 as its connector writes it: the answers of REST2's three searches.
///
/// Numbers come as strings in lists and as numbers in single answers; both are read.
///
/// A class, as are its entries and parts: they have many texts, whose references a copy would count one by one.
final class RequestTrackerRecord: Sendable {
  let id: SourceID<Ticket>
  let url: String
  let ticket: RequestTrackerTicket
  /// Numbers of the tickets merged into this one.
  let merged: [SourceID<Ticket>]
  /// When it was created; of a ticket without a date, the first one that its history has.
  let created: Timestamp
  /// By id.
  let transactions: [RequestTrackerTransaction]
  /// Of entries without a date the moment of the one before, by id.
  private let moments: [String: Timestamp]
  /// By transaction, then by id: a message's MIME tree in the order of its parts.
  let parts: [String: [MessagePart]]
  /// Texts of message bodies, by the part's id.
  let contents: [String: String]

  init(_ record: SourceRecord) throws {
    guard let url = record.url else { throw JSONShapeError("\"url\" is missing") }
    let data = try record.root
    let row = try data.required("ticket") { $0 }
    let number = row.word("id")
    guard number.isEmpty || number == record.id else {
      throw JSONShapeError("\"ticket\" is of ticket \(number)")
    }
    id = SourceID(record.id)
    self.url = url
    ticket = try RequestTrackerTicket(row)
    merged = try Self.merged(in: data)
    transactions = try data.list("transactions", RequestTrackerTransaction.init)
      .arranged { SourceID<Article>($0.id) < SourceID($1.id) }
    let rows = try data.list("attachments") { node in
      let part = try MessagePart(node)
      return (part: part, transaction: try node.text("TransactionId"))
    }
    parts = Dictionary(grouping: rows, by: \.transaction).mapValues { rows in
      rows.map(\.part).arranged { SourceID<Attachment>($0.id) < SourceID($1.id) }
    }
    let texts = try data.list("contents") { (try $0.text("id"), try $0.body("Content")) }
    contents = Dictionary(texts) { first, _ in first }
    guard let created = ticket.created ?? transactions.lazy.compactMap(\.created).first ?? ticket.lastUpdated
    else { throw JSONShapeError("neither the ticket nor its history has a date") }
    self.created = created
    moments = Self.moments(of: transactions, from: created)
    try requireWholeness(texts: texts.map(\.0))
  }

  func created(of transaction: RequestTrackerTransaction) -> Timestamp {
    transaction.created ?? moments[transaction.id] ?? created
  }

  private static func moments(
    of transactions: [RequestTrackerTransaction], from created: Timestamp
  ) -> [String: Timestamp] {
    var (moments, last): ([String: Timestamp], Timestamp) = ([:], created)
    for transaction in transactions {
      if let time = transaction.created { last = time } else { moments[transaction.id] = last }
    }
    return moments
  }

  /// What stands twice, or belongs to nothing, would be left out without a word.
  private func requireWholeness(texts: [String]) throws(JSONShapeError) {
    if let id = transactions.map(\.id).repeated { throw JSONShapeError("transaction \(id) appears twice") }
    for rows in parts.values where rows.count > 1 {
      if let id = rows.map(\.id).repeated { throw JSONShapeError("attachment \(id) appears twice") }
    }
    if texts.count != contents.count {
      throw JSONShapeError("the text of attachment \(texts.sorted().repeated ?? "") appears twice")
    }
    // The sums agree unless something is wrong; only then it is looked for.
    if transactions.count(where: { parts[$0.id] != nil }) < parts.count {
      let lost = Set(parts.keys).subtracting(transactions.map(\.id)).min() ?? ""
      throw JSONShapeError(
        "attachment \(parts[lost]?.first?.id ?? "") belongs to transaction \(lost), which its history lacks")
    }
    let spoken = parts.values.reduce(0) { $0 + $1.count { contents[$0.id] != nil } }
    if spoken != contents.count {
      let known = parts.values.flatMap { $0.map(\.id) }
      let lost = Set(contents.keys).subtracting(known).min()
      throw JSONShapeError(
        lost.map { "the text of attachment \($0) is there, but the attachment is not" }
          ?? "attachment \(known.sorted().repeated ?? "") appears twice")
    }
  }

  static func merged(in data: JSONNode) throws -> [SourceID<Ticket>] {
    try data.list("merged") { node in
      guard let text = node.string ?? node.numberText else {
        throw JSONShapeError("\"merged\" must hold numbers only")
      }
      return SourceID(text)
    }.sorted()
  }
}

/// The ticket itself: an item of `GET /REST/2.0/tickets`.
struct RequestTrackerTicket: Sendable {
  let queue: String
  let type: String
  let status: String
  let priority: Int
  let subject: String
  let creator: SourcePerson
  let owner: SourcePerson?
  let lastUpdatedBy: SourcePerson?
  let requestors: [SourcePerson]
  let cc: [SourcePerson]
  let adminCc: [SourcePerson]
  /// People of roles that an administrator has made, by the role's name.
  let customRoles: [(name: String, people: [SourcePerson])]
  /// Nil where the old system does not know it.
  let created: Timestamp?
  let starts: Timestamp?
  let started: Timestamp?
  let due: Timestamp?
  let resolved: Timestamp?
  let lastUpdated: Timestamp?
  let told: Timestamp?
  /// Of the service, such as "Gold"; empty: none.
  let serviceLevel: String
  let finalPriority: Int
  /// Minutes.
  let timeEstimated: Int
  let timeWorked: Int
  let timeLeft: Int
  let fields: [SourceField]
  let links: [SourceLink]

  init(_ node: JSONNode) throws {
    queue = try node.required("Queue") { $0["Name"]?.string ?? $0["name"]?.string ?? $0.string }
    type = try node.text("Type")
    status = try node.text("Status")
    priority = try node.integer("Priority")
    subject = try node.optional("Subject", \.string) ?? ""
    creator = try node.required("Creator", SourcePerson.init)
    owner = try node.optional("Owner", SourcePerson.init)
    lastUpdatedBy = node["LastUpdatedBy"].flatMap(SourcePerson.init)
    requestors = try node.people("Requestor")
    cc = try node.people("Cc")
    adminCc = try node.people("AdminCc")
    customRoles = (node["CustomRoles"]?.members ?? []).map { role in
      let people = role.value.elements.isEmpty ? [role.value] : role.value.elements
      return (role.key, people.compactMap(SourcePerson.init))
    }.sorted { $0.name < $1.name }
    created = try node.time("Created")
    starts = try node.time("Starts")
    started = try node.time("Started")
    due = try node.time("Due")
    resolved = try node.time("Resolved")
    lastUpdated = try node.time("LastUpdated")
    told = try node.time("Told")
    serviceLevel = node.word("SLA")
    finalPriority = try node.integer("FinalPriority")
    timeEstimated = try node.integer("TimeEstimated")
    timeWorked = try node.integer("TimeWorked")
    timeLeft = try node.integer("TimeLeft")
    fields = try node.fields("CustomFields")
    links = try node.list("_hyperlinks", SourceLink.init).compactMap { $0 }
  }
}

/// One entry of a ticket's history.
final class RequestTrackerTransaction: Sendable {
  let id: String
  let type: String
  let creator: SourcePerson
  /// Nil where the old system does not know it.
  let created: Timestamp?
  /// The ticket it was made on: another one than the record's after a merge.
  let ticket: SourceID<Ticket>?
  let data: String
  /// What was changed: "TimeWorked", "Owner", a custom field's number.
  let field: String
  let oldValue: String
  let newValue: String
  /// Minutes.
  let timeTaken: Int
  let fields: [SourceField]

  init(_ node: JSONNode) throws {
    id = try node.text("id")
    type = try node.text("Type")
    creator = try node.required("Creator", SourcePerson.init)
    created = try node.time("Created")
    ticket = node["ObjectId"].flatMap { $0.string ?? $0.numberText }.map { SourceID($0) }
    data = node.word("Data")
    field = node.word("Field")
    oldValue = node.word("OldValue")
    newValue = node.word("NewValue")
    timeTaken = try node.integer("TimeTaken")
    fields = try node.fields("CustomFields")
  }
}

extension Array {
  /// Sorted; what is sorted already, as records mostly are, stays as it is.
  fileprivate func arranged(by precedes: (Element, Element) -> Bool) -> [Element] {
    zip(dropFirst(), self).contains(where: precedes) ? sorted(by: precedes) : self
  }
}
