import MigrationKit

/// What a run writes down of its tickets at its end. Tickets come as they are ready, rejects are written in order; there
/// are never many, or the run stops.
struct LoadReport {
  private(set) var outcome = LoadOutcome()
  private let folder: DataFolder.Loaded
  private let target: TargetInspection
  /// Of tickets, texts and links, then of what belongs to no ticket.
  private var rejects: [[Reject]] = [[], [], [], []]
  private var unsettled: Set<SourceID<Ticket>> = []

  init(folder: DataFolder.Loaded, target: TargetInspection) {
    self.folder = folder
    self.target = target
  }

  mutating func add(_ result: TicketResult, of ticket: SourceID<Ticket>) {
    if result.isUnsettled { unsettled.insert(ticket) }
    outcome.count(result)
    rejects[0] += result.rejects
  }

  mutating func addLinks(_ result: TicketResult) {
    outcome.countLinks(result)
    rejects[2] += result.rejects
  }

  mutating func addTexts(_ result: TicketResult) {
    outcome.countTexts(result)
    rejects[1] += result.rejects
  }

  mutating func add(rejects refused: [Reject]) {
    outcome.countRejects(refused.count)
    rejects[3] += refused
  }

  /// The tickets that were left for later.
  mutating func takeUnsettled() -> Set<SourceID<Ticket>> {
    defer { unsettled = [] }
    return unsettled
  }

  /// Rejects what is left: the connection is too bad for this run.
  mutating func giveUpUnsettled() {
    for ticket in takeUnsettled().sorted() {
      let reject = Reject(
        ticket: ticket, rule: "\(ticket)/outcome", reason: "again and again its steps had no clear outcome",
        hint: "see what keeps the target's answers from coming back; then load again")
      add(TicketResult(rejects: [reject]), of: ticket)
    }
  }

  /// - Parameters:
  ///   - complete: how many tickets are in the target and were read back, by this run or earlier ones.
  ///   - tickets: SHA-256 of the transformed tickets.
  func finish(complete: Int, tickets: String) throws {
    try writeRejects()
    let manifest: JSONValue = [
      "stage": "load", "version": .string(Stage.version), "target": .string(target.fingerprint),
      "product": .string(target.product), "tickets": .string(tickets),
      "counts": ["complete": .int(complete), "rejected": .int(outcome.rejected)],
    ]
    try Disk.replace(folder.manifest, with: manifest.indentedText)
  }

  private func writeRejects() throws {
    var lines = try RecordWriter(folder.rejects)
    for part in rejects {
      let places = part.enumerated().sorted {
        ($0.element.ticket, $0.offset) < ($1.element.ticket, $1.offset)
      }
      for place in places { try lines.append(place.element) }
    }
    try lines.finish()
  }
}
