import MigrationKit

/// The main path of `load verify`: every transformed ticket is read back and compared; each difference is a line.
struct Verification: Sendable {
  let connection: TargetConnection
  let options: LoadOptions
  let console: Console
  let interruption: Interruption

  private var folder: DataFolder.Loaded { options.data.loaded }

  func run() async throws -> ExitCode {
    let lock = try RunLock(stage: "load", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    guard Disk.exists(folder.journal) else {
      throw StageError("\(folder.journal) is not there; run load first")
    }
    try folder.readBack.clearArrivals()
    let journal = try Journal(
      folder.journal, owner: JournalOwner(connection.inspection, options.configuration), console: console)
    let tally = try await compareAll(journal)
    if interruption.isRequested {
      console.say("Interrupted. The same command begins anew.")
      return .interrupted
    }
    try writeManifest(tally)
    return report(tally)
  }

  private func writeManifest(_ tally: VerificationTally) throws {
    let manifest: JSONValue = [
      "stage": "verify", "version": .string(Stage.version),
      "target": .string(connection.inspection.fingerprint),
      "tickets": .string(try SHA256.hex(ofFile: options.data.transformed.tickets)),
      "counts": [
        "tickets": .int(tally.tickets), "articles": .int(tally.articles), "attachments": .int(tally.files),
        "links": .int(tally.links), "unexpected": .int(tally.unexpected), "expected": .int(tally.expected),
      ],
    ]
    try Disk.replace(folder.verified, with: manifest.indentedText)
  }

  private func compareAll(_ journal: Journal) async throws -> VerificationTally {
    var tickets = try RecordReader<Ticket>(options.data.transformed.tickets)
    var lines = try RecordWriter(folder.verification)
    var tally = VerificationTally()
    var remaining = options.limit ?? .max
    let progress = Progress("tickets", total: nil, console: console)
    try await inOrder(limit: options.jobs) {
      remaining -= 1
      return remaining < 0 || interruption.isRequested ? nil : try tickets.next()
    } work: { ticket in
      try await TicketComparison(
        ticket: ticket, connection: connection, journal: journal, folder: folder
      ).run()
    } consume: { compared in
      for difference in compared.differences { try lines.append(difference) }
      tally.count(compared)
      progress.advance()
    }
    try await searchDuplicates(journal, &lines, &tally)
    if !interruption.isRequested { try lines.finish() }
    return tally
  }

  private func searchDuplicates(
    _ journal: Journal, _ lines: inout RecordWriter, _ tally: inout VerificationTally
  ) async throws {
    let search = DuplicateSearch(connection: connection, journal: journal)
    var tickets = try RecordReader<Ticket>(options.data.transformed.tickets)
    var remaining = options.limit ?? .max
    var batch: [SourceID<Ticket>] = []
    repeat {
      batch = []
      while batch.count < min(DuplicateSearch.batchSize, remaining), let ticket = try tickets.next() {
        batch.append(ticket.id)
      }
      remaining -= batch.count
      for difference in try await search.differences(among: batch) {
        try lines.append(difference)
        tally.count(difference)
      }
    } while !batch.isEmpty && !interruption.isRequested
  }

  private func report(_ tally: VerificationTally) -> ExitCode {
    console.say(
      """
      Verified \(grouped(tally.tickets)) tickets, \(grouped(tally.articles)) articles, \
      \(grouped(tally.files)) attachments (bytes compared), \(grouped(tally.links)) links: \
      \(grouped(tally.unexpected)) differences, \(grouped(tally.expected)) expected ones.
      """)
    guard tally.unexpected + tally.expected > 0 else { return .complete }
    console.say("Each is a line of \(folder.verification)")
    return tally.unexpected == 0 ? .complete : .differences
  }
}

struct VerificationTally {
  private(set) var tickets = 0
  private(set) var articles = 0
  private(set) var files = 0
  private(set) var links = 0
  private(set) var unexpected = 0
  private(set) var expected = 0

  mutating func count(_ compared: ComparedTicket) {
    tickets += 1
    articles += compared.articles
    files += compared.files
    links += compared.links
    compared.differences.forEach { count($0) }
  }

  mutating func count(_ difference: Difference) {
    expected += difference.isExpected ? 1 : 0
    unexpected += difference.isExpected ? 0 : 1
  }
}

/// A line of `data/loaded/verification.jsonl`: one thing that is not in the target as it was meant to be.
struct Difference: JSONRecord, Equatable {
  let ticket: SourceID<Ticket>
  /// Nil when the ticket is not in the target.
  let target: TargetID<Ticket>?
  /// "subject", "article 190: text", "attachment 54: SHA-256".
  let what: String
  let expected: String
  let found: String
  /// Why the target cannot do otherwise; nil for a difference that should not be.
  let reason: String?

  var isExpected: Bool { reason != nil }

  init(
    ticket: SourceID<Ticket>, target: TargetID<Ticket>?, what: String, expected: String, found: String,
    reason: String? = nil
  ) {
    self.ticket = ticket
    self.target = target
    self.what = what
    self.expected = expected
    self.found = found
    self.reason = reason
  }

  init(json: JSONNode) throws {
    ticket = SourceID(try json.string("ticket"))
    target = try json.optional("target", \.string).map { TargetID($0) }
    what = try json.string("what")
    expected = try json.string("expected")
    found = try json.string("found")
    reason = try json.optional("reason", \.string)
  }

  var json: JSONValue {
    .members([
      "ticket": .string(ticket.text), "target": target.map { .string($0.text) }, "what": .string(what),
      "expected": .string(expected), "found": .string(found), "reason": reason.map { .string($0) },
    ])
  }
}
