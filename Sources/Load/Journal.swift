import MigrationKit

/// The memory of `load`: before a step is sent its beginning is on disk, after it its end. Append only; a step that
/// begins and does not end is one whose outcome is unknown.
///
/// An actor, because the tickets that are loaded at once write into one file.
actor Journal {
  private let file: OpenFile
  private var tickets: [SourceID<Ticket>: TicketProgress] = [:]
  /// Why a line could not be written. Nothing follows it, for half a line is only understood as the last one.
  private var failure: FileError?

  /// Opens the journal, reads what earlier runs have done, and refuses one that belongs to another target.
  init(_ path: String, target: String, console: Console) throws {
    let replay = try JournalReplay(path, target: target)
    if let torn = replay.tornBytes {
      console.note("\(path): cut off \(torn) bytes of a line that a crash has torn")
    }
    file = try OpenFile(path, .appending)
    try file.truncate(to: replay.byteCount)
    tickets = replay.tickets
    if replay.byteCount == 0 {
      try file.write(JournalRecord.opening(target: target).line)
      try file.synchronize()
    }
  }

  func progress(of ticket: SourceID<Ticket>) -> TicketProgress { tickets[ticket] ?? TicketProgress() }

  /// To be called before the step is sent.
  /// - Parameter sent: SHA-256 of what will be sent.
  func begin(_ step: Step, of ticket: SourceID<Ticket>, sent: String) throws {
    try write(.begun(ticket, step.name, sent: sent))
  }

  /// - Parameter result: the new id or the upload's token, where there is one.
  func finish(_ step: Step, of ticket: SourceID<Ticket>, result: String?) throws {
    try write(.done(ticket, step.name, result: result))
  }

  func fail(_ step: Step, of ticket: SourceID<Ticket>, words: String) throws {
    try write(.failed(ticket, step.name, words: words))
  }

  /// The ticket was read back and is as it should be.
  func confirm(_ ticket: SourceID<Ticket>) throws {
    try write(.done(ticket, Self.confirmation, result: nil))
  }

  fileprivate static let confirmation = "confirm"

  private func write(_ record: JournalRecord) throws {
    if let failure { throw failure }
    do throws(FileError) {
      try file.write(record.line)
      try file.synchronize()
    } catch {
      failure = error
      throw error
    }
    record.apply(to: &tickets)
  }
}

/// What the journal says of one ticket.
struct TicketProgress: Sendable, Equatable {
  /// The ticket's new id, once it exists.
  fileprivate(set) var id: TargetID<Ticket>?
  /// Results of finished steps by name; a step without a result has an empty one.
  fileprivate(set) var finished: [String: String] = [:]
  /// Steps that were begun and have not ended: their outcome is unknown.
  fileprivate(set) var open: Set<String> = []

  /// Everything was sent and read back as it should be.
  var isConfirmed: Bool { finished[Journal.confirmation] != nil }

  func isDone(_ step: Step) -> Bool { finished[step.name] != nil }

  /// It was begun, and whether it was carried out is not known.
  func isOpen(_ step: Step) -> Bool { open.contains(step.name) }
}

/// One line of `data/loaded/journal.jsonl`.
enum JournalRecord: JSONRecord {
  case opening(target: String)
  case begun(SourceID<Ticket>, String, sent: String)
  case done(SourceID<Ticket>, String, result: String?)
  case failed(SourceID<Ticket>, String, words: String)

  init(json: JSONNode) throws {
    if let target = try json.optional("target", \.string) {
      self = .opening(target: target)
      return
    }
    let ticket = SourceID<Ticket>(try json.string("ticket"))
    let step = try json.string("step")
    switch try json.string("state") {
    case "begun": self = .begun(ticket, step, sent: try json.string("sent"))
    case "done": self = .done(ticket, step, result: try json.optional("result", \.string))
    case "failed": self = .failed(ticket, step, words: try json.string("words"))
    case let other: throw JSONShapeError("\"state\" is \"\(other)\"")
    }
  }

  var json: JSONValue {
    switch self {
    case .opening(let target): ["target": .string(target)]
    case .begun(let ticket, let step, let sent):
      ["ticket": .string(ticket.text), "step": .string(step), "state": "begun", "sent": .string(sent)]
    case .done(let ticket, let step, let result):
      .members([
        "ticket": .string(ticket.text), "step": .string(step), "state": "done",
        "result": result.map { .string($0) },
      ])
    case .failed(let ticket, let step, let words):
      ["ticket": .string(ticket.text), "step": .string(step), "state": "failed", "words": .string(words)]
    }
  }

  var line: [UInt8] { json.bytes + [UInt8(ascii: "\n")] }

  func apply(to tickets: inout [SourceID<Ticket>: TicketProgress]) {
    switch self {
    case .opening: break
    case .begun(let ticket, let step, _):
      tickets[ticket, default: TicketProgress()].open.insert(step)
    case .done(let ticket, let step, let result):
      tickets[ticket, default: TicketProgress()].open.remove(step)
      tickets[ticket, default: TicketProgress()].finished[step] = result ?? ""
      if step == Step.create.name { tickets[ticket]?.id = result.map { TargetID($0) } }
    case .failed(let ticket, let step, _):
      tickets[ticket, default: TicketProgress()].open.remove(step)
    }
  }
}

/// Reads a journal from its beginning.
struct JournalReplay {
  private(set) var tickets: [SourceID<Ticket>: TicketProgress] = [:]
  /// How much of the file is whole lines.
  private(set) var byteCount = 0
  /// The length of a last line without an end; nil when there is none.
  private(set) var tornBytes: Int?

  init(_ path: String, target: String) throws {
    guard let size = Disk.byteCount(path) else { return }
    var lines = try LineReader(path)
    while let line = try lines.next() {
      guard byteCount + line.count + 1 <= size else {
        tornBytes = line.count
        return
      }
      byteCount += line.count + 1
      let record = try Self.record(in: RecordLine(bytes: line, path: path, number: lines.lineNumber))
      if lines.lineNumber == 1 { try Self.require(record, opens: target, path) }
      record.apply(to: &tickets)
    }
  }

  /// A journal says first which target it belongs to.
  private static func require(_ record: JournalRecord, opens target: String, _ path: String) throws {
    if case .opening(target) = record { return }
    let owner =
      if case .opening(let other) = record { "another target (\(other))" } else { "no target it names" }
    throw StageError(
      """
      \(path) belongs to \(owner), not to \(target); \
      choose another folder with --data, or move data/loaded away
      """, exitCode: .usage)
  }

  private static func record(in line: RecordLine) throws -> JournalRecord {
    do {
      return try line.record()
    } catch {
      throw StageError(
        "\(line.path):\(line.number)\(error.column.map { ":\($0)" } ?? ""): \(error.reason); mend the line, or move "
          + "data/loaded away and load again: what is in the target is found by its marker")
    }
  }
}
