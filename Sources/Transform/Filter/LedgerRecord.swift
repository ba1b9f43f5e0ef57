import MigrationKit

extension LedgerLine: JSONRecord {
  init(json: JSONNode) throws {
    func count(_ name: String) throws -> Int { try json.optional(name, \.int) ?? 0 }
    path = try json.string("path")
    entry = LedgerEntry(
      carried: try count("carried"), mapped: try count("mapped"), defaulted: try count("defaulted"),
      text: try count("text"), rejected: try count("rejected"), empty: try count("empty"),
      unhandled: try count("unhandled"), lost: try count("lost"),
      reasons: CountsByName(try json.counts("reasons")),
      changes: CountsByName(try json.counts("changes")))
  }
}

extension Ledger {
  /// - Parameter unhandled: for each path without a rule the first ticket that has a value there.
  init(lines: [LedgerLine], unhandled: [String: SourceID<Ticket>]) {
    let entries = Dictionary(lines.map { ($0.path, $0.entry) }) { first, _ in first }
    self.init(entries: entries, unhandled: unhandled)
  }
}

extension CountsByName {
  fileprivate init(_ counts: [String: Int]) {
    self.init()
    for (name, count) in counts { add(count, to: name) }
  }
}
