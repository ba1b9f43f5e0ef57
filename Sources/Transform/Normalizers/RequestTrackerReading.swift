import MigrationKit

/// Reads a record of Request Tracker 5 as a ticket in that system's words. Pure.
struct RequestTrackerReading {
  let record: RequestTrackerRecord
  let files: [String: ExtractedAttachment]
  let census: Census
  /// Whether entries that are no articles are to be read: there are many of them.
  let listsChanges: Bool

  func ticket() throws(JSONShapeError) -> SourceTicket {
    try requireOwners()
    let ticket = record.ticket
    return SourceTicket(
      id: record.id, url: record.url, system: "Request Tracker",
      words: SourceTicketWords(
        queue: ticket.queue, type: ticket.type, state: ticket.status, priority: String(ticket.priority)),
      subject: ticket.subject, author: ticket.creator,
      owner: ticket.owner.flatMap { $0.isNobody ? nil : $0 }, roles: roles,
      created: SourceMoment(time: record.created, isKnown: ticket.created != nil), moments: moments,
      start: ticket.starts, due: ticket.due, effort: SourceEffort(of: record), fields: ticket.fields,
      links: ticket.links, merged: record.merged, facts: facts, entries: record.transactions.map(entry),
      contents: record.contents, files: files)
  }

  /// A file of no transaction would be lost without a word.
  private func requireOwners() throws(JSONShapeError) {
    guard !files.isEmpty else { return }
    let known = record.parts.values.flatMap { $0.map(\.id) }
    let lost = Set(files.keys).subtracting(known).filter { !$0.hasPrefix("cf-") }.min()
    if let lost { throw JSONShapeError("attachment \(lost) belongs to none of its transactions") }
  }

  // MARK: The ticket itself

  private var roles: [SourceRole] {
    let ticket = record.ticket
    let fixed: [(Word, [SourcePerson])] = [
      (.requesters, ticket.requestors), (.cc, ticket.cc), (.adminCc, ticket.adminCc),
    ]
    let custom = ticket.customRoles.map {
      (SourceRole.Name.custom(census.roleNames[$0.name] ?? $0.name), $0.people)
    }
    return (fixed.map { (SourceRole.Name.fixed($0), $1) } + custom).map { name, people in
      SourceRole(name: name, people: people.filter { !$0.isNobody })
    }
  }

  private var moments: [(word: Word, time: Timestamp)] {
    let ticket = record.ticket
    let moments: [(Word, Timestamp?)] = [
      (.started, ticket.started), (.resolved, ticket.resolved), (.told, ticket.told),
      (.lastUpdated, ticket.lastUpdated),
    ]
    return moments.compactMap { word, time in time.map { (word, $0) } }
  }

  private var facts: [TicketFact] {
    let ticket = record.ticket
    let priority = ticket.finalPriority == 0 ? nil : String(ticket.finalPriority)
    let level = ticket.serviceLevel.cleanLine.isEmpty ? nil : ticket.serviceLevel
    return [priority.map { (.finalPriority, $0) }, level.map { (.serviceLevel, $0) }].compactMap(\.self)
  }

  // MARK: The history

  private func entry(_ transaction: RequestTrackerTransaction) -> SourceEntry {
    let (type, isArticle) = (transaction.type, isArticle(transaction))
    let isChange = !isArticle && !transaction.isCopy
    let merged = transaction.ticket.flatMap { $0 == record.id ? nil : $0 }
    return SourceEntry(
      id: transaction.id, author: transaction.creator,
      created: SourceMoment(time: record.created(of: transaction), isKnown: transaction.created != nil),
      mergedTicket: merged, kind: type,
      // Custom fields of a merged ticket are in its history only.
      label: "Type=\(type)" + (merged != nil && type == "CustomField" ? " of a merged ticket" : ""),
      setsMinutes: transaction.setsTimeWorked, article: isArticle ? article(transaction) : nil,
      changes: isChange && listsChanges ? [change(transaction)] : [],
      parts: record.parts[transaction.id] ?? [],
      unknown: isChange && !listsChanges && RequestTrackerFates.history(type) == nil
        ? "transactions[Type=\(type)]" : nil)
  }

  /// Copies of outgoing mail say nothing new. Rows of other kinds (a forwarded ticket, those of extensions) are
  /// articles where they brought a text or a file along.
  private func isArticle(_ transaction: RequestTrackerTransaction) -> Bool {
    if transaction.isMessage { return true }
    if transaction.isCopy { return false }
    return (record.parts[transaction.id] ?? []).contains {
      record.contents[$0.id] != nil || files[$0.id] != nil
    }
  }

  private func article(_ transaction: RequestTrackerTransaction) -> SourceArticle {
    let isMerged = transaction.ticket.map { $0 != record.id } ?? false
    let parts = record.parts[transaction.id] ?? []
    return SourceArticle(
      isOpening: transaction.type == "Create" && !isMerged,
      // What is neither a creation nor an answer was never sent to a customer by itself.
      isInternal: transaction.type != "Create" && transaction.type != "Correspond",
      introduction: introduction(transaction, parts, isMerged: isMerged),
      minutes: transaction.isMessage ? transaction.timeTaken : 0, fields: transaction.fields,
      isComplete: transaction.isMessage)
  }

  /// What has to be said above the text: a merged ticket's subject, a forwarding's addressees.
  private func introduction(
    _ transaction: RequestTrackerTransaction, _ parts: [MessagePart], isMerged: Bool
  ) -> [SourceArticle.Introduction] {
    guard transaction.isMessage else { return [.line("\(transaction.type): \(transaction.data)")] }
    guard transaction.type == "Create", isMerged, let subject = parts.first?.header("Subject"),
      !subject.isEmpty
    else { return [] }
    return [.fact(.subject, subject)]
  }
}
