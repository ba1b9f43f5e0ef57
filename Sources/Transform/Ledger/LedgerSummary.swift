import MigrationKit

/// The ledger in a few lines for people, the worst first.
struct LedgerSummary {
  let ledger: Ledger

  /// "24,310 values: …", then what is lost.
  func text(in path: String) -> String {
    ([sums(path)] + changes + losses).joined(separator: "\n")
  }

  private func sums(_ path: String) -> String {
    let total = ledger.total
    let parts = [
      (total.carried, "carried"), (total.mapped, "mapped"), (total.defaulted, "defaulted"),
      (total.text, "put into text"), (total.dropped - total.lost, "not needed"), (total.lost, "dropped"),
      (total.rejected, "rejected"), (total.unhandled, "without a rule"),
    ].filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
    let met = total.met - total.empty
    return
      "\(grouped(met)) values in \(counted(ledger.entries.count, "field")): \(parts.joined(separator: ", ")) (\(path))"
  }

  private var changes: [String] {
    ledger.total.changes.sorted.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map {
      "  \(grouped($0.count)) × arrived with \($0.name)"
    }
  }

  /// A reason can hold for several paths of one thing (who changed a state, when, to what), so the greatest of
  /// them says how many values were lost.
  private var losses: [String] {
    var worst: [String: (count: Int, path: String)] = [:]
    for line in ledger.lines where line.entry.lost > 0 {
      for (reason, count) in line.entry.reasons.sorted where count > worst[reason]?.count ?? 0 {
        worst[reason] = (count, line.path)
      }
    }
    let ranking = worst.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    return ranking.prefix(8).map {
      "  \(grouped($0.value.count)) × dropped: \($0.key) (\($0.value.path))"
    }
      + (ranking.count > 8 ? ["  and \(counted(ranking.count - 8, "more reason"))"] : [])
  }
}

/// What has to be said of paths that no rule handles.
struct UnhandledPaths {
  let tickets: [String: SourceID<Ticket>]

  var text: String {
    let lines = tickets.sorted { $0.key < $1.key }.prefix(20).map { path, ticket in
      "  \(path), such as in ticket \(ticket); in mapping: \(line(path))"
    }
    return
      """
      \(counted(tickets.count, "field of the old system has", "fields of the old system have")) no rule, so their values would be lost silently. \
      Nothing can be loaded until the mapping says what to do with them: ignore with the reason, or a line of text.
      """ + "\n" + lines.joined(separator: "\n")
  }

  private func line(_ path: String) -> String {
    let quoted = JSONValue.string(path).text
    return "ignore: { \(quoted): \"why it is not needed\" } or text: [\(quoted)]"
  }
}
