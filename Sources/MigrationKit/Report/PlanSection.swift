/// What `load plan` said before the load: what the new system cannot keep, and what loading asks of it.
struct PlanSection {
  /// `data/loaded/plan.json`; nil while there is none.
  let plan: JSONNode?

  private static let most = 40

  var html: HTML {
    guard let plan else { return "" }
    return """
      <section id="plan">
      <h2>The plan</h2>
      <p>\(counted(plan.count("counts", "tickets") ?? 0, "ticket was", "tickets were")) to be sent in \
      \(counted(plan.count("requests", "writes") ?? 0, "writing request")); \(authors(plan)).</p>
      <p>\(counted(plan.count("mails", "at_worst") ?? 0, "mail")) \((plan.text("mails", "counted") ?? "").clipped(to: 300)).</p>
      \(losses(plan))
      </section>
      """
  }

  private func authors(_ plan: JSONNode) -> HTML {
    """
    \(plan.count("authors", "tickets") ?? 0) of \(counted(plan.count("authors", "of_tickets") ?? 0, "new ticket")) and \
    \(plan.count("authors", "articles") ?? 0) of \(counted(plan.count("authors", "of_articles") ?? 0, "new message")) in their \
    author's name
    """
  }

  private func losses(_ plan: JSONNode) -> HTML {
    let losses = plan["losses"]?.elements ?? []
    guard !losses.isEmpty else { return "<p class=\"quiet\">Everything can be stored as it is.</p>" }
    let rest = losses.count - Self.most
    return """
      <div class="wide"><table><thead><tr><th class="number">Times</th><th>What</th><th>Becomes</th><th>Why</th></tr></thead>
      <tbody>\(losses.prefix(Self.most).map(row))</tbody></table></div>
      \(rest > 0 ? "<p class=\"quiet\">and \(rest) more in loaded/plan.json</p>" : "" as HTML)
      """
  }

  private func row(_ loss: JSONNode) -> HTML {
    """
    <tr><td class="number">\(loss.count("count") ?? 0)</td><td>\((loss.text("what") ?? "").clipped(to: 80))</td>\
    <td>\((loss.text("becomes") ?? "").clipped(to: 120))</td>\
    <td class="words">\((loss.text("because") ?? "").clipped(to: 200))</td></tr>

    """
  }
}
