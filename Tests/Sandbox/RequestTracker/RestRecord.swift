import MigrationKit

extension RequestTracker {
  /// What TicketSQL may ask for, as far as it is imitated.
  static let ticketFields: Set<String> = [
    "id", "Queue", "Status", "Type", "Subject", "Owner", "Creator", "LastUpdatedBy", "Requestor", "Cc",
    "AdminCc", "Priority", "InitialPriority", "FinalPriority", "TimeWorked", "TimeEstimated", "TimeLeft",
    "EffectiveId", "Created", "LastUpdated", "Updated", "Starts", "Started", "Due", "Resolved", "Told",
  ]

  /// The same for TransactionSQL.
  static let transactionFields: Set<String> = [
    "id", "ObjectId", "ObjectType", "Type", "Field", "OldValue", "NewValue", "Creator", "Created",
    "TimeTaken", "TicketId", "TicketQueue", "TicketStatus", "TicketType", "TicketOwner", "TicketSubject",
    "TicketLastUpdated", "TicketCreated", "TicketPriority",
  ]
}

// MARK: Single records

extension RequestTracker.Rest {
  func one(_ words: [String]) throws -> WebResponse {
    if words == ["rt"] { return .json(["Version": "5.0.3+dfsg-3~deb12u6", "Plugins": []]) }
    guard words.count == 2 else { throw RequestTracker.Refusal(status: 404) }
    let handle = words[1]
    switch words[0] {
    case "ticket": return try ticket(Int(handle))
    case "transaction": return try whole(orFault(Int(handle).flatMap(archive.shelf.transaction)))
    case "attachment": return try whole(orFault(Int(handle).flatMap(archive.shelf.attachment)))
    case "user": return try user(handle)
    case "queue": return try whole(visible(archive.queue(handle)))
    case "customfield": return try whole(customField(handle))
    default: throw RequestTracker.Refusal(status: 404)
    }
  }

  /// A transaction or attachment that is not there is a fault of RT's, not a 404 (measured).
  private func orFault<Row: RequestTracker.Record>(_ row: Row?) throws -> Row {
    guard row != nil else { throw RequestTracker.Refusal(status: 500) }
    return try visible(row)
  }

  /// Answers the survivor for a merged ticket; knows no change since a date, but fails when asked for it.
  private func ticket(_ id: Int?) throws -> WebResponse {
    let ticket = try visible(id.flatMap(archive.ticket))
    guard request.header("If-Modified-Since") == nil else { throw RequestTracker.Fatal() }
    let tag = "\"\(archive.history(of: ticket).last { $0.objectID == ticket.id }?.id ?? 0)\""
    let headers = [("ETag", tag), ("Last-Modified", restDate(ticket.lastUpdated))]
    if request.header("If-None-Match") == tag { return WebResponse(status: 304, headers: headers) }
    return try whole(ticket, headers: headers)
  }

  private func user(_ handle: String) throws -> WebResponse {
    let user = try visible(archive.user(handle))
    guard login.seesEverything || user.name == login.name else { return .json(summary(of: user)) }
    return try whole(
      user,
      and: [
        .init("Privileged", .int(user.isPrivileged ? 1 : 0)),
        .init("Disabled", .string(user.isDisabled ? "1" : "0")),
        .init("Memberships", []),
      ])
  }

  /// What someone without the right to administer users sees of another.
  private func summary(of user: RequestTracker.User) -> JSONValue {
    [
      "Name": .string(user.name), "RealName": .string(user.realName),
      "EmailAddress": .string(user.emailAddress),
      "Privileged": .int(user.isPrivileged ? 1 : 0), "_hyperlinks": [user.selfLink],
    ]
  }

  /// All columns that are set; the id is a number here.
  private func whole<Row: RequestTracker.Record>(
    _ row: Row, and more: [JSONValue.Member] = [], headers: [(String, String)] = []
  ) throws -> WebResponse {
    var members: [JSONValue.Member] = [.init("id", .int(row.id))]
    for name in Row.columns {
      guard let column = row.ownColumn(name, in: archive), column.isSet else { continue }
      members.append(.init(name, try listing.shown(column, field: name, prefix: "fields")))
    }
    members += more + [.init("_hyperlinks", .array(row.hyperlinks(in: archive)))]
    return .json(.object(members), headers: headers.map { (name: $0.0, value: $0.1) })
  }
}

extension RequestTracker.Column {
  fileprivate var isSet: Bool {
    switch self {
    case .null, .noInstant: false
    default: true
    }
  }
}
