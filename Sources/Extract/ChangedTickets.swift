import MigrationKit

/// A ticket that was written to after it had been read: a line of `data/extracted/changed.jsonl`.
struct ChangedTicket: JSONRecord, Equatable {
  let ticket: SourceID<Ticket>
  let reason: String

  init(ticket: SourceID<Ticket>, reason: String) {
    self.ticket = ticket
    self.reason = reason
  }

  init(json: JSONNode) throws {
    ticket = SourceID(try json.string("ticket"))
    reason = try json.string("reason")
  }

  var json: JSONValue { ["ticket": .string(ticket.text), "reason": .string(reason)] }
}

/// Finds the tickets that changed behind the extraction's back, by comparing what happened in the source since it
/// began with what is written. Keeps one transaction for each ticket that changed; the files are read line by line.
struct ChangedTickets {
  let source: any TicketSource
  let folder: DataFolder.Extracted

  /// Writes `changed.jsonl`; returns the number of its lines.
  func write(since began: Int, upTo cursor: Cursor?) async throws -> Int {
    var newest = try await newestTransactions(since: began).filter { $0.key <= cursor?.id ?? 0 }
    let changed = try changedRecords(&newest) + unseen(newest)
    var lines = try RecordWriter(folder.changed)
    for ticket in changed.sorted(by: { $0.ticket < $1.ticket }) { try lines.append(ticket) }
    try lines.finish()
    return changed.count
  }

  /// By ticket.
  private func newestTransactions(since began: Int) async throws -> [Int: TransactionPage.Entry] {
    var newest: [Int: TransactionPage.Entry] = [:]
    var last = began
    while true {
      let page = try await source.transactions(after: last)
      for entry in page.entries { newest[entry.ticket] = entry }
      guard !page.isLast, let next = page.entries.last?.id else { return newest }
      last = next
    }
  }

  /// Those that have a record without their newest transaction; takes all that have a record out of `newest`.
  private func changedRecords(_ newest: inout [Int: TransactionPage.Entry]) throws -> [ChangedTicket] {
    var changed: [ChangedTicket] = []
    var lines = try LineReader(folder.tickets)
    while !newest.isEmpty, let bytes = try lines.next() {
      let record: SourceRecord = try RecordLine(
        bytes: bytes, path: folder.tickets, number: lines.lineNumber
      ).record()
      guard let id = Int(record.id), let entry = newest.removeValue(forKey: id),
        case .source(let data) = record.data, try source.newestTransaction(in: data) ?? 0 < entry.id
      else { continue }
      changed.append(ChangedTicket(entry, "was added after the ticket was read"))
    }
    return changed
  }

  /// Those that are to be migrated now and were not when their place was read, unless that is written down already.
  private func unseen(_ newest: [Int: TransactionPage.Entry]) throws -> [ChangedTicket] {
    var unseen = newest.filter { $0.value.isOfOwnTicket }
    var rejects = try RecordReader<Reject>(folder.rejects)
    while !unseen.isEmpty, let reject = try rejects.next() {
      if let ticket = Int(reject.ticket.text) { unseen[ticket] = nil }
    }
    return unseen.values.map { ChangedTicket($0, "moved the ticket here after its place was read") }
  }
}

extension ChangedTicket {
  fileprivate init(_ entry: TransactionPage.Entry, _ what: String) {
    ticket = SourceID("\(entry.ticket)")
    reason = "transaction \(entry.id) at \(entry.created) \(what)"
  }
}
