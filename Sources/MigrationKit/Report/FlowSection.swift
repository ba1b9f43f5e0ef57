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
    /// What has become of them: " complete".
    let result: String
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
        "\(counts.number("transactions", "entry", "entries")) of history",
        "\(counts.number("attachments", "file")), \(size(counts.count("attachment_bytes") ?? 0))",
        "\(counts.count("skipped") ?? 0) left in the old system",
      ]
    }
    if manifest == nil, counts != nil {
      notes.append("<strong>not finished</strong>: run extract to continue")
    }
    return Stage(name: "Extracted", count: counts?.count("tickets"), result: "", notes: notes)
  }

  private var transformed: Stage {
    let counts = manifests.transformed?["counts"]
    let notes: [HTML] =
      counts.map { counts in
        [
          "\(counts.number("articles", "message"))",
          "\(counts.number("attachments", "file"))",
          "\(counts.number("links", "link"))",
          "\(counts.number("rejected", "ticket")) rejected",
        ]
          + (counts.count("embedded").map {
            $0 > 0 ? ["\(counted($0, "file was", "files were")) part of texts"] : []
          } ?? [])
      } ?? []
    return Stage(name: "Transformed", count: counts?.count("out"), result: "", notes: notes)
  }

  private var loaded: Stage {
    let counts = manifests.loaded?["counts"]
    var notes: [HTML] =
      counts.map { counts in
        ["\(counts.number("rejected", "item")) rejected by the target"]
      } ?? []
    for (name, noun) in [("waiting_links", "link"), ("waiting_texts", "text")] {
      guard let count = counts?.count(name), count > 0 else { continue }
      notes.append("\(counted(count, "\(noun) waits", "\(noun)s wait")) for tickets that are not loaded yet")
    }
    return Stage(name: "Loaded", count: counts?.count("complete"), result: " complete", notes: notes)
  }

  private var verified: Stage {
    let counts = manifests.verified?["counts"]
    let notes: [HTML] =
      counts.map { counts in
        [
          "\(counts.number("articles", "message"))",
          "\(counts.number("attachments", "file")), \(counts.count("hashed") ?? 0) byte for byte",
          "\(counts.number("links", "link")), \(counts.number("time_entries", "time entry", "time entries"))",
          "\(counts.number("equal", "value matches", "values match"))",
          "\(counts.number("unexpected", "unexpected difference"))",
          "\(counts.count("changed") ?? 0) changed as expected",
          "\(counts.count("impossible") ?? 0) cannot be stored",
        ]
      } ?? []
    return Stage(name: "Verified", count: counts?.count("tickets"), result: " read back", notes: notes)
  }

  private func card(_ stage: Stage) -> HTML {
    guard let count = stage.count else {
      return "<li class=\"ahead\"><h3>\(stage.name)</h3><p class=\"big\">–</p><p>not yet</p></li>\n"
    }
    let most = stages.compactMap(\.count).max() ?? 0
    let notes = stage.notes.map { "<li>\($0)</li>" as HTML }
    return """
      <li><h3>\(stage.name)</h3><p class="big">\(count)</p><p>\(count == 1 ? "ticket" : "tickets")\(stage.result)</p>\(Bars.bar(count, of: most))\
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

extension JSONNode {
  /// "1 file", "2 files"; 0 of what is not there.
  fileprivate func number(_ key: String, _ noun: String, _ plural: String? = nil) -> String {
    counted(count(key) ?? 0, noun, plural)
  }
}

/// "8.9 kB".
package func size(_ byteCount: Int) -> String {
  switch byteCount {
  case ..<1000: counted(byteCount, "byte")
  case ..<1_000_000: "\(byteCount / 1000).\(byteCount / 100 % 10) kB"
  case ..<1_000_000_000: "\(byteCount / 1_000_000).\(byteCount / 100_000 % 10) MB"
  default: "\(byteCount / 1_000_000_000).\(byteCount / 100_000_000 % 10) GB"
  }
}
