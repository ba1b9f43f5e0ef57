import MigrationKit

/// The account of several tickets, one after the other: what became of their values, path by path.
struct RequestTrackerBooks {
  private let rules: RequestTrackerRules
  private(set) var paths = RequestTrackerPaths()
  // By the numbers of the paths.
  /// Nil where nothing was counted yet.
  private var ruleOfPath: [RequestTrackerRule?] = []
  private var entries: [LedgerEntry] = []
  /// Of the values that are only counted, as habits.
  private var habitualFates: [Fate] = []
  /// For paths without a rule the first ticket that has a value there.
  private var unhandled: [PathTree.Path: SourceID<Ticket>] = [:]

  init(_ rules: RequestTrackerRules) {
    self.rules = rules
  }

  /// Opens the books for the next ticket: `paths` has those of its values that have to be looked at.
  mutating func read(_ data: JSONView, _ history: RequestTrackerEntries) {
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
    _ fate: Fate, of path: PathTree.Path, in circumstances: RequestTrackerCircumstances,
    _ rule: RequestTrackerRule
  ) {
    guard rule.isHabitual, fate != .empty else { return }
    let former = paths.replaceHabit(of: path, by: RequestTrackerHabit(fate, in: circumstances, rule))
    if let former { entries[path].count(former, habitualFates[path]) }
    habitualFates[path] = fate
  }

  mutating func rule(of path: PathTree.Path) -> RequestTrackerRule {
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
  fileprivate mutating func count(_ habit: RequestTrackerHabit, _ fate: Fate) {
    count(.empty, times: habit.emptyCount)
    count(fate, times: habit.count)
  }
}
