import MigrationKit

/// What happened in Request Tracker since the extraction began.
extension RequestTrackerSource {
  func newestTransaction() async throws -> Int? {
    let search = RequestTrackerSearch(
      path: "transactions", query: .transactions(in: queueNames, after: 0), greatest: "id")
    return try await session.page(of: search).rows.first?.id
  }

  func transactions(after transaction: Int) async throws -> TransactionPage {
    let search = RequestTrackerSearch(
      path: "transactions", query: .transactions(in: queueNames, after: 0), fields: ["ObjectId", "Created"])
    let page = try await session.page(of: search, after: transaction)
    let tickets = try page.rows.map { try $0.node.number("ObjectId") }
    let places = try await whereabouts(of: Set(tickets).sorted())
    let entries = zip(page.rows, tickets).map { row, ticket in
      TransactionPage.Entry(
        id: row.id, ticket: places[ticket] ?? ticket, created: row.node.text("Created"),
        isOfOwnTicket: places[ticket] == ticket)
    }
    return TransactionPage(entries: entries, isLast: page.isLast)
  }

  /// Which ticket each of these is part of: itself, or the one it was merged into. Without the deleted ones.
  private func whereabouts(of tickets: [Int]) async throws -> [Int: Int] {
    guard !tickets.isEmpty else { return [:] }
    let search = RequestTrackerSearch(
      path: "tickets", query: .whereabouts(of: tickets), fields: ["EffectiveId"])
    let pairs = try await session.rows(of: search).map { ($0.id, try $0.node.number("EffectiveId")) }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  func newestTransaction(in data: JSONNode) throws -> Int? {
    try (data["transactions"]?.elements ?? []).map { try $0.number("id") }.max()
  }
}
