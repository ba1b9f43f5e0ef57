/// What was rejected, each cause with its fix, and what was left behind on purpose.
struct RejectSection {
  let facts: ReportFacts

  var html: HTML {
    """
    <section id="rejects">
    <h2>Rejected</h2>
    \(facts.rejects.causes.total == 0 ? "<p class=\"quiet\">Nothing was rejected.</p>" : causes)
    \(skipped)
    \(changed)
    </section>
    """
  }

  private var causes: HTML {
    let groups = facts.rejects.causes.groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let others = facts.rejects.causes.others
    let rest: HTML = others > 0 ? "<p class=\"quiet\">and \(others) more of other kinds</p>" : ""
    return "\(groups.map { cause($0.key, $0.value) })\(rest)"
  }

  private func cause(
    _ cause: RejectFacts.Cause, _ group: Grouped<RejectFacts.Cause, (ticket: String, reason: String)>.Group
  ) -> HTML {
    let examples = group.first.map { example -> HTML in
      "<li><span class=\"id\">\(example.ticket)</span> <bdi>\(example.reason)</bdi></li>\n"
    }
    let rest = group.count - group.first.count
    let more: HTML = rest > 0 ? "<li class=\"quiet\">and \(rest) more in \(file(of: cause.stage))</li>" : ""
    return """
      <article class="cause">
      <h3><span class="count attention">\(group.count)</span> \(cause.stage)<span class="quiet"> · \(cause.rule)</span></h3>
      <p class="hint"><code>\(cause.hint)</code></p>
      <ul class="plain">\(examples)\(more)</ul>
      </article>

      """
  }

  private func file(of stage: String) -> String {
    switch stage {
    case "extract": "extracted/rejects.jsonl"
    case "transform": "transformed/rejects.jsonl"
    default: "loaded/rejects.jsonl"
    }
  }

  private var skipped: HTML {
    let reasons = facts.tickets.skipped
    guard reasons.total > 0 else { return "" }
    let rows = reasons.sorted.prefix(20).map { reason -> HTML in
      "<tr><td>\(reason.name)</td><td class=\"number\">\(reason.count)</td></tr>"
    }
    return """
      <h3>Left in the old system on purpose</h3>
      <table class="narrow"><thead><tr><th>Why</th><th class="number">Tickets</th></tr></thead><tbody>\(rows)</tbody></table>
      """
  }

  private var changed: HTML {
    guard facts.changed.count > 0 else { return "" }
    let examples = facts.changed.first.map { example -> HTML in
      "<li><span class=\"id\">\(example.ticket)</span> <bdi>\(example.reason)</bdi></li>\n"
    }
    let rest = facts.changed.count - facts.changed.first.count
    let more: HTML = rest > 0 ? "<li class=\"quiet\">and \(rest) more in extracted/changed.jsonl</li>" : ""
    return """
      <h3><span class="count attention">\(facts.changed.count)</span> Changed in the old system after being read</h3>
      <p>Later changes are not included. To include them, delete the folder extracted and run extract again.</p>
      <ul class="plain">\(examples)\(more)</ul>
      """
  }
}
