import MigrationKit

/// `GET /issues/{id}.json?include=journals,attachments,watchers,children,relations`, as far as recovery needs it; the
/// answer to a creation has the same members but for what is included.
struct RedmineIssue: Sendable, Equatable {
  struct Note: Sendable, Equatable {
    let id: Int
    let text: String
    let isPrivate: Bool
    let author: Int?
  }

  let project: Int
  let tracker: Int
  let trackerName: String
  let status: Int
  let statusName: String
  let priority: Int
  let priorityName: String
  let author: Int?
  let assignee: Int?
  let assigneeName: String
  let subject: String
  let description: String
  let startDate: String?
  let dueDate: String?
  let estimatedMinutes: Int?
  let isPrivate: Bool
  /// What no ticket has and Redmine may give by itself: "version" → "1.0".
  let unasked: [String: String]
  /// By the field's number.
  let fields: [Int: [String]]
  let notes: [Note]
  let watchers: Set<Int>
  /// In bytes; names are changed by the server.
  let fileSizes: [Int]
  let hasChildren: Bool
  let links: Set<LoadedLink>

  init(json: JSONNode) throws {
    let number = { (key: String) in try json.optional(key) { try $0.int("id") } }
    let name = { (key: String) in try json.optional(key) { try $0.string("name") } }
    project = try number("project") ?? 0
    tracker = try number("tracker") ?? 0
    trackerName = try name("tracker") ?? "none"
    status = try json.required("status") { try $0.int("id") }
    statusName = try json.required("status") { try $0.string("name") }
    priority = try number("priority") ?? 0
    priorityName = try name("priority") ?? "none"
    author = try number("author")
    assignee = try number("assigned_to")
    assigneeName = try name("assigned_to") ?? ""
    subject = try json.string("subject")
    description = try json.optional("description", \.string) ?? ""
    startDate = try json.optional("start_date", \.string)
    dueDate = try json.optional("due_date", \.string)
    estimatedMinutes = try json.optional("estimated_hours") { $0.numberText.flatMap(Double.init) }
      .map { Int(($0 * 60).rounded()) }
    isPrivate = try json.optional("is_private", \.bool) ?? false
    unasked = ["version": try name("fixed_version"), "category": try name("category")].compactMapValues(
      \.self)
    fields = Dictionary(try json.list("custom_fields", Self.field)) { first, _ in first }
    notes = try json.list("journals", Note.init).filter { !$0.text.isEmpty }
    watchers = Set(try json.list("watchers") { try $0.int("id") })
    fileSizes = try json.list("attachments") { try $0.int("filesize") }
    hasChildren = json["children"]?.elements.isEmpty == false
    links = try Self.links(json)
  }

  /// Relations of kinds that are never made here are passed over.
  private static func links(_ json: JSONNode) throws -> Set<LoadedLink> {
    let id = try json.int("id")
    let parent = try json.optional("parent") { LoadedLink(.parent, try $0.int("id")) }
    let relations = try json.list("relations") { relation -> LoadedLink? in
      let (from, to) = (try relation.int("issue_id"), try relation.int("issue_to_id"))
      switch try relation.string("relation_type") {
      case "relates": return LoadedLink(.relates, from == id ? to : from)
      case "blocks" where from == id: return LoadedLink(.blocks, to)
      default: return nil
      }
    }
    return Set((relations + [parent]).compactMap { $0 })
  }

  private static func field(_ json: JSONNode) throws -> (Int, [String]) {
    let value = json["value"]
    let values = value?.isArray == true ? try json.strings("value") : [value?.string].compactMap { $0 }
    return (try json.int("id"), values.filter { !$0.isEmpty })
  }
}

extension LoadedLink {
  fileprivate init(_ kind: TicketLink.Kind, _ issue: Int) {
    self.init(kind: kind, other: TargetID(String(issue)))
  }
}

extension RedmineIssue.Note {
  init(json: JSONNode) throws {
    id = try json.int("id")
    text = try json.optional("notes", \.string) ?? ""
    isPrivate = try json.optional("private_notes", \.bool) ?? false
    author = try json.optional("user") { try $0.int("id") }
  }
}
