import Foundation

/// The page in the order in which it is written: its head, the tickets as data while they are read, and then all that
/// is known once they are.
struct ReportPage {
  let facts: ReportFacts
  let lookup: LookupSection

  /// Up to the tickets' rows.
  static var opening: HTML {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>Migration report</title>
    <style>\(ReportStyle.source)</style>
    <script type="application/json" id="data">
    """
  }

  /// Behind the tickets' rows.
  var rest: HTML {
    """
    </script>
    <script>\(ReportScript.source)</script>
    </head>
    <body>
    \(SummarySection(facts: facts).html)
    <main>
    \(FlowSection(facts: facts).html)
    \(RejectSection(facts: facts).html)
    \(DifferenceSection(differences: facts.differences, wasVerified: facts.stages.manifests.verified != nil).html)
    \(TroubleSection(trouble: facts.trouble).html)
    \(PlanSection(plan: facts.stages.manifests.plan).html)
    \(LossSection(losses: facts.losses).html)
    \(NamesSection(tickets: facts.tickets).html)
    \(TimeSection(tickets: facts.tickets).html)
    \(LargestSection(tickets: facts.tickets).html)
    \(lookup.html)
    </main>
    </body>
    </html>

    """
  }

  /// Nothing is fetched, and of styles and scripts only the page's own, known by their hashes, are obeyed: should
  /// something from a ticket ever become markup, it does not run. Data in a script element is no script to this rule.
  private static var policy: HTML {
    """
    default-src 'none'; style-src '\(hash(ReportStyle.source))'; script-src '\(hash(ReportScript.source))'; \
    base-uri 'none'; form-action 'none'
    """
  }

  /// The hash as Content-Security-Policy writes it: `sha256-` and base64.
  private static func hash(_ html: HTML) -> String {
    let digits = Array(SHA256.hex(of: Array(html.source.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return "sha256-\(Data(bytes).base64EncodedString())"
  }
}
