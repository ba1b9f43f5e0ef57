import MigrationKit

/// Reads an issue's time entries back for `load verify`.
///
/// Source: redmine.org/projects/redmine/wiki/Rest_TimeEntries. The list of an issue holds those of its children too.
extension RedmineReader {
  func times(of id: TargetID<Ticket>) async throws -> [LoadedTime] {
    var (times, seen, total) = ([LoadedTime](), 0, 1)
    while seen < total {
      let query = [("issue_id", id.text), ("limit", "100"), ("offset", String(seen))]
      let response = try await send(HTTPRequest(.get, "/time_entries.json", query: query))
      guard response.status == 200 else {
        throw ReadBackError.absent(issue: id.text, status: response.status)
      }
      let page = try response.json()
      let rows = try page.list("time_entries") { $0 }
      times += try rows.filter { $0["issue"]?["id"]?.int.map(String.init) == id.text }.map(time)
      seen += rows.count
      total = rows.isEmpty ? seen : try page.int("total_count")
    }
    return times
  }

  private func time(_ row: JSONNode) throws -> LoadedTime {
    let hours = row["hours"]?.numberText.flatMap(Double.init) ?? 0
    return LoadedTime(
      person: try row.optional("user") { try logins[$0.int("id")] ?? $0.string("name") } ?? "",
      minutes: Int((hours * 60).rounded()), day: try row.string("spent_on"),
      comment: try row.optional("comments", \.string) ?? "")
  }
}
