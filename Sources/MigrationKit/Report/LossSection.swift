/// What is lost or changed, and by which rule.
struct LossSection {
  let losses: LossFacts

  var html: HTML {
    """
    <section id="losses">
    <h2>What is lost or changed</h2>
    \(ledger)
    \(people)
    </section>
    """
  }

  private var ledger: HTML {
    guard losses.hasLedger else {
      return "<p class=\"quiet\">Nothing has been transformed yet, so nothing is known about values.</p>"
    }
    let totals = LossFacts.fates.map { fate -> HTML in
      "<div><dt>\(words(of: fate))</dt><dd>\(losses.totals[fate] ?? 0)</dd></div>"
    }
    let rest = losses.lossy - losses.worst.entries.count
    return """
      <p>Values of \(counted(losses.paths, "field path")), by what happened to them:</p>
      <dl class="totals">\(totals)</dl>
      <div class="wide"><table><thead><tr><th>Field path in the old system</th><th class="number">Dropped</th>\
      <th class="number">Rejected</th><th class="number">As text</th><th class="number">Default</th><th>Why</th></tr></thead>
      <tbody>\(losses.worst.entries.map { row($0.element) })</tbody></table></div>
      \(rest > 0 ? "<p class=\"quiet\">and \(counted(rest, "more path")) in transformed/ledger.jsonl</p>" : "" as HTML)
      """
  }

  private func row(_ path: LossFacts.Path) -> HTML {
    """
    <tr><td><code>\(path.name)</code></td><td class="number">\(path.dropped)</td>\
    <td class="number">\(path.rejected)</td><td class="number">\(path.text)</td>\
    <td class="number">\(path.defaulted)</td><td>\(path.reason)</td></tr>

    """
  }

  private func words(of fate: String) -> String {
    switch fate {
    case "text": "put into text"
    case "defaulted": "given a default"
    case "dropped": "dropped by rule"
    default: fate
    }
  }

  private var people: HTML {
    guard losses.peopleWithLogin + losses.peopleAsTextCount > 0 else { return "" }
    let names = losses.peopleAsText.entries.map { entry -> HTML in
      "<li><bdi>\(entry.element)</bdi> <span class=\"quiet\">\(counted(entry.size, "ticket"))</span></li>"
    }
    let list: HTML = names.isEmpty ? "" : "<ol class=\"plain\">\(names)</ol>"
    return """
      <h3>People</h3>
      <p>\(counted(losses.peopleWithLogin, "person has", "people have")) a login in the new system; \
      \(counted(losses.peopleAsTextCount, "appears", "appear")) only as a name in the \
      text\(names.isEmpty ? "." : ", most often:")</p>
      \(list)
      """
  }
}
