/// What to read first: whether all is well, and if not, what needs attention.
struct SummarySection {
  let facts: ReportFacts

  var html: HTML {
    """
    <header>
    <h1>\(verdict)</h1>
    <p class="way">\(way)</p>
    \(facts.tickets.fates.isEmpty ? "" : "<p class=\"way\"><a href=\"#tickets\">Find a ticket</a></p>" as HTML)
    \(matters.isEmpty ? "" : "<ul class=\"matters\">\(matters)</ul>" as HTML)
    </header>
    """
  }

  private var manifests: StageFacts.Manifests { facts.stages.manifests }

  /// From where to where.
  private var way: HTML {
    let source = manifests.extracted ?? manifests.checkpoint
    let url = source?.text("request", "url")
    let product =
      manifests.extracted?.text("product") ?? source?.text("request", "system") ?? "the old system"
    let target = manifests.loaded?.text("product") ?? "the new system"
    return "\(product.clipped(to: 80)) \(place(url)) → \(target.clipped(to: 120))"
  }

  private func place(_ url: String?) -> HTML {
    url.map { "<span class=\"quiet\">\(HTML.link($0.clipped(to: 200), to: $0))</span>" } ?? ""
  }

  private var verdict: HTML {
    let count = matters.count
    if count > 0 { return "\(counted(count, "problem"))" }
    if let tickets = manifests.verified?.count("counts", "tickets") {
      return tickets == 1
        ? "The ticket arrived and was read back" : "All \(tickets) tickets arrived and were read back"
    }
    if manifests.loaded != nil { return "Loaded, not verified yet" }
    if manifests.transformed != nil { return "Transformed, not loaded yet" }
    if manifests.extracted != nil { return "Extracted, not transformed yet" }
    return manifests.checkpoint == nil ? "Nothing extracted yet" : "Extraction not finished"
  }

  private var matters: [HTML] {
    let rejects = facts.rejects.counts
    let checks = facts.stages.checks.filter { !$0.agrees }.count
    return [
      matter(
        rejects["extract"], "rejects", "ticket or file", "tickets or files",
        "could not be read from the old system"),
      matter(facts.rejects.rejected.count, "rejects", "ticket was", "tickets were", "rejected by transform"),
      matter(rejects["load"], "rejects", "item was", "items were", "rejected by the new system"),
      matter(checks, "flow", "count does", "counts do", "not match"),
      matter(
        facts.differences.unexpected, "differences", "unexpected difference", "unexpected differences",
        "in the new system"),
      matter(
        facts.changed.count, "rejects", "ticket", "tickets",
        "changed in the old system after being read"),
      matter(facts.unreadable, "flow", "line", "lines", "could not be read for this page"),
    ].compactMap(\.self)
  }

  /// Nil for none.
  private func matter(_ count: Int?, _ section: HTML, _ one: HTML, _ many: HTML, _ rest: HTML) -> HTML? {
    guard let count, count > 0 else { return nil }
    return "<li><a href=\"#\(section)\">\(count) \(count == 1 ? one : many) \(rest)</a></li>\n"
  }
}
