import MigrationKit

/// A conversation with one Redmine 5, under a login that sees everything.
///
/// Source: www.redmine.org/projects/redmine/wiki/Rest_api, read against 5.0.4. Addresses in its answers are made from a
/// configured host name and may lead anywhere: every path here is computed from ids.
struct RedmineSession: Sendable {
  let client: HTTPClient
  let login: String

  /// Only administrators see every project, private issue and private note, and nothing in an answer says what was left
  /// out for another login.
  static func open(_ client: HTTPClient) async throws -> RedmineSession {
    let session = RedmineSession(client: client, login: "")
    let user = try await session.record("users/current", "user")
    let login = try user.string("login")
    guard user["admin"]?.bool == true else { throw SourceError.redmineHidesFrom(login) }
    return RedmineSession(client: client, login: login)
  }

  /// The member of an answer that has to be there.
  func record(_ path: String, _ member: String, query: [(String, String)] = []) async throws -> JSONNode {
    try await DoubtfulAnswer.askingAgain {
      try await answer(to: path, query).required(member) { $0 }
    }
  }

  /// Nil for what is not there (any more).
  func recordIfAny(_ path: String, _ member: String, query: [(String, String)] = []) async throws -> JSONNode?
  {
    do {
      return try await record(path, member, query: query)
    } catch is RedmineNotFound {
      return nil
    }
  }

  func answer(to path: String, _ query: [(String, String)]) async throws -> JSONNode {
    let response = try await client.send(HTTPRequest(.get, "/\(path).json", query: query))
    if response.status == 404 { throw RedmineNotFound(path: path) }
    guard response.isSuccess else {
      throw RequestError.failed("Redmine answered \(response.status) for \(path): \(response.excerpt)")
    }
    return try response.json()
  }

  // MARK: Lists

  /// A page of a list: its rows, and how many the whole has.
  func page(_ list: RedmineList, after offset: Int = 0) async throws -> RedmineList.Page {
    try await DoubtfulAnswer.askingAgain {
      try list.page(of: try await answer(to: list.path, list.query(after: offset)), after: offset)
    }
  }

  /// All rows of a list that fits into memory. What comes or goes meanwhile moves the pages behind it, so each row must be
  /// there once, and as many as the server counts.
  func rows(of list: RedmineList) async throws -> [JSONNode] {
    try await DoubtfulAnswer.askingAgain {
      var rows: [JSONNode] = []
      while true {
        let page = try await page(list, after: rows.count)
        rows += page.rows
        guard page.isLast else { continue }
        let ids = Set(try rows.map { try $0.required("id") { $0.int } })
        guard ids.count == page.total, rows.count == page.total else {
          throw SourceError.inconsistent("the list of \(list.member) changed while it was read")
        }
        return rows
      }
    }
  }

  /// A list that Redmine gives in one piece.
  func whole(_ path: String, _ member: String) async throws -> [JSONNode] {
    try await record(path, member).elements
  }
}

/// One of Redmine's paged lists. The total stands in each answer, and a page holds at most a hundred rows.
struct RedmineList: Sendable {
  static let rowsPerPage = 100

  /// "issues".
  let path: String
  /// What the answer calls the list.
  let member: String
  var query: [(String, String)] = []
  /// Fewer rows than a page holds; the rest is not asked for.
  var limit = rowsPerPage

  struct Page {
    let rows: [JSONNode]
    let total: Int
    let isLast: Bool
  }

  func query(after offset: Int) -> [(String, String)] {
    query + [("limit", String(limit)), ("offset", String(offset))]
  }

  /// Fewer rows than the total promises are never taken for the end.
  func page(of answer: JSONNode, after offset: Int) throws -> Page {
    let rows = try answer.required(member) { $0.isArray ? $0.elements : nil }
    let total = try answer.int("total_count")
    guard rows.count == min(limit, max(0, total - offset)) else {
      throw SourceError.inconsistent(
        "the list of \(member) has \(total) rows and returned \(rows.count) of the \(limit) behind \(offset)")
    }
    return Page(rows: rows, total: total, isLast: offset + rows.count >= total)
  }
}

/// There is no such thing (any more).
struct RedmineNotFound: Error {
  let path: String
}

extension SourceError {
  fileprivate static func redmineHidesFrom(_ login: String) -> SourceError {
    .missingRight(
      """
      the login "\(login)" is not an administrator, and Redmine hides projects, private issues and private notes from all \
      others without saying so. Use the API key of an administrator (My account → API access key)
      """)
  }
}
