import MigrationKit

/// Request Tracker 5, through its REST 2 and three searches across tickets instead of several requests for each.
///
/// Source: docs.bestpractical.com/rt/5.0.3/RT/REST2.html, read against 5.0.3. The addresses in its answers
/// are made from a configured name and may lead anywhere: every path here is computed from ids.
struct RequestTrackerSource: TicketSource {
  let session: RequestTrackerSession
  /// The queues that were asked for.
  let scope: [Queue]
  /// Of all queues there are: histories call them by their numbers.
  let directory: [RequestTrackerRow]
  /// Whether a queue has custom fields of transactions; asking for them makes that search ten times as dear.
  let hasTransactionFields: Bool

  struct Queue: Sendable {
    let id: Int
    let name: String
    /// As `/queue/{id}` answers.
    let record: JSONNode
  }

  var queueNames: [String] { scope.map(\.name) }

  /// Logs in and looks up the queues; none named means all that are not disabled.
  static func open(
    client: HTTPClient, credential: Credential, queues names: [String]
  ) async throws -> RequestTrackerSource {
    let session = try await RequestTrackerSession.open(client, credential)
    let all = try await session.rows(
      of: RequestTrackerSearch(
        path: "queues", query: .everything, fields: ["Name", "Disabled"], includesDisabled: true))
    let queues = try await inParallel(try wanted(names, of: all)) { row in
      Queue(id: row.id, name: row.node.text("Name"), record: try await session.record("queue/\(row.id)"))
    }
    let fields = queues.flatMap { $0.record["TicketTransactionCustomFields"]?.elements ?? [] }
    return RequestTrackerSource(
      session: session, scope: queues, directory: all, hasTransactionFields: !fields.isEmpty)
  }

  static func wanted(_ names: [String], of all: [RequestTrackerRow]) throws(SourceError)
    -> [RequestTrackerRow]
  {
    let enabled = all.filter { $0.node.text("Disabled") == "0" }
    guard !enabled.isEmpty else { throw .cannotSeeAll }
    guard !names.isEmpty else { return enabled }
    for name in names where !all.contains(where: { $0.node.text("Name") == name }) {
      throw .unknownQueue(name, known: enabled.map { $0.node.text("Name") })
    }
    return all.filter { names.contains($0.node.text("Name")) }
  }

  func inspect() async throws -> SourceInspection {
    async let product = session.record("rt").text("Version")
    async let count = session.page(of: RequestTrackerSearch(path: "tickets", query: .tickets(in: queueNames)))
      .total
    // The tickets' search shows its total to everyone, so the right to see all is proven by the transactions'. They
    // are those of no ticket: this must also succeed where one ticket is broken.
    _ = try await session.page(
      of: RequestTrackerSearch(
        path: "transactions", query: .transactions(in: queueNames, from: 0, to: 0, and: [])))
    return SourceInspection(
      product: "Request Tracker \(try await product)", login: session.login, ticketCount: try await count)
  }

  func lastTicket() async throws -> Int? { try await lastTicket(after: 0) }

  func slice(after cursor: Cursor?, upTo last: Int?) async throws -> Slice? {
    guard let slice = try await listed(after: cursor, upTo: last) else { return nil }
    return try await bounded(slice)
  }

  /// Few tickets may have many deleted ones between them (spam), whose histories come with theirs. Where that may be so
  /// the rows are counted, and the slice ends sooner.
  private func bounded(_ slice: Slice) async throws -> Slice {
    var slice = slice
    while slice.idCount > Self.fewIDs {
      let search = RequestTrackerSearch(
        path: "transactions",
        query: .transactions(in: queueNames, from: slice.first, to: slice.last, and: []), greatest: "id")
      let rows = try await session.page(of: search).total
      slice.rowCount = rows
      if rows <= 2 * Self.mostRows { break }
      slice = slice.beginning(max(Self.fewIDs, min(slice.idCount / 2, slice.idCount * Self.mostRows / rows)))
    }
    return slice
  }

  /// This many ids have no more rows than fit.
  private static let fewIDs = 1000
  private static let mostRows = 5000

  private func listed(after cursor: Cursor?, upTo last: Int?) async throws -> Slice? {
    let start = cursor?.id ?? 0
    let query = last.map { RequestTrackerQuery.tickets(in: queueNames, from: start + 1, to: $0) }
    let search = RequestTrackerSearch(path: "tickets", query: query ?? .tickets(in: queueNames))
    let page = try await session.page(of: search, after: start)
    let found = page.rows.map(\.id)
    guard page.isLast else { return Slice(first: start + 1, last: found.last ?? start, tickets: found) }
    if let last { return Slice(first: start + 1, last: last, tickets: found) }
    let hidden = try await lastTicket(after: start)
    guard let end = [found.last, hidden].compactMap(\.self).max() else { return nil }
    return Slice(first: start + 1, last: end, tickets: found)
  }

  /// The last ticket of all, deleted and merged ones included: those are hidden from the search for tickets, but
  /// each has at least the transaction that created it, and the search for transactions hides none.
  private func lastTicket(after id: Int) async throws -> Int? {
    let search = RequestTrackerSearch(
      path: "transactions", query: .transactions(in: queueNames, after: id), fields: ["ObjectId"],
      greatest: "ObjectId")
    return try await session.page(of: search).rows.first?.node.number("ObjectId")
  }

  func download(_ attachment: AttachmentReference) -> HTTPRequest {
    session.authorized(HTTPRequest(.get, attachment.path))
  }

  func queues() async throws -> [SourceRecord] {
    let roles = try await customRoles()
    return try await inParallel(scope) { queue in
      let fields = try await session.rows(
        of: RequestTrackerSearch(
          path: "queue/\(queue.id)/customfields", query: .everything,
          fields: ["Name", "Type", "MaxValues", "LookupType", "Description", "Disabled"]))
      let data = JSONValue.members([
        "queue": queue.record.ordered, "customFields": .array(fields.map(\.node.ordered)),
        "allQueues": .array(directory.map { ["id": .int($0.id), "Name": .string($0.node.text("Name"))] }),
        "customRoles": roles.isEmpty ? nil : .array(roles.map(\.node.ordered)),
      ])
      return SourceRecord(system: "request-tracker", id: String(queue.id), url: nil, data: data)
    }
  }

  /// The roles that an administrator invented, of all queues: tickets have them by number only, as "RT::CustomRole-1".
  private func customRoles() async throws -> [RequestTrackerRow] {
    try await session.rows(
      of: RequestTrackerSearch(
        path: "customroles", query: .everything, fields: ["Name"], includesDisabled: true))
  }

  func people() -> any PeopleReading { RequestTrackerPeople(session) }
}
