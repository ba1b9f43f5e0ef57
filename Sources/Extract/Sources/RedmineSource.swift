import Foundation
import MigrationKit

/// Redmine 5 as the old system: issues by id, each read by itself, for lists have no notes.
struct RedmineSource: TicketSource {
  let session: RedmineSession
  /// The projects that were asked for.
  let scope: [Project]
  /// Whether all of them were.
  let isWhole: Bool
  /// The custom fields whose values are files.
  let fileFields: Set<Int>

  struct Project: Sendable {
    let id: Int
    let identifier: String
    let record: JSONNode
  }

  /// Looks up the projects; none named means all that are not archived. Those nobody sees, not even an administrator.
  static func open(client: HTTPClient, projects names: [String]) async throws -> RedmineSource {
    let session = try await RedmineSession.open(client)
    let list = RedmineList(
      path: "projects", member: "projects",
      query: [("status", "1|5"), ("include", "issue_categories")])
    let all = try await session.rows(of: list).map { row in
      Project(id: try row.int("id"), identifier: try row.string("identifier"), record: row)
    }
    for name in names where !all.contains(where: { $0.identifier == name }) {
      throw SourceError.unknownQueue(name, known: all.map(\.identifier))
    }
    let fields = try await session.whole("custom_fields", "custom_fields")
    return RedmineSource(
      session: session, scope: names.isEmpty ? all : all.filter { names.contains($0.identifier) },
      isWhole: names.isEmpty,
      fileFields: Set(
        fields.filter { $0["field_format"]?.string == "attachment" }.compactMap { $0["id"]?.int }))
  }

  func inspect() async throws -> SourceInspection {
    let count = try await session.page(issues(limit: 1)).total
    return SourceInspection(product: "Redmine", login: session.login, ticketCount: count)
  }

  func lastTicket() async throws -> Int? {
    try await session.page(issues(sort: "id:desc", limit: 1)).rows.first.map { try $0.int("id") }
  }

  /// Closed issues too, which a list hides unless every status is asked for.
  func issues(
    from first: Int? = nil, to last: Int? = nil, since: String? = nil, sort: String = "id",
    limit: Int = RedmineList.rowsPerPage
  ) -> RedmineList {
    var filters: [(field: String, comparison: String, values: [String])] = [("status_id", "*", [])]
    if !isWhole { filters.append(("project_id", "=", scope.map { String($0.id) })) }
    switch (first, last) {
    case (let first?, let last?): filters.append(("issue_id", "><", [String(first), String(last)]))
    case (let first?, nil): filters.append(("issue_id", ">=", [String(first)]))
    default: break
    }
    if let since { filters.append(("updated_on", ">=", [since])) }
    let query = filters.flatMap { filter in
      [("f[]", filter.field), ("op[\(filter.field)]", filter.comparison)]
        + filter.values.map { ("v[\(filter.field)][]", $0) }
    }
    return RedmineList(
      path: "issues", member: "issues", query: [("set_filter", "1")] + query + [("sort", sort)], limit: limit)
  }

  /// Nothing is hidden from an administrator: what lies between the ids that are listed is deleted, or elsewhere.
  func slice(after cursor: Cursor?, upTo last: Int?) async throws -> Slice? {
    let start = (cursor?.id ?? 0) + 1
    let page = try await session.page(issues(from: start, to: last))
    let found = try page.rows.map { try $0.int("id") }
    guard zip([start - 1] + found, found).allSatisfy({ $0 < $1 }) else {
      throw SourceError.inconsistent("a list of issues is not in the order of their ids")
    }
    if page.isLast, let last { return Slice(first: start, last: last, tickets: found) }
    guard let end = found.last else { return nil }
    return Slice(first: start, last: end, tickets: found)
  }

  func download(_ attachment: AttachmentReference) -> HTTPRequest { HTTPRequest(.get, attachment.path) }

  /// Projects with the versions of each, and all that issues and their histories call by number.
  func queues() async throws -> [SourceRecord] {
    async let statuses = session.whole("issue_statuses", "issue_statuses")
    async let trackers = session.whole("trackers", "trackers")
    async let priorities = session.whole("enumerations/issue_priorities", "issue_priorities")
    async let fields = session.whole("custom_fields", "custom_fields")
    let shared: [JSONValue.Member] = [
      .init("issue_statuses", .array(try await statuses.map { .source($0) })),
      .init("trackers", .array(try await trackers.map { .source($0) })),
      .init("issue_priorities", .array(try await priorities.map { .source($0) })),
      .init("custom_fields", .array(try await fields.map { .source($0) })),
    ]
    return try await inParallel(scope) { project in
      let versions = try await session.whole("projects/\(project.id)/versions", "versions")
      let data = JSONValue.object(
        [.init("project", .source(project.record)), .init("versions", .array(versions.map { .source($0) }))]
          + shared)
      return SourceRecord(system: "redmine", id: String(project.id), url: nil, data: data)
    }
  }

  func people() -> any PeopleReading { RedminePeople(session) }
}

/// What happened since the extraction began. Redmine has no list of that; each issue says when it was last changed, to the
/// second. Watchers and time entries do not count as changes there.
extension RedmineSource {
  func newestTransaction() async throws -> Int? {
    try await session.page(issues(sort: "updated_on:desc", limit: 1)).rows.first.map { try $0.lastChange() }
  }

  /// That second itself included: more may have happened in it.
  func transactions(after transaction: Int) async throws -> TransactionPage {
    let since = Date(timeIntervalSince1970: Double(transaction)).ISO8601Format()
    let rows = try await session.rows(of: issues(since: since))
    let entries = try rows.map { row in
      TransactionPage.Entry(
        id: try row.lastChange(), ticket: try row.int("id"), created: try row.string("updated_on"),
        isOfOwnTicket: true)
    }
    return TransactionPage(entries: entries, isLast: true)
  }

  func newestTransaction(in data: JSONNode) throws -> Int? { try data["issue"]?.lastChange() }
}

extension JSONNode {
  func lastChange() throws -> Int {
    let text = try string("updated_on")
    do {
      return Int(try Date(text, strategy: .iso8601).timeIntervalSince1970)
    } catch {
      throw JSONShapeError("\"updated_on\" is not a date: \"\(text)\"")
    }
  }
}
