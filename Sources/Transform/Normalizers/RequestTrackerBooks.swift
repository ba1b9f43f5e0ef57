import MigrationKit

/// The account of several tickets, one after the other: what became of their values, path by path.
struct RequestTrackerBooks {
  private let rules: RequestTrackerRules
  private(set) var paths = RequestTrackerPaths()
  // By the numbers of the paths.
  /// Nil where nothing was counted yet.
  private var ruleOfPath: [RequestTrackerRule?] = []
  private var entries: [LedgerEntry] = []
  /// For paths without a rule the first ticket that has a value there.
  private var unhandled: [PathTree.Path: SourceID<Ticket>] = [:]

  init(_ rules: RequestTrackerRules) {
    self.rules = rules
  }

  /// Opens the books for the next ticket: `paths` has its values.
  mutating func read(_ data: JSONNode, _ history: RequestTrackerEntries) {
    paths.read(data, history)
    let count = paths.tree.texts.count
    while entries.count < count {
      ruleOfPath.append(nil)
      entries.append(LedgerEntry())
    }
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
      ledger.add(entries[path], at: rule.path, unhandledIn: unhandled[path])
    }
    return ledger
  }
}
