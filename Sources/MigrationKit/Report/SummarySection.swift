/// The first thing to read: whether all is well, and if not, what needs attention.
struct SummarySection {
  let facts: ReportFacts

  var html: HTML {
    """
    <header>
    <h1>\(verdict)</h1>
    <p class="way">\(way)</p>
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
    if count > 0 { return "\(count) \(count == 1 ? "matter needs" : "matters need") attention" }
    if let tickets = manifests.verified?.count("counts", "tickets") {
      return "All \(tickets) tickets arrived and were read back"
    }
    if manifests.loaded != nil { return "All is loaded; nothing was verified yet" }
    if manifests.transformed != nil { return "All is transformed; nothing was loaded yet" }
    if manifests.extracted != nil { return "All is extracted; nothing was transformed yet" }
    return manifests.checkpoint == nil ? "Nothing was extracted yet" : "The extraction is not finished"
  }

  private var matters: [HTML] {
    let rejects = ["extract", "transform", "load"].compactMap { stage -> HTML? in
      guard let count = facts.rejects.counts[stage] else { return nil }
      return matter("rejects", "\(count) \(rejected(by: stage))")
    }
    let checks = facts.stages.checks.filter { !$0.agrees }
    return rejects
      + [
        facts.stages.checks.isEmpty || checks.isEmpty
          ? nil : matter("flow", "\(checks.count) of \(facts.stages.checks.count) numbers do not agree"),
        facts.differences.unexpected > 0
          ? matter("differences", "\(facts.differences.unexpected) unexpected differences in the new system")
          : nil,
        facts.changed.count > 0
          ? matter("rejects", "\(facts.changed.count) tickets changed in the old system after they were read")
          : nil,
        facts.unreadable > 0
          ? matter("flow", "\(facts.unreadable) lines of the files could not be read for this page") : nil,
      ].compactMap(\.self)
  }

  private func rejected(by stage: String) -> HTML {
    switch stage {
    case "extract": "tickets or files could not be had from the old system"
    case "transform": "reasons for which transform rejected tickets"
    default: "things were refused by the new system"
    }
  }

  private func matter(_ section: HTML, _ words: HTML) -> HTML {
    "<li><a href=\"#\(section)\">\(words)</a></li>\n"
  }
}
