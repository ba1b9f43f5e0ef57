/// What `load verify` found in the new system otherwise than it was meant to be.
struct DifferenceSection {
  let differences: DifferenceFacts
  let wasVerified: Bool

  var html: HTML {
    """
    <section id="differences">
    <h2>What verification found different</h2>
    \(differences.kinds.total > 0 ? kinds : nothing)
    </section>
    """
  }

  private var nothing: HTML {
    wasVerified
      ? "<p class=\"quiet\">Nothing.</p>"
      : "<p class=\"quiet\">Nothing was verified yet: load verify does it.</p>"
  }

  private var kinds: HTML {
    let groups = differences.kinds.groups.sorted { left, right in
      (left.key.isExpected ? 1 : 0, right.value.count, left.key) < (
        right.key.isExpected ? 1 : 0, left.value.count, right.key
      )
    }
    let others = differences.kinds.others
    let rest: HTML = others > 0 ? "<p class=\"quiet\">and \(others) more of other kinds</p>" : ""
    return "\(groups.map { kind($0.key, $0.value) })\(rest)"
  }

  private func kind(
    _ kind: DifferenceFacts.Kind, _ group: Grouped<DifferenceFacts.Kind, DifferenceFacts.Example>.Group
  ) -> HTML {
    let rows = group.first.map { example -> HTML in
      """
      <tr><td class="id">\(example.ticket)</td><td>\(example.what)</td><td class="words">\(example.expected)</td>\
      <td class="words">\(example.found)</td></tr>

      """
    }
    let rest = group.count - group.first.count
    let more: HTML = rest > 0 ? "<p class=\"quiet\">and \(rest) more in loaded/verification.jsonl</p>" : ""
    let mark: HTML = kind.isExpected ? "count" : "count attention"
    let verdict: HTML =
      kind.isExpected
      ? "<p class=\"hint\">Expected: \(kind.reason)</p>" : "<p class=\"hint\">Not expected.</p>"
    return """
      <article class="cause">
      <h3><span class="\(mark)">\(group.count)</span> \(kind.what)</h3>
      \(verdict)
      <div class="wide"><table><thead><tr><th>Ticket</th><th>What</th><th>Meant</th><th>Found</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      \(more)
      </article>

      """
  }
}
