import MigrationKit

/// What a line of the extraction holds, or what is wrong with it: that costs the ticket it belongs to. A line that is no
/// JSON, or does not say whose it is, is an error.
extension RecordLine {
  /// A line of `tickets.jsonl`.
  func ticket() throws -> (id: SourceID<Ticket>, record: Result<SourceRecord, MalformedRecord>) {
    try ticket { try $0.record() }
  }

  /// The same, of which some members are all that is wanted.
  func ticket(until members: [String]) throws
    -> (id: SourceID<Ticket>, record: Result<SourceRecord, MalformedRecord>)
  {
    try ticket { try $0.beginning(until: members, depth: 1) }
  }

  private func ticket(_ read: (RecordLine) throws -> SourceRecord) throws
    -> (id: SourceID<Ticket>, record: Result<SourceRecord, MalformedRecord>)
  {
    let (record, error) = try content { try read(self) }
    if let record, !record.id.isEmpty { return (SourceID(record.id), .success(record)) }
    let node = try node()
    guard let id = node.id("id") ?? node["data"]?["ticket"]?.id("id") else {
      throw error ?? RecordLineError(path: path, line: number, column: nil, reason: "\"id\" is missing")
    }
    return (
      SourceID(id),
      .failure(MalformedRecord(record: "ticket \(id)", reason: error?.reason ?? "\"id\" is missing"))
    )
  }

  /// A line of `attachments.jsonl`.
  func attachment() throws -> (ticket: SourceID<Ticket>, file: Result<ExtractedAttachment, MalformedRecord>) {
    let (file, error) = try content { try record(as: ExtractedAttachment.self) }
    guard let ticket = try file?.ticket ?? node().id("ticket").map(SourceID<Ticket>.init) else {
      throw error ?? RecordLineError(path: path, line: number, column: nil, reason: "\"ticket\" is missing")
    }
    func malformed(_ reason: String) -> Result<ExtractedAttachment, MalformedRecord> {
      .failure(MalformedRecord(record: "\(path):\(number)", reason: reason))
    }
    guard let file else { return (ticket, malformed(error?.reason ?? "")) }
    if !BlobStore.isName(file.sha256) {
      return (ticket, malformed("attachment \(file.id) has no SHA-256 of 64 digits"))
    }
    return (ticket, file.byteCount < 0 ? malformed("\"bytes\" is below 0") : .success(file))
  }

  /// Nil and the error where the line is good JSON, and its content is not what it should be.
  private func content<Record>(_ read: () throws -> Record) throws -> (Record?, RecordLineError?) {
    do {
      return (try read(), nil)
    } catch let error as RecordLineError where error.column == nil {
      return (nil, error)
    }
  }
}

extension JSONNode {
  /// Written as text or number.
  fileprivate func id(_ key: String) -> String? {
    self[key].flatMap { $0.string ?? $0.numberText }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Reads `people.jsonl` or `queues.jsonl`. A record that cannot be read is passed over: tickets have the login or the number.
struct DirectoryReader<Entry> {
  private var lines: LineReader
  private let read: (SourceRecord) throws -> Entry
  /// What was passed over, each with its place.
  private(set) var faults: [String] = []

  init(_ path: String, _ read: @escaping (SourceRecord) throws -> Entry) throws {
    lines = try LineReader(path)
    self.read = read
  }

  mutating func next() throws -> Entry? {
    while let bytes = try lines.next() {
      if bytes.isEmpty { continue }
      let line = RecordLine(bytes: bytes, path: lines.path, number: lines.lineNumber)
      do {
        return try read(try line.record())
      } catch let error as RecordLineError where error.column == nil {
        faults.append("\(line.path):\(line.number): \(error.reason)")
      } catch let malformed as MalformedRecord {
        faults.append("\(line.path):\(line.number): \(malformed.record): \(malformed.reason)")
      }
    }
    return nil
  }
}
