import MigrationKit

/// Finds issues by the marker field.
///
/// Closed issues are hidden unless every status is asked for. A filter the server does not accept is ignored and
/// the answer is then every issue, so each hit's own value is compared; a page is never longer than 100.
struct RedmineSearch: Sendable {
  let marker: RedmineCatalog.Marker
  let send: RedmineTarget.Send

  func find(_ tickets: [SourceID<Ticket>]) async throws -> [SourceID<Ticket>: [TargetID<Ticket>]] {
    let wanted = Set(tickets)
    var found: [SourceID<Ticket>: [TargetID<Ticket>]] = [:]
    for filter in try filters(for: tickets) {
      for hit in try await hits(filter) where wanted.contains(hit.source) {
        found[hit.source, default: []].append(hit.target)
      }
    }
    return found
  }

  /// Values of the `cf_N` parameter that together cover the tickets.
  func filters(for tickets: [SourceID<Ticket>]) throws -> [String] {
    switch marker.format {
    case .int: try ranges(of: tickets).map { "><\($0.lowerBound)|\($0.upperBound)" }
    case .string: chunks(of: tickets.map(\.text)).map { $0.joined(separator: "|") }
    }
  }

  /// Neighbouring numbers share a range; a wide gap begins a new one, so that few strangers are read.
  private func ranges(of tickets: [SourceID<Ticket>]) throws -> [ClosedRange<Int>] {
    let numbers = try tickets.map { id in
      guard let number = Int(id.text) else { throw RedmineError.unfitMarker(id.text) }
      return number
    }
    return numbers.sorted().reduce(into: []) { ranges, number in
      if let last = ranges.last, number - last.lowerBound < 200 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
  }

  private func chunks(of values: [String]) -> [ArraySlice<String>] {
    stride(from: 0, to: values.count, by: 100).map { values[$0..<min($0 + 100, values.count)] }
  }

  private func hits(_ filter: String) async throws -> [(source: SourceID<Ticket>, target: TargetID<Ticket>)] {
    var hits: [(source: SourceID<Ticket>, target: TargetID<Ticket>)] = []
    var seen = 0
    while true {
      let page = try await page(filter, after: seen)
      let total = try page.int("total_count")
      let issues = try page.required("issues") { $0.isArray ? $0.elements : nil }
      hits += try issues.compactMap(hit)
      seen += issues.count
      if seen >= total { return hits }
      // An issue overlooked here would be created a second time.
      if issues.isEmpty { throw RedmineError.incomplete(seen: seen, total: total) }
    }
  }

  private func page(_ filter: String, after offset: Int) async throws -> JSONNode {
    let request = HTTPRequest(
      .get, "/issues.json",
      query: [
        ("status_id", "*"), ("cf_\(marker.field)", filter), ("sort", "id"), ("limit", "100"),
        ("offset", String(offset)),
      ])
    let response = try await send(request)
    guard response.status == 200 else {
      throw RedmineError.unexpected(
        status: response.status, step: "the search by marker", beginning: response.excerpt)
    }
    return try response.json()
  }

  private func hit(_ issue: JSONNode) throws -> (source: SourceID<Ticket>, target: TargetID<Ticket>)? {
    let field = try issue.list("custom_fields") { $0 }.first { $0["id"]?.int == marker.field }
    guard let value = field?["value"]?.string, !value.isEmpty else { return nil }
    return (SourceID(value), TargetID(String(try issue.int("id"))))
  }
}
