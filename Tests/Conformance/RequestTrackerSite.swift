import Foundation
import MigrationKit
import Testing

@testable import Sandbox

/// The RT under test: a real one when the environment names it, else the imitation, served by this process.
struct RequestTrackerSite: Sendable {
  let base: String
  let token: String
  /// Of a user who does not see everything; nil where none is known.
  let limitedToken: String?

  static func open() throws -> RequestTrackerSite {
    let environment = ProcessInfo.processInfo.environment
    if let url = environment["TICKETFERRY_RT_URL"], let token = environment["TICKETFERRY_RT_TOKEN"] {
      return RequestTrackerSite(
        base: url, token: token, limitedToken: environment["TICKETFERRY_RT_LIMITED_TOKEN"])
    }
    let server = try imitation.get()
    return RequestTrackerSite(
      base: "http://127.0.0.1:\(server.port)", token: "token-1", limitedToken: "token-1-limited")
  }

  /// Whether there is a login that does not see everything: the imitation has one, of a real RT it must be named.
  static var hasLimitedLogin: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["TICKETFERRY_RT_URL"] == nil || environment["TICKETFERRY_RT_LIMITED_TOKEN"] != nil
  }

  /// One for all tests; it ends with the process.
  private static let imitation = Result {
    try WebServer(application: RequestTrackerImitation(token: "token-1"))
  }

  /// - Parameter token: Nil sends no credential at all.
  func client(token: String?, userAgent: String = "ticketferry-tests") throws -> HTTPClient {
    let credential = token.map {
      Credential.header(name: "Authorization", prefix: "token ", Secret($0))
    }
    return try HTTPClient(
      base: base, credential: credential,
      settings: HTTPSettings(userAgent: userAgent, waiting: PatientClock().waiting))
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await client(token: token).send(request)
  }

  func get(_ resource: String, _ query: KeyValuePairs<String, String> = [:]) async throws -> JSONNode {
    let response = try await answer(resource, query)
    #expect(response.status == 200, "\(resource): \(response.excerpt)")
    return try response.json()
  }

  func answer(_ resource: String, _ query: KeyValuePairs<String, String> = [:]) async throws -> HTTPResponse {
    try await send(
      HTTPRequest(.get, "/REST/2.0/\(resource)", query: query.map { (name: $0.key, value: $0.value) }))
  }

  /// Any ticket, as the single record shows it.
  func someTicket() async throws -> JSONNode {
    let page = try await get("tickets", ["query": "id > 0", "per_page": "1", "orderby": "id"])
    let id = try #require(page["items"]?.elements.first?["id"]?.string)
    return try await get("ticket/\(id)")
  }

  func transactions(_ query: String, fields: String = "Type", perPage: Int = 100) async throws -> JSONNode {
    try await get(
      "transactions",
      ["query": query, "fields": fields, "per_page": String(perPage), "orderby": "id"])
  }

  func attachments(_ query: String, fields: String = "TransactionId", perPage: Int = 100) async throws
    -> JSONNode
  {
    try await get(
      "attachments",
      ["query": query, "fields": fields, "per_page": String(perPage), "orderby": "id"])
  }
}

extension JSONNode {
  var items: [JSONNode] { self["items"]?.elements ?? [] }
  var ids: [Int] { items.compactMap { $0["id"]?.string.flatMap { Int($0) } } }
  func texts(_ field: String) -> [String] { items.compactMap { $0[field]?.string } }
}
