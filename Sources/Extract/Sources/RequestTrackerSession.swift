import MigrationKit

/// A logged-in conversation with one Request Tracker.
///
/// It compares a password or token with its bcrypt hash at every request (260 ms at the default cost), but not
/// a session's cookie, which it tries first. So a cookie is taken once and rides beside the credential;
/// when it has expired, the token still counts and nothing is lost but speed.
struct RequestTrackerSession: Sendable {
  let client: HTTPClient
  /// The name of the user who is logged in.
  let login: String
  /// `RT_SID_example.com.443=…`; nil where the server sets none.
  private let cookie: Secret?

  /// Asks for an attachment that cannot exist: of all pages only this one takes a token, and its "not found"
  /// brings a cookie and the user's name. A password it takes as the fields of a form, as any page does.
  static func open(
    _ client: HTTPClient, _ credential: Credential
  ) async throws(RequestError) -> RequestTrackerSession {
    let path = "/Ticket/Attachment/0/0/x"
    var request = HTTPRequest(.get, path)
    if case .basic(let user, let password) = credential {
      request = .form(path, [("user", user), ("pass", password.reveal())])
      request.isRepeatable = true
    }
    let response: HTTPResponse
    do throws(RequestError) {
      response = try await client.send(request)
    } catch {
      guard case .redirected = error else { throw error }
      throw .unauthorized
    }
    return RequestTrackerSession(
      client: client, login: currentUser(response.body) ?? "unknown",
      cookie: sessionCookie(response.headers))
  }

  /// The request as this session sends it.
  func authorized(_ request: HTTPRequest) -> HTTPRequest {
    guard let cookie else { return request }
    var request = request
    request.headers.append(HTTPHeader("Cookie", cookie.reveal()))
    return request
  }

  func send(_ request: HTTPRequest) async throws(RequestError) -> HTTPResponse {
    try await client.send(authorized(request))
  }

  /// One record, or an error: nothing here is asked for that may be absent.
  func record(_ path: String) async throws -> JSONNode {
    let (response, answer) = try await DoubtfulAnswer.askingAgain {
      let response = try await send(HTTPRequest(.get, "/REST/2.0/\(path)"))
      return (response, try response.json())
    }
    guard response.isSuccess else {
      throw RequestError.failed("Request Tracker answered \(response.status) for \(path): \(answer.message)")
    }
    return answer
  }

  /// The server finds rows first and counts them afterwards. What comes or goes between makes them differ, but
  /// hardly three times in a row; nor is an answer cut short that often.
  func page(of search: RequestTrackerSearch, after id: Int? = nil) async throws -> RequestTrackerSearch.Page {
    try await DoubtfulAnswer.askingAgain {
      try search.page(of: try await send(search.request(after: id)), after: id)
    }
  }

  /// All rows of a search, by id.
  func rows(of search: RequestTrackerSearch) async throws -> [RequestTrackerRow] {
    var rows: [RequestTrackerRow] = []
    while true {
      let page = try await page(of: search, after: rows.last?.id ?? 0)
      rows += page.rows
      if page.isLast { return rows }
    }
  }
}

/// The session's cookie without its attributes.
func sessionCookie(_ headers: [HTTPHeader]) -> Secret? {
  headers.filter { $0.name.lowercased() == "set-cookie" }
    .compactMap { $0.value.split(separator: ";").first }
    .last { $0.hasPrefix("RT_SID_") }
    .map { Secret(String($0)) }
}

/// The name that each of Request Tracker's pages holds for its scripts: `RT.CurrentUser = {…,"Name":"root"};`.
/// Only shown to people: a page that cannot be read for it is no reason to stop, so it is nil then.
func currentUser(_ page: [UInt8]) -> String? {
  let beginning = "RT.CurrentUser = "
  let lines = page.split(separator: UInt8(ascii: "\n"))
  guard let line = lines.first(where: { $0.starts(with: beginning.utf8) }),
    let end = line.lastIndex(of: UInt8(ascii: ";")),
    let user = try? JSONDocument(Array(line[..<end].dropFirst(beginning.utf8.count))).root
  else { return nil }
  return user["Name"]?.string
}
