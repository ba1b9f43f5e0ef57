import MigrationKit

/// One search of REST 2 and what its answers must look like to be believed.
///
/// Source: docs.bestpractical.com/rt/5.0.3/RT/REST2.html; measured on 5.0.3.
struct RequestTrackerSearch: Sendable {
  /// What Request Tracker cuts every larger wish down to, silently.
  static let rowsPerPage = 100

  /// Below `/REST/2.0`: "tickets", "transactions", "attachments", "users", "queue/3/customfields".
  let path: String
  let query: RequestTrackerQuery
  /// Without them a row is only an id. An unknown one answers "".
  var fields: [String] = []
  /// Members that are objects of their own, with the fields wanted of those.
  var expansions: [(field: String, members: String)] = []
  var includesDisabled = false
  /// Which page, from 1. Only where rows are added behind all others and never go is it as good as paging by id.
  var pageNumber = 1
  /// Only the row with the greatest value of this field, instead of all rows by id.
  var greatest: String?

  func request(after id: Int?) -> HTTPRequest {
    let query = id.map { self.query.after($0) } ?? query
    var request: HTTPRequest
    switch query {
    case .sql(let text): request = form([("query", text)] + parameters)
    case .conditions(let list):
      request = .json(.post, "/REST/2.0/\(path)", .array(list))
      request.query = parameters
    }
    request.isRepeatable = true
    request.isSearch = true
    return request
  }

  private var parameters: [(name: String, value: String)] {
    var parameters = [
      (name: "orderby", value: greatest ?? "id"), (name: "per_page", value: String(rowLimit)),
    ]
    if greatest != nil { parameters.append(("order", "DESC")) }
    if pageNumber > 1 { parameters.append(("page", String(pageNumber))) }
    if includesDisabled { parameters.append(("find_disabled_rows", "1")) }
    if !fields.isEmpty { parameters.append(("fields", fields.joined(separator: ","))) }
    return parameters + expansions.map { ("fields[\($0.field)]", $0.members) }
  }

  /// Sent as a form: a search for many tickets is longer than web servers allow an address to be.
  private func form(_ fields: [(name: String, value: String)]) -> HTTPRequest {
    .form("/REST/2.0/\(path)", fields)
  }

  private var rowLimit: Int { greatest == nil ? Self.rowsPerPage : 1 }

  /// Reads an answer. What looks like the end but is not proven to be it is an error: a search that fails inside
  /// the server, or rows that the login may not see, also answer 200 and fewer rows.
  func page(of response: HTTPResponse, after id: Int?) throws -> Page {
    let answer = try response.json()
    guard response.isSuccess else {
      throw RequestError.failed("Request Tracker refused the search at \(path): \(answer.message)")
    }
    guard let total = answer["total"]?.int else { throw SourceError.cannotSeeAll }
    let rows = try answer.required("items") { $0.isArray ? try $0.elements.map(RequestTrackerRow.init) : nil }
    let before = (pageNumber - 1) * Self.rowsPerPage
    guard rows.count == min(max(0, total - before), rowLimit) else {
      throw SourceError.inconsistent(
        "the search at \(path) found \(total) rows and returned \(rows.count) of the first \(rowLimit)")
    }
    guard greatest != nil || zip([id ?? 0] + rows.map(\.id), rows).allSatisfy({ $0 < $1.id }) else {
      throw SourceError.inconsistent("the search at \(path) returned rows twice or out of order")
    }
    return Page(rows: rows, total: total, isLast: before + rows.count >= total)
  }

  struct Page {
    let rows: [RequestTrackerRow]
    let total: Int
    let isLast: Bool
  }
}

/// One row of an answer: its id, which lists write as a string and single records as a number, and all its members.
struct RequestTrackerRow: Sendable {
  let id: Int
  let node: JSONNode

  init(_ node: JSONNode) throws {
    self.node = node
    id = try node.number("id")
  }
}

extension JSONNode {
  /// A whole number, also one in quotes.
  func number(_ key: String) throws(SourceError) -> Int {
    guard let value = self[key], let number = value.int ?? value.string.flatMap({ Int($0) }) else {
      throw .inconsistent("\"\(key)\" is not a number in an answer from Request Tracker")
    }
    return number
  }

  /// The text of a member; empty where there is none.
  func text(_ key: String) -> String { self[key]?.string ?? "" }

  var message: String { self["message"]?.string ?? "without saying why" }
}

extension HTTPRequest {
  static func form(_ path: String, _ fields: [(name: String, value: String)]) -> HTTPRequest {
    let body = fields.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
    return HTTPRequest(
      .post, path, headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
      body: .bytes(Array(body.utf8)))
  }
}

extension SourceError {
  static let cannotSeeAll = SourceError.missingRight(
    """
    this login does not see everything in Request Tracker, and what it does not see would be missing silently; \
    grant its user the right SuperUser (Admin, Global, User Rights) for the time of the migration
    """)
}
