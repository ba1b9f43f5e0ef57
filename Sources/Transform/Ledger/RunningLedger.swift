import MigrationKit

/// The account of several tickets, one after the other: what became of their values, path by path.
struct RunningLedger {
  private let rules: ValueRules
  private(set) var paths: RecordPaths
  // By the numbers of the paths.
  /// Nil where nothing was counted yet.
  private var ruleOfPath: [ValueRule?] = []
  private var entries: [LedgerEntry] = []
  /// Of the values that are only counted, as habits.
  private var habitualFates: [Fate] = []
  /// For paths without a rule the first ticket that has a value there.
  private var unhandled: [PathTree.Path: SourceID<Ticket>] = [:]

  init(_ rules: ValueRules) {
    self.rules = rules
    paths = RecordPaths(rules.records)
  }

  /// Opens the books for the next ticket: `paths` has those of its values that have to be looked at.
  mutating func read(_ data: JSONView, _ history: HistoryEntries) {
    paths.read(data, history)
    let count = paths.tree.texts.count
    while entries.count < count {
      ruleOfPath.append(nil)
      entries.append(LedgerEntry())
      habitualFates.append(.unhandled)
    }
  }

  /// Notes the fate of a value that was looked at.
  mutating func remember(
    _ fate: Fate, of path: PathTree.Path, in circumstances: Circumstances,
    _ rule: ValueRule
  ) {
    guard rule.isHabitual, fate != .empty else { return }
    let former = paths.replaceHabit(of: path, by: ValueHabit(fate, in: circumstances, rule))
    if let former { entries[path].count(former, habitualFates[path]) }
    habitualFates[path] = fate
  }

  mutating func rule(of path: PathTree.Path) -> ValueRule {
    if let rule = ruleOfPath[path] { return rule }
    let rule = rules[paths.tree.texts[path]]
    ruleOfPath[path] = rule
    return rule
  }

  mutating func count(_ fate: Fate, at path: PathTree.Path, of ticket: SourceID<Ticket>) {
    entries[path].count(fate)
    if case .unhandled = fate, unhandled[path] == nil { unhandled[path] = ticket }
  }

  /// A value that arrives, but not as it was.
  mutating func count(_ change: ValueChange, at path: PathTree.Path) {
    entries[path].count(change)
  }

  mutating func count(_ changes: CountsByName, at path: PathTree.Path) {
    entries[path].count(changes)
  }

  var ledger: Ledger {
    var ledger = Ledger()
    for (path, rule) in ruleOfPath.enumerated() {
      guard let rule else { continue }
      var entry = entries[path]
      if let habit = paths.habit(of: path) { entry.count(habit, habitualFates[path]) }
      ledger.add(entry, at: rule.path, unhandledIn: unhandled[path])
    }
    return ledger
  }
}

extension LedgerEntry {
  fileprivate mutating func count(_ habit: ValueHabit, _ fate: Fate) {
    count(.empty, times: habit.emptyCount)
    count(fate, times: habit.count)
  }
}
