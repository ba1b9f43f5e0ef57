/// What a parent has from its children: priority, dates and progress.
extension RedmineState {
  /// Works out a parent again, and its own parents after it. No journal tells of it.
  mutating func recalculate(_ id: Int) {
    let family = children(of: id)
    guard setup.derivesParents, let before = issues[id], !family.isEmpty else { return }
    var issue = before
    issue.priorityID =
      family.filter { !isClosed($0) }.compactMap(\.priorityID).max() ?? Self.defaultPriorityID
    issue.startDate = family.compactMap(\.startDate).min()
    issue.dueDate = family.compactMap(\.dueDate).max()
    issue.doneRatio = progress(of: family)
    issue.updatedOn = now
    issue.lockVersion += 1
    issues[id] = issue
    if let parentID = issue.parentID { recalculate(parentID) }
  }

  /// The mean, weighted by estimated hours; a child without an estimate weighs as much as an average one.
  private func progress(of family: [Redmine.Issue]) -> Int {
    let hours = family.map { totalEstimatedHours($0) ?? 0 }
    let estimated = hours.filter { $0 > 0 }
    let average = estimated.isEmpty ? 1 : estimated.reduce(0, +) / Double(estimated.count)
    let done = zip(family, hours).reduce(0.0) { sum, child in
      sum + (child.1 > 0 ? child.1 : average) * Double(isClosed(child.0) ? 100 : child.0.doneRatio)
    }
    return Int(done / (average * Double(family.count)) + 1e-9)
  }
}
