import MigrationKit

@testable import Extract

/// What Request Tracker answers, from the page of a search to the records made of it.
let extractTargets = [
  FuzzTarget("rt-text") { input in
    var input = input
    let count = input.number(below: 1 << 16)
    let content = try JSONDocument(JSONValue.string(input.text).text).root
    guard let bytes = RequestTrackerText.bytes(of: content, byteCount: count) else { return }
    promise(bytes.count == count, "the bytes have the length that was stored")
  },
  FuzzTarget("rt-page") { input in
    var input = input
    let choice = input.number(below: 8)
    var search = RequestTrackerSearch(path: "tickets", query: .everything)
    if choice & 1 != 0 { search.greatest = "id" }
    let first = choice & 2 != 0 ? 6 : nil
    let response = HTTPResponse(status: choice & 4 != 0 ? 400 : 200, body: Array(input.bytes))
    let page = try search.page(of: response, after: first)
    promise(page.rows.count <= RequestTrackerSearch.rowsPerPage, "a page is no longer than a page")
    promise(page.isLast == (page.rows.count == page.total), "the last page is the one that shows all")
    try read(page.rows)
  },
  FuzzTarget("rt-contents") { input in
    let answers = try JSONDocument(Array(input.bytes)).root
    let found = try RequestTrackerContents(answers)
    let contents = try found.assembled(foundCount: found.tickets.count, skipped: [])
    for record in contents.records {
      let read = try SourceRecord(json: again(record.json.bytes))
      promise(read.json.bytes == record.json.bytes, "a ticket's record reads itself")
    }
    for reference in contents.attachments {
      let path = reference.path
      let isOurs = ["/Ticket/Attachment/", "/REST/2.0/download/cf/"].contains(where: path.hasPrefix)
      promise(isOurs && !path.contains(".."), "paths are made of numbers only: \(path)")
    }
  },
]

private func read(_ rows: [RequestTrackerRow]) throws {
  for row in rows {
    let ordered = row.node.ordered.bytes
    promise(again(ordered).ordered.bytes == ordered, "what is in order stays as it is")
    _ = try RequestTrackerAttachment(row).reference(ticket: 1)
    _ = try row.fieldFiles(ticket: 1)
  }
}

extension RequestTrackerContents {
  /// From the searches' answers by name, as in Fixtures/RequestTracker/source/answers.json.
  fileprivate init(_ answers: JSONNode) throws {
    func rows(_ name: String) throws -> [RequestTrackerRow] {
      try answers.optional(name) { try $0.list("items") { try RequestTrackerRow($0) } } ?? []
    }
    let merged = try rows("merged").map { ($0.id, try $0.node.number("EffectiveId")) }
    self.init(
      base: "https://rt.example.test", tickets: try rows("tickets"),
      merged: Dictionary(merged.filter { $0 != $1 }, uniquingKeysWith: { $1 }),
      transactions: try rows("transactions").map { try RequestTrackerTransaction($0) })
    attachments = try (rows("heads") + rows("parts")).sorted { $0.id < $1.id }
      .map { try RequestTrackerAttachment($0) }
    bodies = try rows("bodies")
  }
}
