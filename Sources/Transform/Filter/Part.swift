import MigrationKit

/// What one `transform --filter` has made of a run of tickets, but for the tickets themselves: a file in
/// `data/transformed/parts`. `transform merge` makes of them what a plain run writes.
struct Part {
  /// Of what was read; the first names the file.
  let first: SourceID<Ticket>
  let last: SourceID<Ticket>
  /// A fingerprint of all that decides how tickets are converted; parts of different terms do not belong together.
  let terms: String
  /// Of the lines written, with their line breaks.
  let byteCount: Int
  let tally: Tally
  let ledger: Ledger
  let rejects: [Reject]
  let archived: [ArchivedFile]
  /// The SHA-256 of the files that stood in texts.
  let blobs: [String]

  init(
    first: SourceID<Ticket>, last: SourceID<Ticket>, terms: String, byteCount: Int, blobs: Set<String>,
    block: TransformedBlock
  ) {
    self.first = first
    self.last = last
    self.terms = terms
    self.byteCount = byteCount
    self.blobs = blobs.sorted()
    tally = block.tally
    ledger = block.ledger
    rejects = block.rejects
    archived = block.archived
  }
}

/// The file: one object.
extension Part: JSONRecord {
  init(json: JSONNode) throws {
    first = SourceID(try json.string("first"))
    last = SourceID(try json.string("last"))
    terms = try json.string("terms")
    byteCount = try json.int("bytes")
    tally = try Tally(json: json.required("tally") { $0 })
    rejects = try json.records("rejects")
    archived = try json.records("archived")
    blobs = try json.strings("blobs")
    ledger = Ledger(
      lines: try json.records("ledger"), unhandled: try json.texts("unhandled").mapValues { SourceID($0) })
  }

  var json: JSONValue {
    [
      "first": .string(first.text), "last": .string(last.text), "terms": .string(terms),
      "bytes": .int(byteCount), "tally": tally.json,
      "rejects": .array(rejects.map(\.json)), "archived": .array(archived.map(\.json)),
      "blobs": .array(blobs.map { .string($0) }),
      "ledger": .array(ledger.lines.map(\.json)),
      "unhandled": .texts(ledger.unhandled.mapValues(\.text)),
    ]
  }
}
