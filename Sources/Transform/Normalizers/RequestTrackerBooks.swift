import MigrationKit

/// The account of several tickets, one after the other: what became of their values, path by path.
struct RequestTrackerBooks {
  private let rules: RequestTrackerRules
  private(set) var paths = RequestTrackerPaths()
  /// By the numbers of the paths; nil where nothing was counted yet.
  private var pages: [Page?] = []

  private struct Page {
    let rule: RequestTrackerRule
    var entry = LedgerEntry()
    /// The first ticket that has a value there without a rule.
    var unhandledIn: SourceID<Ticket>?
  }

  init(_ rules: RequestTrackerRules) {
    self.rules = rules
  }

  /// Opens the books for the next ticket: `paths` has its values.
  mutating func read(_ data: JSONNode, _ entries: RequestTrackerEntries) {
    paths.read(data, entries)
    pages += repeatElement(nil, count: paths.tree.texts.count - pages.count)
  }

  mutating func rule(of path: PathTree.Path) -> RequestTrackerRule {
    if let page = pages[path] { return page.rule }
    let rule = rules[paths.tree.texts[path]]
    pages[path] = Page(rule: rule)
    return rule
  }

  mutating func count(_ fate: Fate, at path: PathTree.Path, of ticket: SourceID<Ticket>) {
    pages[path]?.entry.count(fate)
    if fate == .unhandled, pages[path]?.unhandledIn == nil { pages[path]?.unhandledIn = ticket }
  }

  /// A value that arrives, but not as it was.
  mutating func count(_ change: ValueChange, at path: PathTree.Path) {
    pages[path]?.entry.count(change)
  }

  var ledger: Ledger {
    var ledger = Ledger()
    for case let page? in pages { ledger.add(page.entry, at: page.rule.path, unhandledIn: page.unhandledIn) }
    return ledger
  }
}
