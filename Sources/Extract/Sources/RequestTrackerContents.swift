import MigrationKit

/// What the searches found about a range of tickets, and how it is put together. Pure: asks nothing.
struct RequestTrackerContents {
  /// Below which tickets' pages are, without a slash at the end.
  let base: String
  let tickets: [RequestTrackerRow]
  /// Merged tickets and the ticket of the range that each has become part of.
  let merged: [Int: Int]
  /// In order of id; also of tickets that are in neither of the lists above.
  let transactions: [RequestTrackerTransaction]
  /// In order of id; only of transactions that belong to a ticket, and not of outgoing mail.
  var attachments: [RequestTrackerAttachment] = []
  /// Rows with `Content`, in order of id.
  var bodies: [RequestTrackerRow] = []

  /// The tickets that have a record.
  let known: Set<Int>

  init(
    base: String, tickets: [RequestTrackerRow], merged: [Int: Int], transactions: [RequestTrackerTransaction]
  ) {
    self.base = base
    self.tickets = tickets
    self.merged = merged
    self.transactions = transactions
    known = Set(tickets.map(\.id))
  }

  /// The ticket whose record this transaction belongs in; nil where that is none of the range's.
  func ticket(of transaction: RequestTrackerTransaction) -> Int? {
    known.contains(transaction.ticket) ? transaction.ticket : merged[transaction.ticket]
  }

  /// Each ticket of the range that any of the searches showed, whatever becomes of it.
  func found(in slice: Slice) -> Set<Int> {
    let seen = (tickets.map(\.id) + transactions.map(\.ticket)).filter((slice.first...slice.last).contains)
    return Set(seen).union(slice.tickets)
  }

  func assembled(foundCount: Int, skipped: [SkippedTicket]) throws -> SliceContents {
    let taken = transactions.filter { ticket(of: $0) != nil }
    let histories = Dictionary(grouping: taken) { ticket(of: $0) }
    let messages = Dictionary(grouping: attachments, by: \.transaction)
    let texts = Dictionary(grouping: bodies, by: \.id)
    var records: [SourceRecord] = []
    var references: [AttachmentReference] = []
    for ticket in tickets {
      let history = histories[ticket.id] ?? []
      let rows = history.flatMap { messages[$0.row.id] ?? [] }.sorted { $0.row.id < $1.row.id }
      let contents = rows.flatMap { texts[$0.row.id] ?? [] }
      records.append(record(of: ticket, history: history, attachments: rows, contents: contents))
      references += try files(of: ticket, history: history, attachments: rows)
    }
    return SliceContents(
      records: records, attachments: references, skipped: skipped, foundCount: foundCount,
      transactionCount: taken.count, lastTransaction: taken.last?.row.id)
  }

  private func record(
    of ticket: RequestTrackerRow, history: [RequestTrackerTransaction],
    attachments: [RequestTrackerAttachment], contents: [RequestTrackerRow]
  ) -> SourceRecord {
    let former = merged.filter { $0.value == ticket.id }.keys.sorted()
    return SourceRecord(
      system: "request-tracker", id: String(ticket.id), url: "\(base)/Ticket/Display.html?id=\(ticket.id)",
      data: [
        "ticket": ticket.node.ordered,
        "merged": .strings(former.map { String($0) }),
        "transactions": .array(history.map(\.row.node.ordered)),
        "attachments": .array(attachments.map(\.row.node.ordered)),
        "contents": .array(contents.map(\.node.ordered)),
      ])
  }

  private func files(
    of ticket: RequestTrackerRow, history: [RequestTrackerTransaction],
    attachments: [RequestTrackerAttachment]
  ) throws -> [AttachmentReference] {
    let files = attachments.filter(\.isFile)
    return try files.map { $0.reference(ticket: ticket.id) } + ticket.fieldFiles(ticket: ticket.id)
      + history.flatMap { try $0.row.fieldFiles(ticket: ticket.id) }
  }
}

/// One entry of a ticket's history.
struct RequestTrackerTransaction {
  let row: RequestTrackerRow
  /// The ticket it was written for, which may since have been merged into another.
  let ticket: Int

  init(_ row: RequestTrackerRow) throws {
    self.row = row
    ticket = try row.node.number("ObjectId")
  }

  /// A copy of a mail that Request Tracker sent: its texts and files are those of another transaction. There may be more
  /// of them than of all others, so their parts are not even listed.
  var isOutgoingMail: Bool { ["EmailRecord", "CommentEmailRecord"].contains(row.node.text("Type")) }
}
