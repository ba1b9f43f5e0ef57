/// Queues and statuses before and after.
struct NamesSection {
  let tickets: TicketFacts

  private static let most = 40

  var html: HTML {
    guard tickets.queues.total > 0 else { return "" }
    return """
      <section id="names">
      <h2>Before and after</h2>
      \(table("Queues", "queue", tickets.queues))
      \(table("Statuses", "status", tickets.states))
      </section>
      """
  }

  private func table(_ title: String, _ what: String, _ changes: NamedCounts<TicketFacts.Change>) -> HTML {
    let sorted = changes.sorted
    let largest = sorted.first?.count ?? 0
    let rows = sorted.prefix(Self.most).map { row($0.name, $0.count, of: largest) }
    let rest = sorted.dropFirst(Self.most).reduce(changes.others) { $0 + $1.count }
    let more: HTML = rest > 0 ? "<p class=\"quiet\">and \(counted(rest, "ticket")) with other names</p>" : ""
    return """
      <h3>\(title)</h3>
      <div class="wide"><table class="change"><thead><tr><th>Old \(what)</th><th>New \(what)</th>\
      <th class="number">Tickets</th><th class="picture"></th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      \(more)
      """
  }

  private func row(_ change: TicketFacts.Change, _ count: Int, of largest: Int) -> HTML {
    let old: HTML = change.old.isEmpty ? "<span class=\"quiet\">not known</span>" : "\(change.old)"
    let new: HTML = change.new.isEmpty ? "<span class=\"quiet\">not transformed</span>" : "\(change.new)"
    return """
      <tr><td>\(old)</td><td>\(new)</td><td class="number">\(count)</td>\
      <td class="picture">\(Bars.bar(count, of: largest))</td></tr>

      """
  }
}
