import MigrationKit

/// What an extraction was asked for. Two that differ must not share a folder.
struct ExtractionRequest: JSONRecord, Equatable, CustomStringConvertible {
  let system: String
  let url: String
  /// Empty: all.
  let queues: [String]
  let limit: Int?

  init(system: String, url: String, queues: [String], limit: Int?) {
    self.system = system
    self.url = url
    self.queues = queues
    self.limit = limit
  }

  init(json: JSONNode) throws {
    system = try json.string("system")
    url = try json.string("url")
    queues = try json.strings("queues")
    limit = try json.optional("limit", \.int)
  }

  var json: JSONValue {
    .members([
      "system": .string(system), "url": .string(url), "queues": .strings(queues),
      "limit": limit.map { .int($0) },
    ])
  }

  var description: String {
    let part = queues.isEmpty ? "all queues" : queues.joined(separator: ", ")
    return "\(part) of \(url)" + (limit.map { ", the first \($0)" } ?? "")
  }
}

/// How far an extraction has come: `data/extracted/checkpoint.json`, replaced as a whole after each slice.
struct Checkpoint: JSONRecord {
  let request: ExtractionRequest
  /// Everything up to here is on disk; nil at the beginning.
  private(set) var cursor: Cursor?
  /// Bytes of tickets, attachments, skipped and rejects.
  var lengths = [0, 0, 0, 0]
  private(set) var tickets = 0
  private(set) var transactions = 0
  private(set) var attachments = 0
  private(set) var attachmentBytes = 0
  private(set) var skipped = 0
  private(set) var rejected = 0
  private(set) var lastTransaction: Int?

  init(request: ExtractionRequest) {
    self.request = request
  }

  /// Nil when there is none yet.
  static func read(_ path: String) throws -> Checkpoint? {
    guard Disk.exists(path) else { return nil }
    return try RecordLine(bytes: try Disk.contents(path), path: path, number: 1).record()
  }

  init(json: JSONNode) throws {
    request = try ExtractionRequest(json: json.required("request") { $0 })
    cursor = try json.optional("cursor", \.int).map { Cursor(id: $0) }
    lengths = try json.list("lengths") { $0.int ?? 0 }
    guard lengths.count == 4 else { throw JSONShapeError("\"lengths\" needs four numbers") }
    tickets = try json.int("tickets")
    transactions = try json.int("transactions")
    attachments = try json.int("attachments")
    attachmentBytes = try json.int("attachment_bytes")
    skipped = try json.int("skipped")
    rejected = try json.int("rejected")
    lastTransaction = try json.optional("last_transaction", \.int)
  }

  mutating func count(_ extracted: ExtractedSlice) {
    cursor = extracted.slice.cursor
    tickets += extracted.contents.records.count
    transactions += extracted.contents.transactionCount
    attachments += extracted.attachments.count
    attachmentBytes += extracted.attachments.reduce(0) { $0 + $1.byteCount }
    skipped += extracted.contents.skipped.count
    rejected += extracted.rejects.count
    lastTransaction = [lastTransaction, extracted.contents.lastTransaction].compactMap(\.self).max()
  }

  private var counts: [JSONValue.Member] {
    [
      .init("tickets", .int(tickets)), .init("transactions", .int(transactions)),
      .init("attachments", .int(attachments)), .init("attachment_bytes", .int(attachmentBytes)),
      .init("skipped", .int(skipped)), .init("rejected", .int(rejected)),
    ]
  }

  private var highWater: [JSONValue.Member] {
    [.init("last_transaction", lastTransaction.map { .int($0) } ?? .null)]
  }

  var json: JSONValue {
    .object(
      [.init("request", request.json), .init("cursor", cursor.map { .int($0.id) } ?? .null)]
        + [.init("lengths", .array(lengths.map { .int($0) }))] + counts + highWater)
  }

  /// `manifest.json`: what was asked of whom and what came of it. No time of day: the same input gives the same bytes.
  func manifest(product: String, login: String) -> JSONValue {
    [
      "stage": "extract", "version": .string(Stage.version), "request": request.json,
      "product": .string(product), "login": .string(login), "counts": .object(counts),
      "high_water": .object([.init("ticket", cursor.map { .int($0.id) } ?? .null)] + highWater),
    ]
  }

  /// "2,000 tickets, 17,813 transactions, 4,983 attachments (338 MB), 67 skipped".
  var summary: String {
    let size =
      attachmentBytes >= 1_000_000
      ? "\(grouped(attachmentBytes / 1_000_000)) MB" : "\(grouped(attachmentBytes)) bytes"
    return "\(grouped(tickets)) tickets, \(grouped(transactions)) transactions, "
      + "\(grouped(attachments)) attachments (\(size)), \(grouped(skipped)) skipped (deleted or merged)"
  }
}
