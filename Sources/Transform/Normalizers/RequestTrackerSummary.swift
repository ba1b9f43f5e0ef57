import MigrationKit

extension RequestTrackerConversion {
  /// Whether the article that lists a ticket's changes speaks of this entry: it is no article itself, and no copy of a
  /// mail.
  func isTold(_ transaction: RequestTrackerTransaction) -> Bool {
    mapping.configuration.history == .summary && !isCarried(transaction)
      && !["EmailRecord", "CommentEmailRecord"].contains(transaction.type)
  }

  /// Changes of state, people, fields and links, a line each with its moment and person; nil where nobody asked for
  /// it, or nothing was changed. Internal, for RT shows its history to staff only.
  func summary() -> Article? {
    let changes = source.transactions.filter { isTold($0) }
    guard let last = changes.last else { return nil }
    var lines: [String] = []
    for change in changes {
      let line = line(change)
      if line != lines.last { lines.append(line) }
    }
    let words = terms.wording.words
    return Article(
      id: "history-\(source.id)", isInternal: true, author: Person(name: "Request Tracker"),
      created: local(source.created(of: last)).text,
      header: plain("\(local(source.created(of: last)).readable), \(words[.history]) \(source.id)"),
      text: lines.joined(separator: "\n"))
  }

  /// "2024-02-03 04:05 UTC, Борис: Status: new → open". Two rows that RT writes for one change give one line.
  private func line(_ change: RequestTrackerTransaction) -> String {
    let words = terms.wording.words
    let who = census.known(change.creator).displayName
    let merged = change.ticket.flatMap { isMerged(change) ? ", \(words[.mergedTicket]) \($0)" : nil } ?? ""
    let moment =
      local(source.created(of: change)).readable + (change.created == nil ? " (\(words[.undated]))" : "")
    let front = plain("\(moment), \(who)\(merged): ")
    return "\(front.trimmingSpace) \(said(change))"
  }

  private func said(_ change: RequestTrackerTransaction) -> String {
    let (old, new) = (value(change.oldValue, change), value(change.newValue, change))
    let name = plain(fieldName(change))
    let data = change.data.isEmpty ? "" : plain(" (\(change.data))")
    switch (old.isEmpty, new.isEmpty) {
    case (false, false): return "\(name): \(old) → \(new)\(data)"
    case (true, false): return "\(name): + \(new)\(data)"
    case (false, true): return "\(name): – \(old)\(data)"
    case (true, true): return name + data
    }
  }

  private func fieldName(_ change: RequestTrackerTransaction) -> String {
    if change.field.isEmpty { return change.type }
    let names = change.type == "CustomField" ? census.fieldNames : census.roleNames
    return names[change.field] ?? change.field
  }

  /// In words where RT has numbers, a link where it has a ticket's address.
  private func value(_ text: String, _ change: RequestTrackerTransaction) -> String {
    if text.isEmpty { return "" }
    switch (change.type, change.field) {
    case ("Set", "Queue"): return plain(census.queueNames[text] ?? text)
    case ("Set", "Owner"), ("SetWatcher", _), ("AddWatcher", _), ("DelWatcher", _):
      return plain(census.person(number: text)?.displayName ?? text)
    case ("AddLink", _), ("DeleteLink", _): return linked(text)
    case ("Set", "Due"), ("Set", "Starts"), ("Set", "Started"), ("Set", "Resolved"), ("Set", "Told"),
      ("Set", "Created"):
      return plain(moment(text) ?? text.cleanLine)
    default: return text.hasPrefix("1970-01-01 00:00:00") ? "" : plain(text.cleanLine.shortened(to: 255))
    }
  }

  /// Dates stand in the history as the database has them, in UTC: "2024-03-30 23:00:00".
  private func moment(_ text: String) -> String? {
    guard let time = Timestamp(text.replacing(" ", with: "T") + "Z") else { return nil }
    return time.isUnset ? "" : local(time).readable
  }

  /// "fsck.com-rt://example.com/ticket/51" is ticket 51.
  private func linked(_ address: String) -> String {
    guard address.hasPrefix("fsck.com-rt:"), let number = address.split(separator: "/").last else {
      return terms.wording.linked(address)
    }
    let ticket = census.survivor(of: SourceID(String(number)))
    let written = "\(terms.wording.words[.ticket]) \(number)"
    return census.contains(ticket)
      ? Placeholder.ticket(ticket, written: written).text : plain(written)
  }

  private func plain(_ line: String) -> String { terms.wording.plain(line) }
}
