// By what rows are looked for.

extension RedmineKey {
  /// Numbers are the same however they are written.
  static func value(_ text: String, of field: Int) -> RedmineKey {
    .value(field: field, Int(text).map(String.init) ?? text)
  }
}

extension Redmine.Issue {
  /// Values of several lines are not looked for.
  private static let longestKey = 64

  var keys: [RedmineKey] {
    let values = fields.flatMap { field, value in
      value.texts.filter { $0.utf8.count <= Self.longestKey }.map { RedmineKey.value($0, of: field) }
    }
    return values + (parentID.map { [.parent($0)] } ?? [])
  }
}

extension Redmine.Journal {
  var keys: [RedmineKey] { [.issue(issueID)] }
}

extension Redmine.Attachment {
  var keys: [RedmineKey] { issueID.map { [.issue($0)] } ?? [] }
}

extension Redmine.Relation {
  var keys: [RedmineKey] { [.issue(fromID), .issue(toID)] }
}

extension Redmine.TimeEntry {
  var keys: [RedmineKey] { [.issue(issueID)] }
}
