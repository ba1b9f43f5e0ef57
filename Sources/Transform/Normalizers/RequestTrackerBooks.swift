import MigrationKit

/// The account of several tickets, one after the other: what became of their values, path by path.
struct RequestTrackerBooks {
  private let rules: RequestTrackerRules
  private(set) var paths = RequestTrackerPaths()
  // By the numbers of the paths.
  /// Nil where nothing was counted yet.
  private var ruleOfPath: [RequestTrackerRule?] = []
  private var entries: [LedgerEntry] = []
  /// Nil where each value has to be looked at.
  private var habits: [RequestTrackerHabit?] = []
  /// For paths without a rule the first ticket that has a value there.
  private var unhandled: [PathTree.Path: SourceID<Ticket>] = [:]

  init(_ rules: RequestTrackerRules) {
    self.rules = rules
  }

  /// Opens the books for the next ticket: `paths` has its values.
  mutating func read(_ data: JSONView, _ history: RequestTrackerEntries) {
    paths.read(data, history)
    let count = paths.tree.texts.count
    while entries.count < count {
      ruleOfPath.append(nil)
      entries.append(LedgerEntry())
      habits.append(nil)
    }
  }

  /// Counts a value that fares as the last one of its path did.
  /// - Returns: false where that is not sure.
  mutating func repeats(
    _ value: RequestTrackerPaths.Value, _ view: JSONView, in circumstances: RequestTrackerCircumstances
  ) -> Bool {
    guard let habit = habits[value.path], habit.circumstances == circumstances else { return false }
    let isEmpty = paths.isEmpty(value, view, isUnsetAtZero: habit.isUnsetAtZero)
    return habits[value.path]?.takes(view, isEmpty: isEmpty) ?? false
  }

  /// Notes the fate of a value that was looked at.
  mutating func remember(
    _ fate: Fate, of path: PathTree.Path, in circumstances: RequestTrackerCircumstances,
    _ rule: RequestTrackerRule
  ) {
    guard rule.isHabitual, fate != .empty else { return }
    if let habit = habits[path] { entries[path].count(habit) }
    habits[path] = RequestTrackerHabit(fate, in: circumstances, isUnsetAtZero: rule.isUnsetAtZero)
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

  var ledger: Ledger {
    var ledger = Ledger()
    for (path, rule) in ruleOfPath.enumerated() {
      guard let rule else { continue }
      var entry = entries[path]
      if let habit = habits[path] { entry.count(habit) }
      ledger.add(entry, at: rule.path, unhandledIn: unhandled[path])
    }
    return ledger
  }
}

extension LedgerEntry {
  fileprivate mutating func count(_ habit: RequestTrackerHabit) {
    count(.empty, times: habit.emptyCount)
    count(habit.fate, times: habit.count)
  }
}
