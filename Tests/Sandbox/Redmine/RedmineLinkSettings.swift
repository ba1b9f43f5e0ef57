/// The two settings for links between projects, as they are in a new Redmine.
package struct RedmineLinkSettings: Sendable {
  /// "Allow cross-project subtasks".
  package enum Subtasks: String, Sendable {
    case off = ""
    case descendants, hierarchy, tree, system
  }

  /// "Allow cross-project issue relations".
  package var relates = false
  package var subtasks = Subtasks.tree

  package init() {}

  package init(relates: Bool, subtasks: Subtasks) {
    (self.relates, self.subtasks) = (relates, subtasks)
  }

  package static let everywhere = RedmineLinkSettings(relates: true, subtasks: .system)
}

extension RedmineState {
  /// `Issue#valid_parent_project?`
  func mayBeParent(in parentID: Int, ofChildIn childID: Int) -> Bool {
    if parentID == childID { return true }
    return switch links.subtasks {
    case .off: false
    case .descendants: path(to: childID).contains(parentID)
    case .hierarchy: path(to: childID).contains(parentID) || path(to: parentID).contains(childID)
    case .tree: path(to: childID).last == path(to: parentID).last
    case .system: true
    }
  }

  /// The project and those it lies in, upwards.
  private func path(to projectID: Int) -> [Int] {
    let parent = projects.first { $0.id == projectID }?.parentID
    return [projectID] + (parent.map(path) ?? [])
  }
}
