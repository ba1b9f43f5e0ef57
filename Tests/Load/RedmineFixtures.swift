import Foundation
import MigrationKit

@testable import Load

/// Answers of a real Redmine 5.0.4, recorded; mail addresses and keys are taken out.
enum RedmineFixtures {
  static func bytes(_ name: String, _ kind: String = "json") throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/Redmine")
    return Array(try Data(contentsOf: folder.appending(path: "\(name).\(kind)")))
  }

  static func json(_ name: String) throws -> JSONNode { try JSONDocument(bytes(name)).root }

  /// Plays the recorded server. `changes` answer instead, by the request's target or path.
  static func server(_ changes: [String: HTTPResponse] = [:]) -> RedmineTarget.Send {
    { request in
      if let answer = changes[request.target] ?? changes[request.path] { return answer }
      guard let name = try name(of: request) else { return HTTPResponse(status: 404) }
      return HTTPResponse(status: name == "blank" ? 422 : 200, body: try body(name))
    }
  }

  private static func body(_ name: String) throws -> [UInt8] {
    switch name {
    case "blank": Array(#"{"errors":["RT ticket cannot be blank"]}"#.utf8)
    case "news": try bytes(name, "html")
    default: try bytes(name)
    }
  }

  private static func name(of request: HTTPRequest) throws -> String? {
    let names = [
      "/users/current.json": "current", "/custom_fields.json": "custom_fields", "/trackers.json": "trackers",
      "/issue_statuses.json": "issue_statuses", "/enumerations/issue_priorities.json": "issue_priorities",
      "/projects/support.json": "project", "/projects/support/memberships.json": "memberships",
      "/roles.json": "roles", "/roles/3.json": "role-3", "/roles/4.json": "role-4", "/roles/5.json": "role-5",
      "/enumerations/time_entry_activities.json": "time_entry_activities", "/projects.json": "projects",
      "/news": "news", "/issues.json": "blank", "/issues/29.json": "issue",
    ]
    if request.path == "/users.json" { return request.query.first.map { "users-\($0.value)" } }
    return names[request.path]
  }

  static let vocabulary = Vocabulary(
    queues: ["support": 3], types: ["Support": 3], states: ["New": 1, "Closed": 2], priorities: ["High": 3],
    fields: ["Kundennummer": 1, "Affected versions": 2], logins: ["anna": 1, "reporter": 1],
    owners: ["support": ["anna": 1]], authors: ["support": ["anna": 1, "reporter": 1]])

  static func findings(
    _ vocabulary: Vocabulary = vocabulary, marker: String = "RT ticket",
    _ changes: [String: HTTPResponse] = [:]
  ) async throws -> RedmineInspector.Findings {
    try await RedmineInspector(
      base: "https://redmine.example.com", needs: TargetNeeds(vocabulary: vocabulary, marker: marker),
      send: server(changes)
    ).inspect()
  }

  static func target(
    _ needs: TargetNeeds = TargetNeeds(vocabulary: vocabulary, marker: "RT ticket")
  ) async throws -> RedmineTarget {
    RedmineTarget(
      base: "https://redmine.example.com", needs: needs, catalog: try await findings().catalog,
      blobPath: { "/blobs/\($0)" },
      send: server())
  }
}
