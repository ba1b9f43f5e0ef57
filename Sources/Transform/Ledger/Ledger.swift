import MigrationKit

/// What became of every value of the source, by the path it was met at: counts, never values, so its size is that
/// of the old system's vocabulary.
struct Ledger: Sendable {
  private(set) var entries: [String: LedgerEntry] = [:]
  /// For each path without a rule the first ticket that has a value there.
  private(set) var unhandled: [String: SourceID<Ticket>] = [:]

  /// Whoever sends mail names its headers: beyond this number, further names of a kind share one path.
  private let pathLimit: Int

  init(
    pathLimit: Int = 5_000, entries: [String: LedgerEntry] = [:],
    unhandled: [String: SourceID<Ticket>] = [:]
  ) {
    self.pathLimit = pathLimit
    self.entries = entries
    self.unhandled = unhandled
  }

  mutating func count(_ fate: Fate, at path: String, of ticket: SourceID<Ticket>) {
    entries[place(for: path), default: LedgerEntry()].count(fate)
    if fate == .unhandled, unhandled[path] == nil { unhandled[path] = ticket }
  }

  /// A value that arrives, but not as it was.
  mutating func count(_ change: ValueChange, at path: String) {
    entries[place(for: path), default: LedgerEntry()].count(change)
  }

  /// All that was counted at one path.
  /// - Parameter example: the first ticket that has a value there without a rule.
  mutating func add(_ entry: LedgerEntry, at path: String, unhandledIn example: SourceID<Ticket>?) {
    entries[place(for: path), default: LedgerEntry()].merge(entry)
    if let example, unhandled[path] == nil { unhandled[path] = example }
  }

  /// `other` comes behind: the first example stays.
  mutating func merge(_ other: Ledger) {
    for (path, entry) in other.entries.sorted(by: { $0.key < $1.key }) {
      entries[place(for: path), default: LedgerEntry()].merge(entry)
    }
    unhandled.merge(other.unhandled) { first, _ in first }
  }

  var total: LedgerEntry {
    entries.values.reduce(into: LedgerEntry()) { $0.merge($1) }
  }

  /// Sorted by path.
  var lines: [LedgerLine] {
    entries.sorted { $0.key < $1.key }.map { LedgerLine(path: $0.key, entry: $0.value) }
  }

  private func place(for path: String) -> String {
    guard entries.count >= pathLimit, entries[path] == nil, let bracket = path.firstIndex(of: "[") else {
      return path
    }
    return path[..<bracket] + "[*]"
  }
}

/// How many values of one path had which fate.
struct LedgerEntry: Equatable, Sendable {
  private(set) var carried = 0
  private(set) var mapped = 0
  private(set) var defaulted = 0
  private(set) var text = 0
  private(set) var rejected = 0
  private(set) var empty = 0
  private(set) var unhandled = 0
  /// Those among `dropped` that nothing else says.
  private(set) var lost = 0
  /// What was dropped, by the rule's reason.
  private(set) var reasons = CountsByName()
  /// How often those that arrived are not as they were, by what was done to them.
  private(set) var changes = CountsByName()

  var dropped: Int { reasons.sum }

  /// Every value has one fate.
  var met: Int { carried + mapped + defaulted + text + dropped + rejected + empty + unhandled }

  mutating func count(_ fate: Fate, times: Int = 1) {
    switch fate {
    case .carried: carried += times
    case .mapped: mapped += times
    case .defaulted: defaulted += times
    case .text: text += times
    case .rejected: rejected += times
    case .empty: empty += times
    case .unhandled: unhandled += times
    case .dropped(let reason, let isLost):
      if times > 0 { reasons.add(times, to: reason) }
      if isLost { lost += times }
    }
  }

  mutating func count(_ change: ValueChange) { changes.add(to: change.rawValue) }
  mutating func count(_ changes: CountsByName) { self.changes.merge(changes) }

  mutating func merge(_ other: LedgerEntry) {
    changes.merge(other.changes)
    carried += other.carried
    mapped += other.mapped
    defaulted += other.defaulted
    text += other.text
    rejected += other.rejected
    empty += other.empty
    unhandled += other.unhandled
    lost += other.lost
    reasons.merge(other.reasons)
  }

  /// Without what is 0.
  var counts: [JSONValue.Member] {
    let rows = [
      ("met", met), ("carried", carried), ("mapped", mapped), ("defaulted", defaulted), ("text", text),
      ("dropped", dropped), ("lost", lost), ("rejected", rejected), ("empty", empty),
      ("unhandled", unhandled),
    ]
    return rows.filter { $0.1 > 0 }.map { .init($0.0, .int($0.1)) }
  }
}

/// A line of `data/transformed/ledger.jsonl`.
struct LedgerLine: Equatable, Sendable {
  let path: String
  let entry: LedgerEntry

  var json: JSONValue {
    .object(
      [.init("path", .string(path))] + entry.counts + rows("reasons", entry.reasons)
        + rows("changes", entry.changes))
  }

  private func rows(_ name: String, _ counts: CountsByName) -> [JSONValue.Member] {
    guard !counts.isEmpty else { return [] }
    return [.init(name, .object(counts.sorted.map { .init($0.name, .int($0.count)) }))]
  }
}
