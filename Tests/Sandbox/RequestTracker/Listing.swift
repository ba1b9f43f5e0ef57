import MigrationKit

extension RequestTracker {
  /// Turns records into the pages of a collection.
  struct Listing {
    let archive: Archive
    let login: Login
    let request: WebRequest
    /// Query and form together.
    let parameters: [(name: String, value: String)]

    /// Tickets and users: what the login may not see is left out before counting, and totals are always told.
    func countedPage<Row: Record>(_ found: Found<Row>) throws -> WebResponse {
      guard !login.seesEverything else { return try page(of: found, tellsTotal: true) }
      return try page(of: .rows(found.rows.filter { $0.isVisible(to: login, in: archive) }), tellsTotal: true)
    }

    /// The rest: for a login that does not see everything, rows are dropped from each page only, and no total is told.
    func page<Row: Record>(_ found: Found<Row>) throws -> WebResponse {
      try page(of: found, tellsTotal: login.seesEverything)
    }

    func countedPage<Row: Record>(_ rows: [Row]) throws -> WebResponse { try countedPage(.rows(rows)) }
    func page<Row: Record>(_ rows: [Row]) throws -> WebResponse { try page(.rows(rows)) }
  }
}

extension RequestTracker.Listing {
  private subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Above 100 it is 100; 0 and what is no number count as 20.
  private var perPage: Int { min(count("per_page") ?? 20, 100) }
  private var pageNumber: Int { count("page") ?? 1 }

  private func count(_ name: String) -> Int? {
    guard let text = self[name], let number = Int(text), number > 0, !text.hasPrefix("+") else { return nil }
    return number
  }

  private func page<Row: RequestTracker.Record>(
    of found: RequestTracker.Found<Row>, tellsTotal: Bool
  ) throws -> WebResponse {
    let start = max((pageNumber - 1).multipliedReportingOverflow(by: perPage).partialValue, 0)
    let items = try ordered(found, from: start).filter { $0.isVisible(to: login, in: archive) }.map(item)
    var members: [JSONValue.Member] = [
      .init("count", .int(items.count)), .init("page", .int(pageNumber)), .init("per_page", .int(perPage)),
      .init("items", .array(items)),
    ]
    members += tellsTotal ? totals(found.count) : [.init("total", .null), .init("pages", .null)]
    return .json(.object(members))
  }

  private func totals(_ total: Int) -> [JSONValue.Member] {
    let pages = (total + perPage - 1) / perPage
    var members: [JSONValue.Member] = [
      .init("total", .int(total)), .init("pages", pages == 0 ? .number("0.0") : .int(pages)),
    ]
    if pageNumber < pages { members.append(.init("next_page", .string(address(page: pageNumber + 1)))) }
    if pages > 0, pageNumber > 1 {
      members.append(.init("prev_page", .string(address(page: min(pageNumber - 1, pages)))))
    }
    return members
  }

  /// Built from the request's own host and query; what came in a form is not in it.
  private func address(page: Int) -> String {
    let host = request.header("Host") ?? "127.0.0.1"
    let kept = request.query.filter { $0.name != "page" } + [("page", String(page))]
    let query = kept.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
    return "http://\(host)\(request.path)?\(query)"
  }

  private var isDescending: Bool { self["order"]?.uppercased() == "DESC" }

  /// One page of them, in the order asked for. Of rows that are too many to be made, tickets and transactions have
  /// one order only, and the tickets' numbers rise with their transactions'.
  private func ordered<Row: RequestTracker.Record>(
    _ found: RequestTracker.Found<Row>, from start: Int
  ) -> [Row] {
    guard case .numbers(let numbers, let row) = found, ["id", "ObjectId"].contains(self["orderby"] ?? "id")
    else {
      return Array(ordered(found.rows).dropFirst(start).prefix(perPage))
    }
    let page =
      isDescending
      ? Array(numbers.dropLast(start).suffix(perPage).reversed())
      : Array(numbers.dropFirst(start).prefix(perPage))
    return page.compactMap(row)
  }

  /// An unknown `orderby` breaks the statement that fetches the rows, not the one that counts them.
  private func ordered<Row: RequestTracker.Record>(_ rows: [Row]) -> [Row] {
    guard let field = self["orderby"], let first = rows.first else { return rows }
    guard first.searchColumn(field, in: archive) != nil else { return [] }
    let keyed = rows.map { (key: $0.searchColumn(field, in: archive)?.sortKey ?? .text(""), row: $0) }
    let ascending = keyed.sorted { $0.key < $1.key }.map(\.row)
    return isDescending ? ascending.reversed() : ascending
  }

  private func item<Row: RequestTracker.Record>(_ row: Row) throws -> JSONValue {
    let fields = (self["fields"] ?? "").split(separator: ",").map(String.init)
    return try .object(expanded(row, fields: fields, prefix: "fields"))
  }

  /// The record's reference and the fields asked for; `fields[Owner]=…` asks for fields of what a field refers to.
  func expanded(
    _ record: any RequestTracker.Record, fields: [String], prefix: String
  ) throws -> [JSONValue.Member] {
    var members = record.reference
    for field in fields {
      members.removeAll { $0.key == field }
      members.append(.init(field, try value(of: field, record: record, prefix: prefix)))
    }
    return members
  }

  private func value(of field: String, record: any RequestTracker.Record, prefix: String) throws -> JSONValue
  {
    if field == "_hyperlinks" { return .array(record.hyperlinks(in: archive)) }
    guard let column = record.column(field, in: archive) else { return "" }
    switch column {
    case .null: return ""
    case .noInstant: return .string(restDate(0))
    case .number(let number): return field == "id" ? .int(number) : .string(String(number))
    default: return try shown(column, field: field, prefix: prefix)
    }
  }

  /// The column as lists and single records alike show it.
  func shown(_ column: RequestTracker.Column, field: String, prefix: String) throws -> JSONValue {
    let inner = "\(prefix)[\(field)]"
    let fields = (self[inner] ?? "").split(separator: ",").map(String.init)
    switch column {
    case .null, .noInstant: return .null
    case .text(let text): return .string(text)
    case .number(let number): return .string(String(number))
    case .instant(let seconds): return .string(restDate(seconds))
    case .json(let value): return value
    case .record(let record): return try .object(expanded(record, fields: fields, prefix: inner))
    case .records(let records):
      return try .array(records.map { try .object(expanded($0, fields: fields, prefix: inner)) })
    case .group(let members):
      return try .object(members.map { .init($0.name, try shown($0.column, field: field, prefix: prefix)) })
    case .fatal: throw RequestTracker.Fatal()
    }
  }
}

extension RequestTracker {
  /// RT dies while answering: 500 with an empty body.
  struct Fatal: Error {}
}
