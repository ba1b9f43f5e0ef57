/// What is out of the ordinary by its size: the first to look at when something is slow or was refused.
struct LargestSection {
  let tickets: TicketFacts

  var html: HTML {
    guard !tickets.mostArticles.entries.isEmpty else { return "" }
    return """
      <section id="largest">
      <h2>Largest and longest</h2>
      <div class="columns-of-tables">
      \(table("Most messages", "Messages", tickets.mostArticles) { grouped($0) })
      \(table("Longest texts", "Size", tickets.longestTexts, size))
      \(table("Largest files", "Size", tickets.largestFiles, size))
      \(table("Longest from creation to last message", "Days", tickets.longestRunning) { grouped($0) })
      </div>
      </section>
      """
  }

  private func table(
    _ title: String, _ unit: String, _ tops: Tops<TicketFacts.Text>, _ shown: (Int) -> String
  ) -> HTML {
    guard let most = tops.entries.first?.size else { return "" }
    let rows = tops.entries.map { entry -> HTML in
      """
      <tr><td class="id">\(entry.element.ticket.text.clipped(to: 40))</td><td class="words">\(entry.element.words)\
      \(Bars.bar(entry.size, of: most))</td><td class="number">\(shown(entry.size))</td></tr>

      """
    }
    return """
      <div><h3>\(title)</h3>
      <table><thead><tr><th>Ticket</th><th></th><th class="number">\(unit)</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>

      """
  }
}
