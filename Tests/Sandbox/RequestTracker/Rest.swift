import MigrationKit

extension RequestTracker {
  /// A REST answer that is a status and its words.
  struct Refusal: Error {
    let status: Int
  }

  /// The resources of `/REST/2.0`, for one request.
  struct Rest {
    let archive: Archive
    let login: Login
    let request: WebRequest
    let listing: Listing

    func answer(to path: [String]) throws -> WebResponse {
      guard !["PATCH", "TRACE", "OPTIONS"].contains(request.method) else { throw Refusal(status: 501) }
      guard acceptsJSON(path) else { throw Refusal(status: 406) }
      let words = path.filter { !$0.isEmpty }
      guard !words.isEmpty else { throw Refusal(status: 404) }
      try checkMethod(isSearch: isSearch(words))
      return try search(words) ?? part(of: words) ?? one(words)
    }

    private func acceptsJSON(_ path: [String]) -> Bool {
      guard let accepted = request.header("Accept"), path.first != "download" else { return true }
      return accepted.contains("json") || accepted.contains("*/*") || accepted.contains("application/*")
    }

    private func isSearch(_ words: [String]) -> Bool {
      let collections = [
        "tickets", "users", "queues", "all", "history", "attachments", "transactions", "customfields",
        "customroles",
      ]
      return words.last.map(collections.contains) ?? false
    }

    private func checkMethod(isSearch: Bool) throws {
      let isAllowed = ["GET", "HEAD"].contains(request.method) || isSearch && request.method == "POST"
      guard isAllowed else { throw Refusal(status: 405) }
    }
  }
}

// MARK: What belongs to one record

extension RequestTracker.Rest {
  private func part(of words: [String]) throws -> WebResponse? {
    guard words.count == 3 else { return nil }
    let id = Int(words[1]) ?? 0
    switch (words[0], words[2]) {
    case ("ticket", "history"): return try listing.page(history(of: id))
    case ("ticket", "attachments"):
      return try listing.page(
        history(of: id).flatMap { archive.shelf.attachments(of: $0.id) }.sorted { $0.id < $1.id })
    case ("transaction", "attachments"): return try listing.page(archive.shelf.attachments(of: id))
    case ("queue", "history"): return try listing.page(log(of: "RT::Queue", archive.queue(words[1])?.id))
    case ("user", "history"): return try listing.page(log(of: "RT::User", archive.user(words[1])?.id))
    case ("queue", "customfields") where id > 0:
      return try listing.page(archive.customFields(of: id).sorted { $0.name < $1.name })
    case ("customfield", "values"): return try choices(of: id)
    case ("download", _) where words[1] == "cf": return try image(Int(words[2]))
    default: return nil
    }
  }

  /// Empty for a ticket that is not there, or not to be seen: never an error.
  private func history(of id: Int) -> [RequestTracker.Transaction] {
    archive.ticket(id).map { archive.history(of: $0) } ?? []
  }

  private func choices(of id: Int) throws -> WebResponse {
    let field = try customField(String(id))
    let items = field.choices.enumerated().map { index, name -> JSONValue in
      [
        "id": .int(index + 1), "name": .string(name), "type": "customfieldvalue",
        "_url": .string("\(field.address)/value/\(index + 1)"),
      ]
    }
    return .json([
      "count": .int(items.count), "total": .int(items.count), "page": 1, "per_page": 20,
      "items": .array(items),
    ])
  }

  private func log(of objectType: String, _ id: Int?) -> [RequestTracker.Transaction] {
    id.map { archive.shelf.log(of: objectType, $0) } ?? []
  }

  private func image(_ id: Int?) throws -> WebResponse {
    guard let id else { throw RequestTracker.Refusal(status: 404) }
    guard login.seesEverything, let value = archive.shelf.value(id) else {
      throw RequestTracker.Refusal(status: 403)
    }
    guard value.field.type == .image else {
      return .json(["message": "Only Image and Binary CustomFields can be downloaded"], status: 400)
    }
    return WebResponse(
      status: 200,
      headers: [
        ("Content-Type", value.contentType ?? "application/octet-stream"),
        ("ETag", "\"\(restDate(value.created))\""), ("X-Content-Type-Options", "nosniff"),
      ], body: value.image)
  }

  /// Whoever may not see custom fields is forbidden even those that are not there.
  func customField(_ id: String) throws -> RequestTracker.CustomField {
    guard login.seesEverything else { throw RequestTracker.Refusal(status: 403) }
    return try visible(archive.customFields.first { String($0.id) == id })
  }

  func visible<Row: RequestTracker.Record>(_ row: Row?) throws -> Row {
    guard let row else { throw RequestTracker.Refusal(status: 404) }
    guard row.isVisible(to: login, in: archive) else { throw RequestTracker.Refusal(status: 403) }
    return row
  }
}
