import MigrationKit

/// The request behind each step. Pure: no network, no clock, no file is opened.
///
/// Sources: redmine.org/projects/redmine/wiki/Rest_Issues, Rest_api (uploads, impersonation), Rest_IssueRelations,
/// Rest_IssueJournals; read against 5.0 and tried on 5.0.4.
struct RedmineRequests: Sendable {
  var text: RedmineText
  let needs: TargetNeeds
  /// Where the bytes with this SHA-256 lie.
  let blobPath: @Sendable (String) -> String

  var catalog: RedmineCatalog { text.catalog }

  /// The content type must be octet-stream (anything else is 406); the file's own type goes into the query.
  /// A second upload of the same bytes is harmless: a token that no issue uses is pruned by the server.
  func upload(_ attachment: Attachment, of ticket: Ticket) -> HTTPRequest {
    var request = HTTPRequest(
      .post, "/uploads.json",
      query: [
        ("filename", text.names(of: ticket).name(of: attachment)),
        ("content_type", attachment.mediaType),
      ],
      headers: [HTTPHeader("Content-Type", "application/octet-stream")],
      body: attachment.byteCount == 0
        ? .bytes([]) : .file(path: blobPath(attachment.sha256), byteCount: attachment.byteCount))
    request.isRepeatable = true
    return request.acting(as: uploader(of: attachment, in: ticket))
  }

  /// Created date and author are ignored by the server, so neither is sent but to a field made for it; an unset start date must be sent as
  /// null, or it becomes today.
  func create(_ ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    let project = try project(ticket.queue)
    let issue: JSONValue = .members([
      "project_id": .int(project.id), "tracker_id": .int(try tracker(ticket.type, in: ticket.queue)),
      "status_id": .int(try status(ticket.state)), "priority_id": .int(try priority(ticket.priority)),
      "subject": .string(ticket.subject),
      "is_private": ticket.isPrivate ? true : nil,
      "description": .string(text.description(of: ticket, numbers: known.linked)),
      "assigned_to_id": catalog.assignee(ticket.owner, in: ticket.queue).map { .int($0.id) },
      "fixed_version_id": project.hasDefaultVersion ? "" : nil,
      "start_date": ticket.startDate.map { .string($0) } ?? .null,
      "due_date": ticket.dueDate.map { .string($0) } ?? .null,
      "estimated_hours": ticket.estimatedMinutes.map(hours),
      "custom_fields": .array(try fields(of: ticket)),
      "uploads": try uploads(ticket.publicOpening?.attachments ?? [], of: ticket, step: .create, known),
    ])
    return HTTPRequest.json(.post, "/issues.json", ["issue": issue])
      .acting(as: catalog.creator(ticket.author, in: ticket.queue))
  }

  /// The same values once more, and what is absent as empty. As the key's own account: an administrator may set what some
  /// role may set.
  func values(of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    let issue: JSONValue = .members([
      "tracker_id": .int(try tracker(ticket.type, in: ticket.queue)),
      "priority_id": .int(try priority(ticket.priority)), "subject": .string(ticket.subject),
      "description": .string(text.description(of: ticket, numbers: known.linked)),
      "assigned_to_id": catalog.assignee(ticket.owner, in: ticket.queue).map { .int($0.id) } ?? "",
      "fixed_version_id": "", "category_id": "", "is_private": .bool(ticket.isPrivate),
      "start_date": ticket.startDate.map { .string($0) } ?? .null,
      "due_date": ticket.dueDate.map { .string($0) } ?? .null,
      "estimated_hours": ticket.estimatedMinutes.map(hours) ?? .null,
      "custom_fields": .array(try fields(of: ticket)),
    ])
    return .json(.put, try issuePath(known, .values), ["issue": issue])
  }

  private func fields(of ticket: Ticket) throws -> [JSONValue] {
    try [marker(of: ticket)] + created(of: ticket)
      + RedmineFieldValues(ticket: ticket, catalog: catalog, created: needs.created).json()
  }

  /// The note and its files in one request, so that no file comes without its note.
  func article(_ article: Article, of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    let issue: JSONValue = .members([
      "notes": .string(text.note(of: article, in: ticket, numbers: known.linked)),
      "private_notes": .bool(article.isInternal),
      "uploads": try uploads(article.attachments, of: ticket, step: .article(id: article.id), known),
    ])
    var request = HTTPRequest.json(.put, try issuePath(known, .article(id: article.id)), ["issue": issue])
    request.isRepeatable = false
    return request.acting(as: catalog.writer(of: article, in: ticket))
  }

  /// Only the text is sent: a private note stays private.
  func references(_ mentions: Mentions, of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    let step = Step.references(mentions)
    if mentions.isOpening {
      let description = text.description(of: ticket, numbers: known.linked)
      return .json(.put, try issuePath(known, step), ["issue": ["description": .string(description)]])
    }
    guard let article = ticket.article(mentions.article),
      let journal = known.notes[mentions.article]
    else { throw RedmineError.missing("the note of message \(mentions.article)", step: step.name) }
    let note = text.note(of: article, in: ticket, numbers: known.linked)
    return .json(.put, "/journals/\(percentEncoded(journal)).json", ["journal": ["notes": .string(note)]])
  }

  func hide(journal: String) -> HTTPRequest {
    .json(.put, "/journals/\(percentEncoded(journal)).json", ["journal": ["private_notes": true]])
  }

  /// As the key's own account: an administrator may make any transition that some role may make.
  func state(of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    .json(.put, try issuePath(known, .state), ["issue": ["status_id": .int(try status(ticket.state))]])
  }

  /// Watching twice is watching once: the second request is 204 too.
  func watcher(_ login: String, known: KnownIDs) throws -> HTTPRequest {
    guard let user = catalog.watcher(login) else {
      throw RedmineError.unknown(kind: "active user", name: login, place: "")
    }
    var request = HTTPRequest.json(
      .post, try issuePath(known, .watcher(login: login), "/watchers"), ["user_id": .int(user.id)])
    request.isRepeatable = true
    return request
  }

  func link(_ link: TicketLink, known: KnownIDs) throws -> HTTPRequest {
    guard let other = known.linked[link.ticket], let number = Int(other.text) else {
      throw RedmineError.missing("the new number of \(link.ticket)", step: Step.link(link).name)
    }
    switch link.kind {
    case .parent:
      return .json(.put, try issuePath(known, .link(link)), ["issue": ["parent_issue_id": .int(number)]])
    case .blocks: return try relation("blocks", from: known, to: number, link)
    case .relates: return try symmetricRelation(known, number, link)
    }
  }

  /// Redmine keeps this kind with the lower number first. Sent so, a repetition is "already taken"; sent the
  /// other way round it would be "a circular dependency".
  private func symmetricRelation(_ known: KnownIDs, _ other: Int, _ link: TicketLink) throws -> HTTPRequest {
    guard let own = known.ticket.flatMap({ Int($0.text) }), other < own else {
      return try relation("relates", from: known, to: other, link)
    }
    return try relation("relates", from: KnownIDs(ticket: TargetID(String(other))), to: own, link)
  }

  private func relation(
    _ type: String, from known: KnownIDs, to number: Int, _ link: TicketLink
  ) throws -> HTTPRequest {
    var request = HTTPRequest.json(
      .post, try issuePath(known, .link(link), "/relations"),
      ["relation": ["issue_to_id": .int(number), "relation_type": .string(type)]])
    // The second time the answer is "already taken": Redmine itself keeps a pair from having two.
    request.isRepeatable = true
    return request
  }

  private func issuePath(_ known: KnownIDs, _ step: Step, _ below: String = "") throws -> String {
    guard let id = known.ticket else { throw RedmineError.missing("the issue's number", step: step.name) }
    return "/issues/\(percentEncoded(id.text))\(below).json"
  }

  /// Nil without files: the member is left out.
  private func uploads(
    _ attachments: [Attachment], of ticket: Ticket, step: Step, _ known: KnownIDs
  ) throws -> JSONValue? {
    guard !attachments.isEmpty else { return nil }
    let names = text.names(of: ticket)
    return .array(
      try attachments.map { attachment in
        guard let token = known.uploads[attachment.id] else {
          throw RedmineError.missing("the token of attachment \(attachment.id)", step: step.name)
        }
        return [
          "token": .string(token), "filename": .string(names.name(of: attachment)),
          "content_type": .string(attachment.mediaType),
        ]
      })
  }

  /// Whoever writes the article also brings its files.
  private func uploader(of attachment: Attachment, in ticket: Ticket) -> RedmineCatalog.User? {
    if ticket.publicOpening?.attachments.contains(attachment) == true {
      return catalog.creator(ticket.author, in: ticket.queue)
    }
    let article = text.names(of: ticket).article(of: attachment).flatMap(ticket.article)
    return article.flatMap { catalog.writer(of: $0, in: ticket) }
  }
}

extension HTTPRequest {
  /// It is taken from an administrator's key only; from others it is ignored silently.
  static let actingHeader = "X-Redmine-Switch-User"

  fileprivate func acting(as user: RedmineCatalog.User?) -> HTTPRequest {
    guard let user else { return self }
    var request = self
    request.headers.append(HTTPHeader(Self.actingHeader, user.login))
    return request
  }
}
