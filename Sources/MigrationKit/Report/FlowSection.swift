/// How many tickets came through each stage, and the counts that must match.
struct FlowSection {
  let facts: ReportFacts

  var html: HTML {
    """
    <section id="flow">
    <h2>Tickets by stage</h2>
    <ol class="stages">
    \(stages.map(card))
    </ol>
    \(checks)
    </section>
    """
  }

  private struct Stage {
    let name: String
    /// Nil for a stage that has not ended yet.
    let count: Int?
    let unit: String
    let notes: [HTML]
  }

  private var manifests: StageFacts.Manifests { facts.stages.manifests }

  private var stages: [Stage] { [extracted, transformed, loaded, verified] }

  private var extracted: Stage {
    let manifest = manifests.extracted
    let counts = (manifest?["counts"] ?? manifests.checkpoint)
    var notes: [HTML] = []
    if let counts {
      notes = [
        "\(counts.count("transactions") ?? 0) entries of history",
        "\(counts.count("attachments") ?? 0) files, \(size(counts.count("attachment_bytes") ?? 0))",
        "\(counts.count("skipped") ?? 0) left in the old system",
      ]
    }
    if manifest == nil, counts != nil {
      notes.append("<strong>not finished</strong>: run extract to continue")
    }
    return Stage(name: "Extracted", count: counts?.count("tickets"), unit: "tickets", notes: notes)
  }

  private var transformed: Stage {
    let counts = manifests.transformed?["counts"]
    let notes: [HTML] =
      counts.map { counts in
        [
          "\(counts.count("articles") ?? 0) messages", "\(counts.count("attachments") ?? 0) files",
          "\(counts.count("links") ?? 0) links", "\(counts.count("rejected") ?? 0) tickets rejected",
        ] + (counts.count("embedded").map { $0 > 0 ? ["\($0) files were part of texts"] : [] } ?? [])
      } ?? []
    return Stage(name: "Transformed", count: counts?.count("out"), unit: "tickets", notes: notes)
  }

  private var loaded: Stage {
    let counts = manifests.loaded?["counts"]
    var notes: [HTML] =
      counts.map { counts in
        let rejected = counts.count("rejected") ?? 0
        return ["\(rejected) \(rejected == 1 ? "item" : "items") rejected by the target"]
      } ?? []
    for (name, noun) in [("waiting_links", "link"), ("waiting_texts", "text")] {
      guard let count = counts?.count(name), count > 0 else { continue }
      notes.append("\(count) \(noun)\(count == 1 ? " waits" : "s wait") for tickets that are not loaded yet")
    }
    return Stage(name: "Loaded", count: counts?.count("complete"), unit: "tickets complete", notes: notes)
  }

  private var verified: Stage {
    let counts = manifests.verified?["counts"]
    let notes: [HTML] =
      counts.map { counts in
        [
          "\(counts.count("articles") ?? 0) messages",
          "\(counts.count("attachments") ?? 0) files, \(counts.count("hashed") ?? 0) byte for byte",
          "\(counts.count("links") ?? 0) links, \(counts.count("time_entries") ?? 0) time entries",
          "\(counts.count("equal") ?? 0) values match",
          "\(counts.count("unexpected") ?? 0) unexpected differences",
          "\(counts.count("changed") ?? 0) changed as expected",
          "\(counts.count("impossible") ?? 0) cannot be stored",
        ]
      } ?? []
    return Stage(name: "Verified", count: counts?.count("tickets"), unit: "tickets read back", notes: notes)
  }

  private func card(_ stage: Stage) -> HTML {
    guard let count = stage.count else {
      return "<li class=\"ahead\"><h3>\(stage.name)</h3><p class=\"big\">–</p><p>not yet</p></li>\n"
    }
    let most = stages.compactMap(\.count).max() ?? 0
    let notes = stage.notes.map { "<li>\($0)</li>" as HTML }
    return """
      <li><h3>\(stage.name)</h3><p class="big">\(count)</p><p>\(stage.unit)</p>\(Bars.bar(count, of: most))\
      <ul>\(notes)</ul></li>

      """
  }

  private var checks: HTML {
    guard !facts.stages.checks.isEmpty else { return "" }
    let rows = facts.stages.checks.map { check -> HTML in
      let advice: HTML = check.agrees ? "" : "<br><span class=\"attention\">\(check.advice)</span>"
      let verdict: HTML =
        check.agrees ? "<td class=\"fine\">matches</td>" : "<td class=\"attention\">differs</td>"
      return """
        <tr><td>\(check.sentence)\(advice)</td><td class="number">\(check.left)</td>\
        <td class="number">\(check.right)</td>\(verdict)</tr>

        """
    }
    return """
      <h3>Counts that must match</h3>
      <div class="wide"><table><thead><tr><th>What</th><th class="number">Left</th><th class="number">Right</th>\
      <th></th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      """
  }
}

/// "8.9 kB".
package func size(_ byteCount: Int) -> String {
  switch byteCount {
  case ..<1000: "\(byteCount) bytes"
  case ..<1_000_000: "\(byteCount / 1000).\(byteCount / 100 % 10) kB"
  case ..<1_000_000_000: "\(byteCount / 1_000_000).\(byteCount / 100_000 % 10) MB"
  default: "\(byteCount / 1_000_000_000).\(byteCount / 100_000_000 % 10) GB"
  }
}
