import MigrationKit

/// What Redmine says about a slice's issues: each is asked for by itself, with all that belongs to it.
extension RedmineSource {
  func contents(of slice: Slice) async throws -> SliceContents {
    let listed = try await listed(in: slice)
    let wanted = listed.union(slice.tickets).sorted()
    let issues = try await inParallel(wanted) { try await issue($0, isListed: listed.contains($0)) }
    var contents = SliceContents()
    contents.foundCount = wanted.count
    for (id, issue) in zip(wanted, issues) {
      guard let issue else {
        contents.skipped.append(SkippedTicket(ticket: SourceID("\(id)"), reason: "deleted"))
        continue
      }
      contents.records.append(issue.record(base: session.client.base))
      contents.attachments += try issue.attachments
      contents.transactionCount += issue.journals.count
      contents.lastTransaction = max(try issue.lastChange(), contents.lastTransaction ?? 0)
    }
    return contents
  }

  /// The same range asked for a second time, beside the slice's own list: what one of them shows has to be accounted for.
  private func listed(in slice: Slice) async throws -> Set<Int> {
    let rows = try await session.rows(of: issues(from: slice.first, to: slice.last))
    let ids = try rows.map { try $0.int("id") }
    guard ids.allSatisfy((slice.first...slice.last).contains) else {
      throw SourceError.inconsistent(
        "a list of issues \(slice.first) to \(slice.last) also holds others")
    }
    return Set(ids)
  }

  /// Nil for one that is gone: no list has it any more.
  private func issue(_ id: Int, isListed: Bool) async throws -> RedmineIssueRecord? {
    let query = [("include", "journals,attachments,relations,watchers,children,changesets")]
    guard let issue = try await session.recordIfAny("issues/\(id)", "issue", query: query) else {
      guard isListed, try await isListedStill(id) else { return nil }
      throw SourceError.inconsistent("issue \(id) is listed, but cannot be opened")
    }
    let project = try issue.required("project") { $0 }
    guard let known = scope.first(where: { $0.id == project["id"]?.int }) else {
      // It has moved to a project that was not asked for.
      return nil
    }
    return try RedmineIssueRecord(
      issue: issue, project: known, timeEntries: await timeEntries(of: id, issue),
      fieldFiles: await fieldFiles(of: issue))
  }

  private func isListedStill(_ id: Int) async throws -> Bool {
    try await session.page(issues(from: id, to: id)).total > 0
  }

  /// Only where there are some. Their sum is the issue's own, or one is missing: it is rounded to hundredths.
  private func timeEntries(of id: Int, _ issue: JSONNode) async throws -> [JSONNode] {
    let spent = issue["spent_hours"]?.hours ?? 0
    guard spent != 0 else { return [] }
    let list = RedmineList(
      path: "time_entries", member: "time_entries", query: [("issue_id", "\(id)"), ("sort", "id")])
    let rows = try await session.rows(of: list).filter { $0["issue"]?["id"]?.int == id }
    let sum = rows.reduce(0) { $0 + ($1["hours"]?.hours ?? 0) }
    guard abs(sum - spent) < 0.02 * Double(rows.count + 1) else {
      throw SourceError.inconsistent(
        "issue \(id) has \(spent) hours booked, and its time entries sum up to \(sum)")
    }
    return rows
  }

  /// A custom field of the format "file" has the number of an attachment, which the issue does not list among its own.
  private func fieldFiles(of issue: JSONNode) async throws -> [JSONNode] {
    let ids = (issue["custom_fields"]?.elements ?? []).filter { field in
      field["id"]?.int.map(fileFields.contains) ?? false
    }.flatMap { field -> [Int] in
      let values = field["value"].map { $0.isArray ? $0.elements : [$0] } ?? []
      return values.compactMap { $0.int ?? $0.string.flatMap { Int($0) } }
    }
    return try await inParallel(ids) { try await session.record("attachments/\($0)", "attachment") }
  }
}

/// One issue as the answers have it, and how it is put together.
struct RedmineIssueRecord: Sendable {
  let issue: JSONNode
  let journals: [JSONNode]
  private let id: Int
  private let project: RedmineSource.Project
  private let timeEntries: [JSONNode]
  private let fieldFiles: [JSONNode]

  /// What was asked for has to be there: an answer without a part says nothing about it.
  init(issue: JSONNode, project: RedmineSource.Project, timeEntries: [JSONNode], fieldFiles: [JSONNode])
    throws
  {
    self.issue = issue
    self.project = project
    self.timeEntries = timeEntries
    self.fieldFiles = fieldFiles
    id = try issue.int("id")
    journals = try issue.required("journals") { $0.isArray ? $0.elements : nil }
    for part in ["attachments", "watchers"] {
      _ = try issue.required(part) { $0.isArray ? $0 : nil }
    }
  }

  func record(base: String) -> SourceRecord {
    let data = JSONValue.members([
      "issue": .source(issue),
      "project": ["id": .int(project.id), "identifier": .string(project.identifier)],
      "time_entries": timeEntries.isEmpty ? nil : .array(timeEntries.map { .source($0) }),
      "field_files": fieldFiles.isEmpty ? nil : .array(fieldFiles.map { .source($0) }),
    ])
    return SourceRecord(system: "redmine", id: "\(id)", url: "\(base)/issues/\(id)", data: data)
  }

  var attachments: [AttachmentReference] {
    get throws {
      let own = issue["attachments"]?.elements ?? []
      return try (own + fieldFiles).sorted { $0["id"]?.int ?? 0 < $1["id"]?.int ?? 0 }.map(reference)
    }
  }

  private func reference(_ node: JSONNode) throws -> AttachmentReference {
    let file = try node.int("id")
    return AttachmentReference(
      ticket: SourceID("\(id)"), id: "\(file)", name: try node.string("filename"),
      mediaType: node["content_type"]?.string ?? "application/octet-stream",
      byteCount: try node.int("filesize"),
      path: "/attachments/download/\(file)")
  }

  func lastChange() throws -> Int { try issue.lastChange() }
}

extension JSONNode {
  fileprivate var hours: Double? { numberText.flatMap(Double.init) }
}
