import MigrationKit

/// Collections: searches and lists.
extension RequestTracker.Rest {
  /// Nil for an address that is none of them.
  func search(_ words: [String]) throws -> WebResponse? {
    switch words {
    case ["tickets"]: try listing.countedPage(foundTickets())
    case ["transactions"]: try listing.page(foundTransactions())
    case ["attachments"]: try listing.page(found(in: archive.attachments))
    case ["users"]: try listing.countedPage(foundUsers())
    case ["queues", "all"]: try listing.page(listedQueues)
    case ["queues"]: try listing.page(found(in: listedQueues))
    case ["customfields"]: try listing.page(found(in: archive.customFields))
    case ["customroles"]: try listing.page(found(in: archive.customRoles))
    default: nil
    }
  }

  /// Never the deleted ones; the merged ones only where the query names EffectiveId. Without `orderby` the order is
  /// the database's own: here by status.
  private func foundTickets() throws -> RequestTracker.Found<RequestTracker.Ticket> {
    guard let query = parameter("query"), !query.isEmpty else { return .rows([]) }
    let search = try RequestTracker.SearchParser.parse(query, fields: RequestTracker.ticketFields)
    let found = archive.tickets.found(search, in: archive)
    guard case .rows(let rows) = found else { return found.without(archive.shelf.deletedTickets) }
    let showsMerged = search.mentions("EffectiveId")
    return .rows(
      rows.filter { $0.status != "deleted" && (showsMerged || !$0.isMerged) }
        .sorted { ($0.status, $0.id) < ($1.status, $1.id) })
  }

  private func foundTransactions() throws -> RequestTracker.Found<RequestTracker.Transaction> {
    guard let query = parameter("query"), !query.isEmpty, !query.hasPrefix("[") else {
      return try found(in: archive.transactions)
    }
    let search = try RequestTracker.SearchParser.parse(query, fields: RequestTracker.transactionFields)
    return archive.transactions.found(search, in: archive)
  }

  private var showsDisabled: Bool { parameter("find_disabled_rows").map { $0 != "0" } ?? false }

  /// A condition on a column that RT does not count as public, `id` among them, is passed over whatever its operator,
  /// and where no other is left all are found (`RT::REST2::Resource::Users` 5.0.3, measured).
  private func foundUsers() throws -> [RequestTracker.User] {
    let users = archive.users.filter { showsDisabled || !$0.isDisabled }
    guard hasQuery else { return users }
    let search = RequestTracker.Search(
      json: try queryJSON(), isSearchable: RequestTracker.User.publicColumns.contains)
    return search.map { search in users.filter { search.matches($0, in: archive) } } ?? users
  }

  private var listedQueues: [RequestTracker.Queue] {
    archive.queues.filter { showsDisabled || !$0.isDisabled }.sorted { $0.name < $1.name }
  }

  /// Rows that fit a JSON query; none without one.
  private func found<Row: RequestTracker.Record>(in rows: [Row]) throws -> [Row] {
    guard let search = try jsonSearch(likeThatFor: rows.first) else { return [] }
    return rows.filter { search.matches($0, in: archive) }
  }

  private func found<Row: RequestTracker.Record>(
    in table: RequestTracker.Table<Row>
  ) throws -> RequestTracker.Found<Row> {
    try jsonSearch(likeThatFor: table.row(1)).map { table.found($0, in: archive) } ?? .rows([])
  }

  private func jsonSearch(likeThatFor first: (any RequestTracker.Record)?) throws -> RequestTracker.Search? {
    guard hasQuery, let first else { return nil }
    return RequestTracker.Search(
      json: try queryJSON(), isSearchable: { first.searchColumn($0, in: archive) != nil })
  }

  /// In the address of a GET, in the body of a POST.
  private var queryBytes: [UInt8] {
    request.method == "POST" ? request.body : Array((parameter("query") ?? "").utf8)
  }

  /// RT takes anything with a bracket in it for JSON.
  private var hasQuery: Bool { queryBytes.contains(UInt8(ascii: "[")) }

  /// What is no list makes RT die; only a body that says it is JSON and is not gets a polite 400.
  private func queryJSON() throws -> JSONNode {
    let isBody = request.method == "POST" && request.header("Content-Type")?.contains("json") == true
    do {
      let root = try JSONDocument(queryBytes).root
      guard root.isArray else { throw RequestTracker.Fatal() }
      return root
    } catch is JSONError where isBody {
      throw RequestTracker.Refusal(status: 400)
    }
  }

  func parameter(_ name: String) -> String? { listing.parameters.first { $0.name == name }?.value }
}
