import MigrationKit

/// What has become of one ticket's rejects.
struct MendedTicket: Sendable {
  let ticket: SourceID<Ticket>
  /// The lines that are answered by it.
  let rejects: [Reject]
  let extracted: ExtractedSlice
  /// The ids of all the ticket's attachments, as the source lists them.
  let attachmentOrder: [String]
}

/// Tries again what an earlier run could not have, and nothing else: a failed ticket is read as a whole; of a ticket
/// that only lacks files its record stays as it is and the missing files are fetched.
struct Mending: Sendable {
  let slices: SliceExtraction
  let folder: DataFolder.Extracted
  let interruption: Interruption
  /// How many tickets at once.
  let limit: Int

  func run(after checkpoint: Checkpoint) async throws {
    var groups = try RejectGroups(folder.rejects)
    var files = try MendedFiles(folder, after: checkpoint)
    try await inOrder(limit: limit) {
      interruption.isRequested ? nil : try groups.next()
    } work: { rejects in
      try await mend(rejects)
    } consume: { mended in
      try files.insert(mended)
    }
    while let rest = try groups.next() { try files.keep(rest) }
    try files.finish()
  }

  private func mend(_ rejects: [Reject]) async throws -> MendedTicket {
    let ticket = rejects[0].ticket
    guard let id = Int(ticket.text) else { throw StageError.damagedRejects(folder, rejects[0]) }
    let slice = Slice(first: id, last: id, tickets: [id])
    let read = try await slices.read(slice)
    let missing = try Set(rejects.compactMap { try attachment($0) })
    return MendedTicket(
      ticket: ticket, rejects: rejects,
      extracted: missing.isEmpty
        ? try await slices.complete(slice, read)
        : try await files(missing, of: slice, listedIn: read.contents, insteadOf: rejects),
      attachmentOrder: read.contents.attachments.map(\.id))
  }

  /// What the source lists no more stays rejected as it was.
  private func files(
    _ missing: Set<String>, of slice: Slice, listedIn contents: SliceContents, insteadOf rejects: [Reject]
  ) async throws -> ExtractedSlice {
    var extracted = ExtractedSlice(slice: slice, read: ReadSlice())
    try await slices.fetch(contents.attachments.filter { missing.contains($0.id) }, into: &extracted)
    let answered = Set(extracted.attachments.map { RejectRule.attachment($0.id).description })
      .union(extracted.rejects.map(\.rule))
    for reject in rejects where !answered.contains(reject.rule) { extracted.add(.rejected(reject)) }
    return extracted
  }

  /// The attachment that a line is about; nil when it is about the whole ticket.
  private func attachment(_ reject: Reject) throws -> String? {
    switch RejectRule(reject.rule) {
    case .attachment(let id): id
    case .ticket: nil
    case nil: throw StageError.damagedRejects(folder, reject)
    }
  }
}

/// The rejects of one ticket after the other: they stand together.
private struct RejectGroups {
  private var rejects: RecordReader<Reject>
  private var upcoming: Reject?

  init(_ path: String) throws {
    rejects = try RecordReader(path)
    upcoming = try rejects.next()
  }

  mutating func next() throws -> [Reject]? {
    guard let first = upcoming else { return nil }
    var group: [Reject] = []
    while let reject = upcoming, reject.ticket == first.ticket {
      group.append(reject)
      upcoming = try rejects.next()
    }
    return group
  }
}

extension StageError {
  fileprivate static func damagedRejects(_ folder: DataFolder.Extracted, _ reject: Reject) -> StageError {
    StageError(
      "\(folder.rejects) names \"\(reject.rule)\" of ticket \"\(reject.ticket)\", which no extraction writes; "
        + "delete \(folder.root) and extract again")
  }
}
