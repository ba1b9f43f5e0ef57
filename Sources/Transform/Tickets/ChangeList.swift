import MigrationKit

extension TicketMapper {
  /// Changes of state, people, fields and links, a line each with its moment and person; nil where nobody asked for it, or
  /// nothing was changed. Internal: a ticket's history is shown to staff only.
  func changeList() -> Article? {
    let changes = source.entries.filter { !$0.changes.isEmpty }
    guard let last = changes.last else { return nil }
    var lines: [String] = []
    for entry in changes {
      let front = front(of: entry)
      for change in entry.changes {
        let line = "\(front) \(said(change))"
        if line != lines.last { lines.append(line) }
      }
    }
    let moment = local(last.created.time)
    return Article(
      id: "history-\(source.id)", isInternal: true, author: Person(name: source.system), created: moment.text,
      header: plain("\(moment.readable), \(terms.wording.words[.history]) \(source.id)"),
      text: lines.joined(separator: "\n"))
  }

  /// "2024-02-03 04:05 UTC, Борис:". Two entries for one change give one line: "… Status: new → open".
  private func front(of entry: SourceEntry) -> String {
    let words = terms.wording.words
    let who = census.known(entry.author).displayName
    let merged = entry.mergedTicket.map { ", \(words[.mergedTicket]) \($0)" } ?? ""
    let undated = entry.created.isKnown ? "" : " (\(words[.undated]))"
    return plain("\(local(entry.created.time).readable)\(undated), \(who)\(merged): ").trimmingSpace
  }

  private func said(_ change: SourceChange) -> String {
    let (old, new) = (text(change.old), text(change.new))
    let name = plain(change.name)
    let data = change.data.isEmpty ? "" : plain(" (\(change.data))")
    switch (old.isEmpty, new.isEmpty) {
    case (false, false): return "\(name): \(old) → \(new)\(data)"
    case (true, false): return "\(name): + \(new)\(data)"
    case (false, true): return "\(name): – \(old)\(data)"
    case (true, true): return name + data
    }
  }

  private func text(_ value: SourceChange.Value) -> String {
    switch value {
    case .text(let text): return plain(text)
    case .moment(let time): return plain(local(time).readable)
    case .address(let address): return terms.wording.linked(address)
    case .ticket(let ticket, let number):
      let survivor = census.survivor(of: ticket)
      let written = "\(terms.wording.words[.ticket]) \(number)"
      return census.contains(survivor)
        ? Placeholder.ticket(survivor, written: written).text : plain(written)
    }
  }

  private func plain(_ line: String) -> String { terms.wording.plain(line) }
}
