import MigrationKit

/// Gathers what comparing one ticket brings to light.
struct Notebook {
  let ticket: SourceID<Ticket>
  let target: TargetID<Ticket>
  var compared = ComparedTicket()

  /// - Parameter excuse: why a difference here is to be expected; nil when it is not.
  mutating func compare(_ what: String, _ expected: String, _ found: String, unless excuse: Excuse? = nil) {
    if expected.normalized == found.normalized { agree() } else { add(what, expected, found, excuse) }
  }

  /// Something was compared and is as it should be.
  mutating func agree() { compared.equal += 1 }

  mutating func add(_ what: String, _ expected: String, _ found: String, _ excuse: Excuse? = nil) {
    compared.differences.append(
      Difference(
        ticket: ticket, target: target, what: what, expected: expected, found: found, excuse: excuse))
  }
}

extension String {
  /// Line ends and white space at the ends are the target's business.
  var normalized: String {
    let text = utf8.contains(UInt8(ascii: "\r")) ? replacing("\r\n", with: "\n") : self
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }
}
