import MigrationKit

/// `GET /issues.json`.
extension RedmineState {
  func listIssues(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    var filters: [RedmineFilter] = []
    var errors: [String] = []
    for (name, expression) in call.request.query {
      if name == "project_id", project(expression) == nil { throw .notFound }
      guard let filter = try filter(name, expression, for: call.user, &errors) else { continue }
      filters.append(filter)
    }
    // Closed issues are hidden until a status is asked for.
    if call.request["status_id"] == nil { filters.append { state, issue in !state.isClosed(issue) } }
    guard errors.isEmpty else { throw .invalid(errors) }
    if let lag = call.searchLag { filters.append { _, issue in issue.bornAt + lag <= .now } }
    let rows = found(filters, call)
    return .answer(
      .page("issues", rows.page.map { row($0, call) }, total: rows.total, of: call))
  }

  /// One page of the issues that fit, and how many do.
  private func found(
    _ filters: [RedmineFilter], _ call: RedmineCall
  ) -> (page: [Redmine.Issue], total: Int) {
    let order = call.request["sort"] ?? ""
    let places = call.offset..<(call.offset + call.limit)
    if filters.isEmpty, call.user?.isAdmin == true, let isDescending = isByNumber(order),
      let page = issues.page(places, isDescending: isDescending)
    {
      return (page, issues.count)
    }
    let found = (candidates(call) ?? Array(issues.all)).filter { issue in
      isVisible(issue, call.user) && filters.allSatisfy { $0(self, issue) }
    }
    let rows = sorted(found, order)
    return (Array(rows.dropFirst(call.offset).prefix(call.limit)), rows.count)
  }

  /// Whether issues in this order stand by their numbers, and with the last of them first.
  private func isByNumber(_ order: String) -> Bool? {
    switch order {
    case "id", "id:asc": false
    case "", "id:desc": true
    default: nil
    }
  }

  /// Among these are all that have the values asked for; nil when no field's values are.
  private func candidates(_ call: RedmineCall) -> [Redmine.Issue]? {
    for (name, expression) in call.request.query where name.hasPrefix("cf_") {
      guard let field = Int(name.dropFirst(3)).flatMap({ self.field($0) }), field.isFilter,
        let values = wantedValues(expression, of: field)
      else { continue }
      let keys = Set(values.map { RedmineKey.value($0, of: field.id) })
      return keys.flatMap(issues.rows)
    }
    return nil
  }

  /// The few values that a filter lets through; nil when they are too many to be named.
  private func wantedValues(_ expression: String, of field: Redmine.CustomField) -> [String]? {
    guard field.format == "int" else {
      let isList = expression.first.map { !"!~*<>".contains($0) } ?? false
      return isList && field.format == "string" ? expression.split(separator: "|").map(String.init) : nil
    }
    let isRange = expression.hasPrefix("><")
    let operands = expression.dropFirst(isRange ? 2 : 0).split { $0 == "|" || $0 == "," }
    let numbers = operands.compactMap { Int($0) }
    guard numbers.count == operands.count, let first = numbers.first, let last = numbers.last else {
      return nil
    }
    guard isRange else { return numbers.map(String.init) }
    return (first...max(first, last)).count <= 10_000 ? (first...max(first, last)).map(String.init) : nil
  }

  /// By the first order named; newest first where it is unknown.
  private func sorted(_ issues: [Redmine.Issue], _ order: String) -> [Redmine.Issue] {
    let parts = (order.split(separator: ",").first ?? "").split(separator: ":")
    let isDescending = parts.count > 1 && parts[1] == "desc"
    let key: (Redmine.Issue) -> (String, Int)
    switch parts.first {
    case "id": key = { ("", $0.id) }
    case "created_on": key = { ($0.createdOn, $0.id) }
    case "updated_on": key = { ($0.updatedOn, $0.id) }
    default: return issues.sorted { $0.id > $1.id }
    }
    return issues.sorted { isDescending ? key($0) > key($1) : key($0) < key($1) }
  }

  /// A list carries attachments and relations when asked, but never journals, watchers or children.
  private func row(_ issue: Redmine.Issue, _ call: RedmineCall) -> JSONValue {
    var members = json(issue, for: call.user, withTimes: true)
    if call.includes("attachments") { members.append(.init("attachments", attachments(of: issue, call))) }
    if call.includes("relations") {
      let related = relations(of: issue.id, visibleTo: call.user)
      members.append(.init("relations", .array(related.map(Self.json))))
    }
    return .object(members)
  }
}

extension RedmineCall {
  /// `X-Sandbox-Search-Lag: 5`: what is younger than five seconds is not found. No Redmine knows this header; it
  /// stands for an index that is written later than the issue.
  fileprivate var searchLag: Duration? {
    request.header("X-Sandbox-Search-Lag").flatMap { Double($0) }.map { .seconds($0) }
  }
}
