import MigrationKit

/// A value that the target shows otherwise than it was sent, although it refused nothing.
struct Shortcoming: Hashable, Sendable {
  /// What it is about, the same words for every ticket: "priority".
  let kind: String
  /// "priority is Normal, not High".
  let fact: String
  /// Where to look for the cause, and what to do.
  let advice: String
  /// What sends the value again; nil where nothing does.
  var remedy: Step?
  /// It is the marker: without it the ticket cannot be found again, and would be created twice.
  var isMarker = false

  /// Of a ticket that was complete before: it was sent what it shows, or someone has changed it there.
  static func changed(_ found: [Shortcoming]) -> [Shortcoming] {
    if found.isEmpty { return [] }
    let facts = found.map(\.fact).joined(separator: "; ")
    return [
      Shortcoming(
        kind: "changed since it was loaded",
        fact: "data/transformed or the target has changed since it was loaded: \(facts)",
        advice: "load does not change what is complete: change it in the target by hand")
    ]
  }
}

/// Counts shortcomings by their kind.
struct ShortcomingTally {
  private var counts: [String: Int] = [:]

  /// Returns those of which none was met before.
  mutating func count(_ shortcomings: [Shortcoming]) -> [Shortcoming] {
    shortcomings.filter { shortcoming in
      counts[shortcoming.kind, default: 0] += 1
      return counts[shortcoming.kind] == 1
    }
  }

  /// 'priority (12), field "Category" (3)'; nil when there are none.
  var summary: String? {
    let kinds = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return kinds.isEmpty ? nil : kinds.map { "\($0.key) (\(grouped($0.value)))" }.joined(separator: ", ")
  }
}
