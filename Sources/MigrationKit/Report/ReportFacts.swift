/// Everything the report shows, gathered in one pass over the data folder. What is kept are sums and the first of each
/// kind; the rows of the tickets go out as they come by.
struct ReportFacts: Sendable {
  let stages: StageFacts
  let rejects: RejectFacts
  let tickets: TicketFacts
  let differences: DifferenceFacts
  let losses: LossFacts
  let changed: ChangedFacts
  let trouble: [(stage: String, HTTPTrouble)]
  /// Lines that could not be read, by none of the readers.
  let unreadable: Int

  /// - Parameter passOn: takes each ticket's row, in the order of the numbers.
  init(_ data: DataFolder, passOn: (TicketRow, TicketRow.Fate) throws -> Void) async throws {
    rejects = try RejectFacts(data)
    differences = try DifferenceFacts(data)
    losses = try LossFacts(data)
    changed = try ChangedFacts(data)
    trouble = try ["extract", "load"].compactMap { stage in
      let node = try ReportLines.manifest(data.trouble(of: stage))
      return node.flatMap { try? HTTPTrouble(json: $0) }.map { (stage, $0) }
    }
    var rows = try await TicketRows(data, unread: rejects.unread.sorted())
    var tickets = TicketFacts()
    while let row = try await rows.next() {
      let fate = row.fate(rejects)
      tickets.count(row, fate)
      try passOn(row, fate)
    }
    self.tickets = tickets
    let files = rows.files
    stages = StageFacts(
      try StageFacts.Manifests(data),
      lines: .init(extracted: files[0].count, transformed: files[1].count, identities: files[2].count))
    unreadable =
      files.reduce(0) { $0 + $1.unreadable } + rejects.unreadable + differences.unreadable
      + losses.unreadable + changed.unreadable
  }
}

/// Tickets that changed in the old system after being read.
struct ChangedFacts: Sendable {
  private(set) var count = 0
  private(set) var first: [(ticket: String, reason: String)] = []
  private(set) var unreadable = 0

  init(_ data: DataFolder) throws(FileError) {
    var lines = try ReportLines(data.extracted.changed)
    while let (ticket, reason) = try lines.nextObject({ node in
      node.text("ticket").map { ($0, node.text("reason") ?? "") }
    }) {
      count += 1
      if first.count < 20 { first.append((ticket.clipped(to: 40), reason.clipped(to: 200))) }
    }
    unreadable = lines.unreadable
  }
}
