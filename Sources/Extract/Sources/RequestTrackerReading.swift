import MigrationKit

/// The searches behind one slice's contents.
extension RequestTrackerSource {
  func contents(of slice: Slice) async throws -> SliceContents {
    let merged = try await merged(into: slice.tickets)
    async let history = transactions(in: slice, and: merged.keys.sorted())
    let tickets = try await tickets(in: slice)
    let newcomers = Set(tickets.map(\.id)).subtracting(slice.tickets)
    guard newcomers.isEmpty else {
      // They came after the slice was listed, and others may be merged into them.
      let all = newcomers.union(slice.tickets).sorted()
      return try await contents(of: Slice(first: slice.first, last: slice.last, tickets: all))
    }
    var contents = RequestTrackerContents(
      base: session.client.base, tickets: tickets, merged: merged, transactions: try await history)
    let messages = contents.transactions.filter { contents.ticket(of: $0) != nil && !$0.isOutgoingMail }
    contents.attachments = try await attachments(of: messages.map(\.row.id))
    contents.bodies = try await bodies(of: contents.attachments.filter(\.isBody))
    return try contents.assembled(
      foundCount: contents.found(in: slice).count, skipped: try await skipped(in: slice, contents))
  }

  /// A row that was not asked for is a sign that the search does not do what it says.
  private func tickets(in slice: Slice) async throws -> [RequestTrackerRow] {
    let rows = try await session.rows(of: .tickets(in: queueNames, slice))
    for row in rows {
      let queue = try row.node.required("Queue") { try $0.number("id") }
      guard (slice.first...slice.last).contains(row.id), scope.contains(where: { $0.id == queue }) else {
        throw SourceError.inconsistent(
          "a search for tickets \(slice.first) to \(slice.last) also returned ticket \(row.id) of queue \(queue)"
        )
      }
    }
    return rows
  }

  /// Which tickets have become part of these, from wherever they were.
  private func merged(into tickets: [Int]) async throws -> [Int: Int] {
    guard !tickets.isEmpty else { return [:] }
    let search = RequestTrackerSearch(path: "tickets", query: .mergedInto(tickets), fields: ["EffectiveId"])
    let pairs = try await session.rows(of: search).map { ($0.id, try $0.node.number("EffectiveId")) }
    return Dictionary(pairs.filter { $0 != $1 }, uniquingKeysWith: { $1 })
  }

  /// All there are at this moment: a comment that is written while the pages are read would make count and total
  /// differ, so the newest is looked up first and nothing behind it is asked for.
  private func transactions(in slice: Slice, and merged: [Int]) async throws -> [RequestTrackerTransaction] {
    @Sendable func query(_ slice: Slice, _ merged: [Int], until newest: Int?) -> RequestTrackerQuery {
      .transactions(in: queueNames, from: slice.first, to: slice.last, and: merged, until: newest)
    }
    let last = RequestTrackerSearch(
      path: "transactions", query: query(slice, merged, until: nil), greatest: "id")
    let page = try await session.page(of: last)
    guard let newest = page.rows.first else { return [] }
    let fields = RequestTrackerSearch.transactionFields + (hasTransactionFields ? ["CustomFields"] : [])
    let parts = slice.parts(page.total / transactionsInARow + 1)
    let rows = try await inParallel(Array(parts.enumerated())) { position, part in
      try await session.rows(
        of: RequestTrackerSearch(
          path: "transactions", query: query(part, position == 0 ? merged : [], until: newest.id),
          fields: fields))
    }
    // A ticket that was merged into one of the slice may lie in the range of another part.
    let distinct = Dictionary(rows.joined().map { ($0.id, $0) }) { first, _ in first }
    return try distinct.values.sorted { $0.id < $1.id }.map { try RequestTrackerTransaction($0) }
  }

  /// Pages follow each other by key, so a slice waits for its longest row of pages; shorter rows end in more pages that
  /// are not full. A server that is asked much at once is one that is far away, and then it is the waiting that counts.
  private var transactionsInARow: Int { max(100, min(500, 10_000 / session.client.atOnce)) }

  private func attachments(of transactions: [Int]) async throws -> [RequestTrackerAttachment] {
    let searches = batches(transactions, limit: transactionsInARow).flatMap { batch in
      [RequestTrackerSearch.attachments(.heads(of: batch)), .attachments(.parts(of: batch), "Parent")]
    }
    let rows = try await inParallel(searches) { try await session.rows(of: $0) }
    return try rows.flatMap(\.self).sorted { $0.id < $1.id }.map { try RequestTrackerAttachment($0) }
  }

  /// The texts, as many at a time as fit into an answer of some 16 MiB.
  private func bodies(of attachments: [RequestTrackerAttachment]) async throws -> [RequestTrackerRow] {
    let limit = RequestTrackerSearch.rowsPerPage
    let pages = batches(attachments, limit: limit, weight: \.contentLength, total: 16 << 20)
    return try await inParallel(pages) { try await texts(of: $0.map(\.row.id)) }.flatMap(\.self)
  }

  private func texts(of ids: [Int]) async throws -> [RequestTrackerRow] {
    let page = try await session.page(
      of: RequestTrackerSearch(path: "attachments", query: .rows(ids), fields: ["Content"]))
    guard page.rows.map(\.id) == ids else {
      throw SourceError.inconsistent("texts of messages \(ids[0]) to \(ids[ids.count - 1]) are missing")
    }
    return page.rows
  }

  /// Accounts for each ticket of the range that has no record.
  private func skipped(in slice: Slice, _ contents: RequestTrackerContents) async throws -> [SkippedTicket] {
    let hidden = contents.found(in: slice).subtracting(contents.known)
    let deleted = hidden.isEmpty ? [] : try await deleted(in: slice)
    var skipped: [SkippedTicket] = []
    for ticket in hidden.sorted() {
      let reason: String
      if let survivor = contents.merged[ticket] {
        reason = "merged into \(survivor)"
      } else if deleted.contains(ticket) {
        reason = "deleted"
      } else {
        reason = try await self.reason(for: ticket)
      }
      skipped.append(SkippedTicket(ticket: SourceID(String(ticket)), reason: reason))
    }
    return skipped
  }

  /// There may be thousands (spam), so they are found by their creations, a hundred at a time.
  private func deleted(in slice: Slice) async throws -> Set<Int> {
    let search = RequestTrackerSearch(
      path: "transactions", query: .creationsOfDeleted(in: queueNames, from: slice.first, to: slice.last),
      fields: ["ObjectId"])
    return Set(try await session.rows(of: search).map { try $0.node.number("ObjectId") })
  }

  /// Why a search does not show this ticket; asked for by its number it is there.
  private func reason(for ticket: Int) async throws -> String {
    let record = try await session.record("ticket/\(ticket)")
    let effective = try record.number("id")
    let queue = try record.required("Queue") { try $0.number("id") }
    if effective != ticket { return "merged into \(effective)" }
    if record.text("Status") == "deleted" { return "deleted" }
    if record.text("Type") != "ticket" { return "\(record.text("Type")), not a ticket" }
    if !scope.contains(where: { $0.id == queue }) { return "moved to another queue" }
    throw SourceError.inconsistent("ticket \(ticket) changed while it was read; run extract again")
  }
}

/// Consecutive runs of at most `limit` elements and of at most `total` weight; a heavier element is a run of its own.
func batches<Element>(
  _ elements: [Element], limit: Int, weight: (Element) -> Int = { _ in 0 }, total: Int = 0
) -> [[Element]] {
  var batches: [[Element]] = []
  var sum = 0
  for element in elements {
    sum += weight(element)
    if let last = batches.last, last.count < limit, sum <= total {
      batches[batches.count - 1].append(element)
    } else {
      batches.append([element])
      sum = weight(element)
    }
  }
  return batches
}

extension RequestTrackerSearch {
  static let transactionFields = [
    "Type", "Creator", "Created", "Field", "OldValue", "NewValue", "ReferenceType", "OldReference",
    "NewReference", "Data", "TimeTaken", "ObjectId",
  ]

  /// Links are only in `_hyperlinks`; it and `CustomFields` are what makes this the dear one of the searches.
  static func tickets(in queues: [String], _ slice: Slice) -> RequestTrackerSearch {
    RequestTrackerSearch(
      path: "tickets", query: .tickets(in: queues, from: slice.first, to: slice.last),
      fields: [
        "Subject", "Status", "Type", "Priority", "InitialPriority", "FinalPriority", "TimeWorked",
        "TimeEstimated", "TimeLeft", "SLA", "Queue", "Owner", "Requestor", "Cc", "AdminCc", "CustomRoles",
        "Creator", "Created", "LastUpdatedBy", "LastUpdated", "Started", "Starts", "Due", "Resolved", "Told",
        "EffectiveId", "CustomFields", "_hyperlinks",
      ],
      expansions: [
        ("Queue", "Name"), ("Owner", person), ("Creator", person), ("Requestor", person), ("Cc", person),
        ("AdminCc", person), ("CustomRoles", person),
      ])
  }

  private static let person = "Name,EmailAddress,RealName"

  static func attachments(_ query: RequestTrackerQuery, _ more: String...) -> RequestTrackerSearch {
    let fields = [
      "TransactionId", "ContentType", "Filename", "ContentLength", "Headers", "MessageId", "Created",
    ]
    return RequestTrackerSearch(path: "attachments", query: query, fields: fields + more)
  }
}
