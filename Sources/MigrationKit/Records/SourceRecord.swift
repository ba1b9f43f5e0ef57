/// One thing of the old system (ticket, person or queue) in the old system's own words: a line of
/// `data/extracted/tickets.jsonl`, `people.jsonl` and `queues.jsonl`.
///
/// The system's JSON stays untouched inside `data`, so a mistake in conversion costs a rerun of `transform`,
/// never a new download.
package struct SourceRecord: JSONRecord {
  /// "request-tracker".
  package let system: String
  /// A ticket's number, a person's login, a queue's number.
  package let id: String
  /// Where a person sees it in the old system; nil for what has no page.
  package let url: String?
  /// What the system said, by the name of the question; its members differ from system to system.
  package let data: JSONValue

  package init(system: String, id: String, url: String?, data: JSONValue) {
    self.system = system
    self.id = id
    self.url = url
    self.data = data
  }

  package init(json: JSONNode) throws {
    system = try json.string("system")
    id = try json.string("id")
    url = try json.optional("url", \.string)
    data = .source(try json.required("data") { $0 })
  }

  package var json: JSONValue {
    .members(["system": .string(system), "id": .string(id), "url": url.map { .string($0) }, "data": data])
  }
}

/// A file of an old ticket whose bytes are in the blob store: a line of `data/extracted/attachments.jsonl`.
package struct ExtractedAttachment: JSONRecord, Equatable {
  package let ticket: SourceID<Ticket>
  /// Unique among the ticket's attachments.
  package let id: String
  /// As the old system has it: any text, never to be used as a path.
  package let name: String
  package let mediaType: String
  package let byteCount: Int
  /// 64 hexadecimal digits; the blob's name.
  package let sha256: String

  package init(
    ticket: SourceID<Ticket>, id: String, name: String, mediaType: String, byteCount: Int, sha256: String
  ) {
    self.ticket = ticket
    self.id = id
    self.name = name
    self.mediaType = mediaType
    self.byteCount = byteCount
    self.sha256 = sha256
  }

  package init(json: JSONNode) throws {
    ticket = SourceID(try json.string("ticket"))
    id = try json.string("id")
    name = try json.string("name")
    mediaType = try json.string("type")
    byteCount = try json.int("bytes")
    sha256 = try json.string("sha256")
  }

  package var json: JSONValue {
    [
      "ticket": .string(ticket.text), "id": .string(id), "name": .string(name), "type": .string(mediaType),
      "bytes": .int(byteCount), "sha256": .string(sha256),
    ]
  }
}

/// A ticket that exists in the old system and is left there: a line of `data/extracted/skipped.jsonl`.
package struct SkippedTicket: JSONRecord, Equatable {
  package let ticket: SourceID<Ticket>
  /// "deleted", "merged into 48".
  package let reason: String

  package init(ticket: SourceID<Ticket>, reason: String) {
    self.ticket = ticket
    self.reason = reason
  }

  /// The ticket that holds its content now; nil unless it was merged.
  package var survivor: SourceID<Ticket>? {
    reason.hasPrefix("merged into ") ? SourceID(String(reason.dropFirst("merged into ".count))) : nil
  }

  package init(json: JSONNode) throws {
    ticket = SourceID(try json.string("ticket"))
    reason = try json.string("reason")
  }

  package var json: JSONValue { ["ticket": .string(ticket.text), "reason": .string(reason)] }
}
