import MigrationKit

/// Gathers the differences of one ticket.
struct Notebook {
  let ticket: SourceID<Ticket>
  let target: TargetID<Ticket>
  var compared = ComparedTicket()

  /// - Parameter reason: why a difference here is to be expected; nil when it is not.
  mutating func compare(_ what: String, _ expected: String, _ found: String, unless reason: String? = nil) {
    if expected.normalized != found.normalized { add(what, expected, found, reason) }
  }

  mutating func add(_ what: String, _ expected: String, _ found: String, _ reason: String? = nil) {
    compared.differences.append(
      Difference(
        ticket: ticket, target: target, what: what, expected: expected, found: found, reason: reason))
  }
}

extension String {
  /// Line ends and white space at the ends are the target's business.
  var normalized: String {
    let text = replacing("\r\n", with: "\n")
    return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
