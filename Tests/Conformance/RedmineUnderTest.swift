import Foundation
import MigrationKit
import Testing

@testable import Sandbox

/// The Redmine that the conformance tests talk to: the imitation, or the real one at TICKETFERRY_REDMINE_URL with
/// an administrator's TICKETFERRY_REDMINE_KEY. The tests leave issues behind in its project "support".
struct RedmineUnderTest: Sendable {
  private let exchange: @Sendable (WebRequest) async throws -> WebResponse
  private let keys: [Caller: String]

  enum Caller: String, Sendable {
    case admin, anna, boris, reporter, stranger
  }

  static func connected() async throws -> RedmineUnderTest { try await shared.value }

  private static let shared = Task { try await RedmineUnderTest() }

  private init() async throws {
    let environment = ProcessInfo.processInfo.environment
    let adminKey: String
    if let address = environment["TICKETFERRY_REDMINE_URL"] {
      adminKey = try #require(environment["TICKETFERRY_REDMINE_KEY"])
      exchange = try network(address)
    } else {
      adminKey = "0123456789abcdef0123456789abcdef01234567"
      let imitation = RedmineImitation(apiKey: adminKey)
      imitation.setUp { $0 = .prepared }
      let server = try WebServer(application: imitation)
      exchange = try network("http://127.0.0.1:\(server.port)")
    }
    let exchange = exchange
    var keys = [Caller.admin: adminKey, .stranger: "nobody"]
    for caller in [Caller.anna, .boris, .reporter] {
      keys[caller] = try await apiKey(of: caller.rawValue, adminKey: adminKey, exchange)
    }
    self.keys = keys
  }

  func send(
    _ method: String, _ path: String, query: [(name: String, value: String)] = [], as caller: Caller = .admin,
    for login: String? = nil, type: String = "application/json", body: [UInt8] = []
  ) async throws -> Reply {
    var headers = [
      (name: "X-Redmine-API-Key", value: keys[caller] ?? ""), (name: "Content-Type", value: type),
    ]
    if let login { headers.append((name: "X-Redmine-Switch-User", value: login)) }
    let response = try await exchange(
      WebRequest(method: method, path: path, query: query, headers: headers, body: body))
    return Reply(status: response.status, bytes: response.body)
  }

  func get(
    _ path: String, _ query: KeyValuePairs<String, String> = [:], as caller: Caller = .admin,
    for login: String? = nil
  ) async throws -> Reply {
    try await send("GET", path, query: query.map { (name: $0.key, value: $0.value) }, as: caller, for: login)
  }

  func post(
    _ path: String, _ value: JSONValue, as caller: Caller = .admin, for login: String? = nil
  ) async throws -> Reply {
    try await send("POST", path, as: caller, for: login, body: value.bytes)
  }

  func put(
    _ path: String, _ value: JSONValue, as caller: Caller = .admin, for login: String? = nil
  ) async throws -> Reply {
    try await send("PUT", path, as: caller, for: login, body: value.bytes)
  }
}

/// An answer, read when asked.
struct Reply: Sendable {
  let status: Int
  let bytes: [UInt8]

  var json: JSONNode { get throws { try JSONDocument(bytes).root } }

  /// The words of a 422.
  var errors: [String] {
    get throws { try json["errors"]?.elements.compactMap(\.string) ?? ["no errors member"] }
  }
}

extension RedmineUnderTest {
  /// Creates an issue in "support" from these members and returns its number.
  func createIssue(
    _ members: KeyValuePairs<String, JSONValue> = [:], as caller: Caller = .admin, for login: String? = nil
  ) async throws -> Int {
    let reply = try await postIssue(members, as: caller, for: login)
    try #require(reply.status == 201, "\(String(decoding: reply.bytes, as: UTF8.self))")
    return try #require(try reply.json["issue"]?["id"]?.int)
  }

  func postIssue(
    _ members: KeyValuePairs<String, JSONValue>, as caller: Caller = .admin, for login: String? = nil
  ) async throws -> Reply {
    let given = members.map { JSONValue.Member($0.key, $0.value) }
    let defaults = [JSONValue.Member("project_id", "support"), .init("subject", "Conformance")]
      .filter { member in !given.contains { $0.key == member.key } }
    return try await post("/issues.json", ["issue": .object(defaults + given)], as: caller, for: login)
  }

  func change(
    _ id: Int, _ members: JSONValue, as caller: Caller = .admin, for login: String? = nil
  ) async throws -> Reply {
    try await put("/issues/\(id).json", ["issue": members], as: caller, for: login)
  }

  func issue(_ id: Int, include: String = "", as caller: Caller = .admin) async throws -> JSONNode {
    let reply = try await get("/issues/\(id).json", ["include": include], as: caller)
    try #require(reply.status == 200)
    return try #require(try reply.json["issue"])
  }

  func journals(of id: Int, as caller: Caller = .admin) async throws -> [JSONNode] {
    try await issue(id, include: "journals", as: caller)["journals"]?.elements ?? []
  }

  func upload(_ bytes: [UInt8], name: String, type: String? = nil) async throws -> String {
    let query = [(name: "filename", value: name)] + (type.map { [(name: "content_type", value: $0)] } ?? [])
    let reply = try await send(
      "POST", "/uploads.json", query: query, type: "application/octet-stream", body: bytes)
    return try #require(try reply.json["upload"]?["token"]?.string)
  }

  /// An issue's value for a custom field.
  static func value(_ issue: JSONNode, field id: Int) -> JSONNode? {
    issue["custom_fields"]?.elements.first { $0["id"]?.int == id }?["value"]
  }

  /// A number that no other issue has as its marker.
  static var newMarker: Int { Int.random(in: 100_000_000..<2_000_000_000) }
}

/// The key that an administrator may read from a user's record.
private func apiKey(
  of login: String, adminKey: String, _ exchange: @Sendable (WebRequest) async throws -> WebResponse
) async throws -> String {
  func get(_ path: String, _ query: [(name: String, value: String)]) async throws -> JSONNode {
    let headers = [(name: "X-Redmine-API-Key", value: adminKey)]
    let response = try await exchange(
      WebRequest(method: "GET", path: path, query: query, headers: headers, body: []))
    return try JSONDocument(response.body).root
  }
  let users = try await get("/users.json", [(name: "name", value: login)])["users"]?.elements ?? []
  let id = try #require(users.first { $0["login"]?.string == login }?["id"]?.int)
  return try #require(try await get("/users/\(id).json", [])["user"]?["api_key"]?.string)
}
