/// One message of a ticket (transaction, journal, note, comment, reply).
package struct Article: JSONRecord, Equatable {
  /// The old system's id of it: a transaction's number.
  package var id: String
  /// A comment that customers must never see.
  package var isInternal: Bool
  package var author: Person
  /// RFC 3339, UTC.
  package var created: String
  /// What the one header line says of it: date and old id. `load` puts the author in front where the target
  /// cannot keep the author otherwise. The id in it is how the article is found again, so it must stay.
  package var header: String
  package var text: String
  package var attachments: [Attachment]

  package init(
    id: String, isInternal: Bool, author: Person, created: String, header: String, text: String,
    attachments: [Attachment] = []
  ) {
    self.id = id
    self.isInternal = isInternal
    self.author = author
    self.created = created
    self.header = header
    self.text = text
    self.attachments = attachments
  }

  package init(json: JSONNode) throws {
    id = try json.string("id")
    isInternal = try json.bool("internal")
    author = try Person(json: json.required("author") { $0 })
    created = try json.string("created")
    header = try json.string("header")
    text = try json.string("text")
    attachments = try json.records("attachments")
  }

  package var json: JSONValue {
    [
      "id": .string(id), "internal": .bool(isInternal), "author": author.json, "created": .string(created),
      "header": .string(header), "text": .string(text), "attachments": .array(attachments.map(\.json)),
    ]
  }
}

/// A file of an article. Its bytes are the blob named by `sha256`.
package struct Attachment: JSONRecord, Hashable {
  package var id: String
  package var name: String
  package var mediaType: String
  package var byteCount: Int
  package var sha256: String

  package init(id: String, name: String, mediaType: String, byteCount: Int, sha256: String) {
    self.id = id
    self.name = name
    self.mediaType = mediaType
    self.byteCount = byteCount
    self.sha256 = sha256
  }

  package init(json: JSONNode) throws {
    id = try json.string("id")
    name = try json.string("name")
    mediaType = try json.string("type")
    byteCount = try json.int("bytes")
    sha256 = try json.string("sha256")
  }

  package var json: JSONValue {
    [
      "id": .string(id), "name": .string(name), "type": .string(mediaType), "bytes": .int(byteCount),
      "sha256": .string(sha256),
    ]
  }
}
