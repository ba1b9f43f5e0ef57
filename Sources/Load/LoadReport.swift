import MigrationKit

/// What a run writes down of its tickets: rejects as they come, so that none of them is kept, and the sum at the end.
struct LoadReport {
  private(set) var outcome = LoadOutcome()
  private let folder: DataFolder.Loaded
  private let target: TargetInspection
  private var rejects: RecordWriter
  private var unsettled: Set<SourceID<Ticket>> = []
  private(set) var shortcomings = ShortcomingTally()

  init(folder: DataFolder.Loaded, target: TargetInspection) throws {
    self.folder = folder
    self.target = target
    rejects = try RecordWriter(folder.rejects)
  }

  /// Returns what the target has silently not kept and had kept of all tickets before.
  @discardableResult
  mutating func add(_ result: TicketResult, of ticket: SourceID<Ticket>) throws -> [Shortcoming] {
    if result.isUnsettled { unsettled.insert(ticket) }
    outcome.count(result)
    try write(result.rejects)
    return shortcomings.count(result.shortcomings)
  }

  mutating func addLinks(_ result: TicketResult) throws {
    outcome.countLinks(result)
    try write(result.rejects)
  }

  mutating func addTexts(_ result: TicketResult) throws {
    outcome.countTexts(result)
    try write(result.rejects)
  }

  /// Of what belongs to no ticket.
  mutating func add(rejects refused: [Reject]) throws {
    outcome.countRejects(refused.count)
    try write(refused)
  }

  /// The tickets that were left for later.
  mutating func takeUnsettled() -> Set<SourceID<Ticket>> {
    defer { unsettled = [] }
    return unsettled
  }

  /// Rejects what is left: the connection is too bad for this run.
  mutating func giveUpUnsettled() throws {
    for ticket in takeUnsettled().sorted() {
      let reject = Reject(
        ticket: ticket, rule: "\(ticket)/outcome", reason: "its steps repeatedly had no clear outcome",
        hint: "find out why the target's answers do not arrive, then load again")
      try add(TicketResult(rejects: [reject]), of: ticket)
    }
  }

  /// - Parameters:
  ///   - complete: how many tickets are in the target and were read back, by this run or earlier ones.
  ///   - tickets: SHA-256 of the transformed tickets.
  mutating func finish(complete: Int, tickets: String) throws {
    try rejects.finish()
    let manifest: JSONValue = [
      "stage": "load", "version": .string(Stage.version), "target": .string(target.fingerprint),
      "product": .string(target.product), "tickets": .string(tickets),
      "counts": [
        "complete": .int(complete), "rejected": .int(outcome.rejected),
        "waiting_links": .int(outcome.waitingLinks), "waiting_texts": .int(outcome.waitingTexts),
      ],
    ]
    try Disk.replace(folder.manifest, with: manifest.indentedText)
  }

  private mutating func write(_ refused: [Reject]) throws {
    for reject in refused { try rejects.append(reject) }
  }
}
