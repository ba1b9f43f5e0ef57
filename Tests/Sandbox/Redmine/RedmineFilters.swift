/// Whether an issue is in the answer.
typealias RedmineFilter = (RedmineState, Redmine.Issue) -> Bool

/// The short filters of a query: `cf_1=><500|600`, `status_id=closed`, `cf_2=k1|k2`.
extension RedmineState {
  /// nil for a name that is no filter: it is ignored, and the answer holds more than was asked for.
  func filter(
    _ name: String, _ expression: String, for reader: Redmine.User?, _ errors: inout [String]
  ) throws(RedmineRefusal) -> RedmineFilter? {
    if name.hasPrefix("cf_") {
      guard let field = Int(name.dropFirst(3)).flatMap({ self.field($0) }), field.isFilter else { return nil }
      return fieldFilter(field, expression, &errors)
    }
    switch name {
    case "status_id":
      if expression.isEmpty { errors.append("Status cannot be blank") }
      return expression == "*" ? nil : statusFilter(expression)
    case "project_id":
      let id = project(expression)?.id
      return { _, issue in issue.projectID == id }
    case "issue_id":
      let ids = Set(expression.split(separator: ",").compactMap { Int($0) })
      return { _, issue in ids.contains(issue.id) }
    case "subject": return textFilter(expression) { [$0.subject] }
    case "created_on": return rangeFilter(expression) { $0.createdOn }
    case "updated_on": return rangeFilter(expression) { $0.updatedOn }
    default: return numberFilter(name, expression, reader)
    }
  }

  /// "me" is the reader.
  private func numberFilter(_ name: String, _ expression: String, _ reader: Redmine.User?) -> RedmineFilter? {
    let properties: [String: (Redmine.Issue) -> Int?] = [
      "tracker_id": { $0.trackerID }, "priority_id": { $0.priorityID }, "author_id": { $0.authorID },
      "assigned_to_id": { $0.assigneeID }, "category_id": { $0.categoryID }, "parent_id": { $0.parentID },
    ]
    guard let property = properties[name] else { return nil }
    let isAboutReader = expression == "me" && ["author_id", "assigned_to_id"].contains(name)
    return textFilter(isAboutReader ? "\(reader?.id ?? 0)" : expression) { issue in
      property(issue).map { [String($0)] } ?? []
    }
  }

  private func statusFilter(_ expression: String) -> RedmineFilter {
    switch expression.first {
    case "o": { state, issue in !state.isClosed(issue) }
    case "c": { state, issue in state.isClosed(issue) }
    default: textFilter(expression) { [String($0.statusID)] }
    }
  }

  private func fieldFilter(
    _ field: Redmine.CustomField, _ expression: String, _ errors: inout [String]
  ) -> RedmineFilter? {
    let values: (Redmine.Issue) -> [String] = { $0.fields[field.id]?.texts ?? [] }
    if expression.isEmpty {
      errors.append("\(field.name) cannot be blank")
      return nil
    }
    switch field.format {
    case "int":
      guard let filter = intFilter(expression, values) else {
        errors.append("\(field.name) is invalid")
        return nil
      }
      return filter
    case "date": return rangeFilter(expression) { values($0).first }
    default: return textFilter(expression, values)
    }
  }

  /// `5`, `5,7` (but of `5|7` only the 5 counts), `>=5`, `<=5`, `><5|7`, `*`, `!*`; nil for anything else.
  private func intFilter(
    _ expression: String, _ values: @escaping (Redmine.Issue) -> [String]
  ) -> RedmineFilter? {
    let value: (Redmine.Issue) -> Int? = { values($0).first.flatMap { Int($0) } }
    if expression == "*" { return { _, issue in value(issue) != nil } }
    if expression == "!*" { return { _, issue in value(issue) == nil } }
    for (sign, isRange) in [("><", true), (">=", false), ("<=", false), ("", false)]
    where expression.hasPrefix(sign) {
      let operands = expression.dropFirst(sign.count).split(separator: "|", omittingEmptySubsequences: false)
      let numbers = (isRange ? operands : operands.prefix(1).flatMap { $0.split(separator: ",") })
        .compactMap { Int($0) }
      guard let first = numbers.first else { return nil }
      switch sign {
      case "><":
        return { _, issue in
          value(issue).map { first <= $0 && $0 <= numbers.last ?? first } == true && numbers.count > 1
        }
      case ">=": return { _, issue in value(issue).map { $0 >= first } == true }
      case "<=": return { _, issue in value(issue).map { $0 <= first } == true }
      default: return { _, issue in value(issue).map(numbers.contains) == true }
      }
    }
    return nil
  }

  /// `a|b` (one of them), `!a`, `~part`, `*`, `!*`. Case does not matter to `~`.
  private func textFilter(
    _ expression: String, _ values: @escaping (Redmine.Issue) -> [String]
  ) -> RedmineFilter {
    if expression == "*" { return { _, issue in !values(issue).isEmpty } }
    if expression == "!*" { return { _, issue in values(issue).isEmpty } }
    if expression.hasPrefix("~") {
      let part = expression.dropFirst().lowercased()
      return { _, issue in values(issue).contains { $0.lowercased().contains(part) } }
    }
    let isNegated = expression.hasPrefix("!")
    let wanted = Set(expression.dropFirst(isNegated ? 1 : 0).split(separator: "|").map(String.init))
    return { _, issue in values(issue).contains(where: wanted.contains) != isNegated }
  }

  /// Days and times of ISO 8601 in UTC compare as text; a day alone means all of it.
  private func rangeFilter(
    _ expression: String, _ value: @escaping (Redmine.Issue) -> String?
  ) -> RedmineFilter {
    let sign = ["><", ">=", "<="].first { expression.hasPrefix($0) } ?? ""
    let operands = expression.dropFirst(sign.count).split(separator: "|").map(String.init)
    let (low, high) = (operands.first ?? "", operands.last ?? "")
    return { _, issue in
      guard let text = value(issue) else { return false }
      let isAtMost = text <= high || text.hasPrefix(high)
      switch sign {
      case "><": return text >= low && isAtMost
      case ">=": return text >= low
      case "<=": return isAtMost
      default: return text.hasPrefix(low)
      }
    }
  }
}
