import MigrationKit

/// Reads an issue back for `load verify`. It shares no code with the writing side, so that one mistake cannot
/// hide another.
///
/// Source: redmine.org/projects/redmine/wiki/Rest_Issues ("Showing an issue"), read against 5.0.
struct RedmineReader: TicketReader {
  let markerField: Int
  /// Logins by user number; who is not in it (deleted users, groups) is given by the name the server shows.
  let logins: [Int: String]
  /// Project identifiers by number; an issue shows only its project's number and title.
  let projects: [Int: String]
  /// What stored values of a field, by its number, are shown as: enumerations store numbers.
  var choices: [Int: [String: String]] = [:]
  /// Each custom field's `field_format`, by name.
  var formats: [String: String] = [:]
  let send: @Sendable (HTTPRequest) async throws -> HTTPResponse

  func read(_ id: TargetID<Ticket>) async throws -> LoadedTicket? {
    let response = try await send(
      HTTPRequest(
        .get, "/issues/\(percentEncoded(id.text)).json",
        query: [("include", "journals,attachments,relations,watchers,children")]))
    if response.status == 404 { return nil }
    guard response.status == 200 else { throw ReadBackError.absent(issue: id.text, status: response.status) }
    return try ticket(from: response.json().required("issue") { $0 })
  }

  func kind(ofField name: String) -> FieldKind {
    switch formats[name] {
    case "int", "float": .number
    case "list", "enumeration": .choice
    case "date": .day
    case "bool": .flag
    case "user": .account
    default: .text
    }
  }

  /// Redmine takes path and drive off a name and writes "_" for what file systems forbid (measured on 5.0.4).
  func fileName(for name: String) -> String {
    let last = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? ""
    var kept = ""
    var isForbidden = false
    for scalar in last.unicodeScalars {
      let wasForbidden = isForbidden
      isForbidden = "?%*:|\"'<>\r\n".unicodeScalars.contains(scalar)
      if !isForbidden { kept.unicodeScalars.append(scalar) } else if !wasForbidden { kept += "_" }
    }
    return kept
  }

  private func ticket(from issue: JSONNode) throws -> LoadedTicket {
    let shown = try ShownIssue(issue)
    let files = try shown.filesByNote()
    let fields = try issue.list("custom_fields", ShownField.init)
    return LoadedTicket(
      marker: fields.first { $0.id == markerField }?.values.first ?? "",
      project: try issue.required("project", project), type: try name("tracker", of: issue),
      state: try name("status", of: issue), priority: try name("priority", of: issue),
      subject: try issue.string("subject"), assignee: try person("assigned_to", of: issue),
      author: try person("author", of: issue) ?? "",
      created: try issue.optional("created_on", \.string) ?? "",
      startDate: try issue.optional("start_date", \.string),
      dueDate: try issue.optional("due_date", \.string),
      estimatedHours: try issue.optional("estimated_hours", \.numberText),
      fields: Dictionary(fields.map { ($0.name, shownValues(of: $0)) }) { first, _ in first },
      unasked: try unasked(of: issue),
      description: lineFeeds(try issue.optional("description", \.string) ?? ""), files: files.opening,
      notes: try files.notes.map(note), watchers: try issue.list("watchers", login),
      links: try links(of: issue), hasChildren: issue["children"]?.elements.isEmpty == false)
  }

  private func note(_ shown: ShownIssue.Note) throws -> LoadedTicket.Note {
    LoadedTicket.Note(
      text: lineFeeds(shown.text), isPrivate: shown.isPrivate,
      author: try shown.journal.optional("user", login) ?? "", files: shown.files)
  }

  private func name(_ key: String, of issue: JSONNode) throws -> String {
    try issue.required(key) { try $0.string("name") }
  }

  /// A project's defaults may fill these in.
  private func unasked(of issue: JSONNode) throws -> [String: String] {
    let named = { (key: String) in try issue.optional(key) { try $0.string("name") } }
    let isPrivate = issue["is_private"]?.bool == true
    return [
      "version": try named("fixed_version"), "category": try named("category"),
      "private": isPrivate ? "yes" : nil,
    ].compactMapValues(\.self)
  }

  private func shownValues(of field: ShownField) -> [String] {
    field.values.map { choices[field.id]?[$0] ?? $0 }
  }

  private func project(_ shown: JSONNode) throws -> String {
    try projects[shown.int("id")] ?? shown.string("name")
  }

  private func person(_ key: String, of issue: JSONNode) throws -> String? { try issue.optional(key, login) }

  private func login(_ user: JSONNode) throws -> String {
    try logins[user.int("id")] ?? user.optional("name", \.string) ?? ""
  }

  private func links(of issue: JSONNode) throws -> Set<String> {
    let id = try issue.int("id")
    let parent = try issue.optional("parent") { "parent \(try $0.int("id"))" }
    let relations = try issue.list("relations") { relation in
      let (from, to) = (try relation.int("issue_id"), try relation.int("issue_to_id"))
      let kind = try relation.string("relation_type")
      return from == id || kind == "relates" ? "\(kind) \(from == id ? to : from)" : "\(kind) by \(from)"
    }
    return Set(relations + [parent].compactMap { $0 })
  }
}

/// An issue that should be there and cannot be read.
enum ReadBackError: Error, Equatable, CustomStringConvertible {
  case absent(issue: String, status: Int)

  var description: String {
    switch self {
    case .absent(let issue, let status): "issue \(issue) could not be read (\(status))"
    }
  }
}

private struct ShownField {
  let id: Int
  let name: String
  let values: [String]

  init(_ json: JSONNode) throws {
    id = try json.int("id")
    name = try json.string("name")
    let nodes = json["value"].map { $0.isArray ? $0.elements : [$0] } ?? []
    values = nodes.compactMap(\.string).filter { !$0.isEmpty }
  }
}

/// Redmine gives back texts from its forms, and descriptions always, with CRLF.
private func lineFeeds(_ text: String) -> String {
  String(text.map { $0 == "\r\n" ? "\n" : $0 })
}
