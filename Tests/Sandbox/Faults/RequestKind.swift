import MigrationKit

/// What a request is for, as a fault chooses its victims by it.
package enum RequestKind: String, CaseIterable, Sendable {
  // To Redmine.
  case create, note, upload, watcher, relation, state, parent, time, account
  /// A text that was sent before, now with new numbers.
  case text
  /// Any other change, such as hiding a note.
  case change
  /// The list of issues with a value of a custom field, as the marker is searched for.
  case search
  // To Request Tracker.
  case list, attachment
  /// Any other question.
  case question

  /// A change of an issue is told apart by its body, so before the body is there every one is a note.
  package init(_ request: WebRequest) {
    let parts = request.path.split(separator: "/")
    switch (request.method, parts.first, parts.last) {
    case (_, "REST", _) where request.path.contains("/download/"): self = .attachment
    case ("POST", "REST", _): self = .list
    case ("GET", "Ticket", _): self = .attachment
    case ("POST", _, "uploads.json"): self = .upload
    case ("POST", _, "issues.json"): self = .create
    case ("POST", _, "time_entries.json"): self = .time
    case ("POST", _, "users.json"), ("POST", _, "memberships.json"), ("PUT", "users", _): self = .account
    case ("PUT", "journals", _): self = Self.rewriting(request.body)
    case ("POST", _, "watchers.json"): self = .watcher
    case ("POST", _, "relations.json"): self = .relation
    case ("PUT", "issues", _): self = Self.change(request.body)
    case ("GET", "issues.json", _) where request.query.contains { $0.name.hasPrefix("cf_") && $0.value != "" }:
      self = .search
    case ("GET", _, _): self = .question
    default: self = .change
    }
  }

  private static func change(_ body: [UInt8]) -> RequestKind {
    guard !body.isEmpty, let issue = try? JSONDocument(body).root["issue"] else { return .note }
    if issue["notes"] != nil { return .note }
    if issue["description"] != nil { return .text }
    return issue["parent_issue_id"] != nil ? .parent : .state
  }

  private static func rewriting(_ body: [UInt8]) -> RequestKind {
    let journal = try? JSONDocument(body).root["journal"]
    return journal?["notes"] == nil ? .change : .text
  }

  /// Whether it changes the target.
  package var isWriting: Bool {
    ![.search, .list, .attachment, .question].contains(self)
  }

  package static let writing = Set(allCases.filter(\.isWriting))
}
