/// How the servers answered where not all went well: what a run was slow for, or will fail for next time.
struct TroubleSection {
  let trouble: [(stage: String, HTTPTrouble)]

  var html: HTML {
    guard !trouble.isEmpty else { return "" }
    let items = trouble.map { stage, trouble -> HTML in "<li>\(stage): \(trouble.sentence).</li>\n" }
    return """
      <section id="trouble">
      <h2>Trouble with the servers</h2>
      <p>Of the last run of each program. Requests are sent again where that is safe, so this may have cost nothing but \
      time.</p>
      <ul>
      \(items)</ul>
      </section>
      """
  }
}
