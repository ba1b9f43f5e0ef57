/// What the tickets come to in sum, counted while they pass.
struct TicketFacts: Sendable {
  /// A name of the old system and the name it has become; "" where the ticket did not get so far.
  struct Change: Hashable, Comparable, Sendable {
    let old: String
    let new: String

    static func < (left: Change, right: Change) -> Bool { (left.old, left.new) < (right.old, right.new) }
  }
  struct Text: Sendable {
    let ticket: SourceID<Ticket>
    let words: String
  }

  private(set) var queues = NamedCounts<Change>()
  private(set) var states = NamedCounts<Change>()
  /// Tickets by the month they were created in.
  private(set) var months = NamedCounts<String>(limit: 20_000)
  private(set) var skipped = NamedCounts<String>()
  private(set) var fates: [TicketRow.Fate: Int] = [:]
  private(set) var longestTexts = Tops<Text>(10)
  private(set) var largestFiles = Tops<Text>(10)
  private(set) var mostArticles = Tops<Text>(10)
  private(set) var longestRunning = Tops<Text>(10)

  mutating func count(_ row: TicketRow, _ fate: TicketRow.Fate) {
    fates[fate, default: 0] += 1
    if let reason = row.skipped { skipped.add(kind(of: reason)) }
    guard row.old != nil || row.new != nil else { return }
    let month = row.new?.month ?? row.old?.month ?? ""
    if !month.isEmpty { months.add(month) }
    queues.add(change(row, \.queue, \.queue))
    states.add(change(row, \.state, \.state))
    if let new = row.new { countSizes(of: new, row.id) }
  }

  private func change(
    _ row: TicketRow, _ old: KeyPath<OldWords, String>, _ new: KeyPath<NewWords, String>
  ) -> Change {
    Change(
      old: (row.old?[keyPath: old] ?? "").clipped(to: 80), new: (row.new?[keyPath: new] ?? "").clipped(to: 80)
    )
  }

  private mutating func countSizes(of ticket: NewWords, _ id: SourceID<Ticket>) {
    for text in ticket.texts {
      longestTexts.offer(text.byteCount, Text(ticket: id, words: "message \(text.article.clipped(to: 20))"))
    }
    for file in ticket.files {
      largestFiles.offer(file.byteCount, Text(ticket: id, words: file.name.clipped(to: 80)))
    }
    let subject = ticket.subject.clipped(to: 80)
    mostArticles.offer(ticket.texts.count, Text(ticket: id, words: subject))
    longestRunning.offer(ticket.days ?? 0, Text(ticket: id, words: subject))
  }

  /// "merged into 48" as "merged into another".
  private func kind(of reason: String) -> String {
    (reason.hasPrefix("merged into ") ? "merged into another ticket" : reason).clipped(to: 80)
  }
}
