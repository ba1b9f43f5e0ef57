/// What `load verify` found in the new system otherwise than it was meant to be.
struct DifferenceSection {
  let differences: DifferenceFacts
  let wasVerified: Bool

  var html: HTML {
    """
    <section id="differences">
    <h2>Differences found by verify</h2>
    \(differences.kinds.total > 0 ? kinds : nothing)
    </section>
    """
  }

  private var nothing: HTML {
    wasVerified
      ? "<p class=\"quiet\">Nothing.</p>"
      : "<p class=\"quiet\">Not verified yet: run load verify.</p>"
  }

  private var kinds: HTML {
    let others = differences.kinds.others
    let rest: HTML = others > 0 ? "<p class=\"quiet\">and \(others) more of other kinds</p>" : ""
    return "\(DifferenceFacts.Verdict.allCases.map(kinds))\(rest)"
  }

  private func kinds(of verdict: DifferenceFacts.Verdict) -> HTML {
    let groups = differences.kinds.groups.filter { $0.key.verdict == verdict }.sorted { left, right in
      (right.value.count, left.key) < (left.value.count, right.key)
    }
    guard !groups.isEmpty else { return "" }
    return """
      <h3>\(verdict.words): \(differences.counts[verdict] ?? 0)</h3>
      \(groups.map { kind($0.key, $0.value) })
      """
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
    let mark: HTML = kind.verdict == .unexpected ? "count attention" : "count"
    let verdict: HTML = kind.reason.isEmpty ? "" : "<p class=\"hint\">\(kind.reason)</p>"
    return """
      <article class="cause">
      <h3><span class="\(mark)">\(group.count)</span> \(kind.what)</h3>
      \(verdict)
      <div class="wide"><table><thead><tr><th>Ticket</th><th>What</th><th>Expected</th><th>Found</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      \(more)
      </article>

      """
  }
}

extension DifferenceFacts.Verdict {
  fileprivate var words: String {
    switch self {
    case .unexpected: "Not expected"
    case .changed: "Changed by the new system, as expected"
    case .impossible: "Cannot be stored in the new system"
    }
  }
}
