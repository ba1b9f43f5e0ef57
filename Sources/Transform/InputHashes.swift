import MigrationKit

/// The SHA-256 of the files that a transformation was made from.
struct InputHashes: JSONRecord, Equatable {
  private let tickets: String
  private let attachments: String
  private let people: String

  init(of input: DataFolder.Extracted) throws(FileError) {
    tickets = try SHA256.hex(ofFile: input.tickets)
    attachments = try SHA256.hex(ofFile: input.attachments)
    people = try SHA256.hex(ofFile: input.people)
  }

  init(json: JSONNode) throws {
    tickets = try json.string("tickets.jsonl")
    attachments = try json.string("attachments.jsonl")
    people = try json.string("people.jsonl")
  }

  var json: JSONValue {
    [
      "tickets.jsonl": .string(tickets), "attachments.jsonl": .string(attachments),
      "people.jsonl": .string(people),
    ]
  }
}
