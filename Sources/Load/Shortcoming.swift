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
    one(
      found, kind: "changed since it was loaded",
      because: "the transformed tickets or the target have changed since it was loaded")
  }

  /// Of a ticket that the target already had, and the journal does not know.
  static func adopted(_ found: [Shortcoming]) -> [Shortcoming] {
    one(
      found, kind: "different in the target",
      because: "it was in the target already, made by another load or changed there since")
  }

  private static func one(_ found: [Shortcoming], kind: String, because reason: String) -> [Shortcoming] {
    if found.isEmpty { return [] }
    return [
      Shortcoming(
        kind: kind, fact: "\(reason): \(found.map(\.fact).joined(separator: "; "))",
        advice: "load does not overwrite what someone may have changed: change it in the target by hand")
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
