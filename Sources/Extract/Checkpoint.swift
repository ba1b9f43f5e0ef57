import MigrationKit

/// How far an extraction has come: `data/extracted/checkpoint.json`, replaced as a whole after each slice.
struct Checkpoint: JSONRecord {
  let request: ExtractionRequest
  /// The newest transaction of the source when the extraction began, 0 where it had none; nil until it is known.
  var began: Int?
  /// Everything up to here is on disk; nil at the beginning.
  private(set) var cursor: Cursor?
  /// Bytes of tickets, attachments, skipped and rejects.
  var lengths = [0, 0, 0, 0]
  /// The lengths are those of files that stand ready beside the ones they replace.
  var isMending = false
  private(set) var counts = ExtractionCounts()
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
    began = try json.optional("began", \.int)
    cursor = try json.optional("cursor", \.int).map { Cursor(id: $0) }
    lengths = try json.list("lengths") { $0.int ?? 0 }
    guard lengths.count == 4 else { throw JSONShapeError("\"lengths\" needs four numbers") }
    isMending = try json.optional("mending", \.bool) ?? false
    counts = try ExtractionCounts(json: json)
    lastTransaction = try json.optional("last_transaction", \.int)
  }

  mutating func count(_ extracted: ExtractedSlice) {
    cursor = extracted.slice.cursor
    add(extracted)
  }

  /// Counts what has become of things that were rejected before.
  mutating func count(_ mended: ExtractedSlice, insteadOf rejects: [Reject]) {
    for reject in rejects { counts.takeBack(reject) }
    add(mended)
  }

  private mutating func add(_ extracted: ExtractedSlice) {
    counts.add(extracted)
    lastTransaction = [lastTransaction, extracted.lastTransaction].compactMap(\.self).max()
  }

  private var highWater: [JSONValue.Member] {
    [.init("last_transaction", lastTransaction.map { .int($0) } ?? .null)]
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("request", request.json), .init("began", began.map { .int($0) } ?? .null),
      .init("cursor", cursor.map { .int($0.id) } ?? .null),
      .init("lengths", .array(lengths.map { .int($0) })),
    ]
    if isMending { members.append(.init("mending", true)) }
    return .object(members + counts.members + highWater)
  }

  /// `manifest.json`: what was requested, and the result. No time of day: the same input gives the same bytes.
  func manifest(product: String, login: String, changed: Int) -> JSONValue {
    [
      "stage": "extract", "version": .string(Stage.version), "request": request.json,
      "product": .string(product), "login": .string(login),
      "counts": .object(counts.members + [.init("changed", .int(changed))]),
      "high_water": .object([.init("ticket", cursor.map { .int($0.id) } ?? .null)] + highWater),
    ]
  }
}
