import MigrationKit

/// The catalog as `data/loaded/target.json` keeps it, so that `load plan` needs no network.
extension RedmineCatalog: JSONRecord {
  init(json: JSONNode) throws {
    let roles = try json.named("roles", Role.init)
    account = try User(record: json.required("account") { $0 })
    trackers = try json.named("trackers") { try $0.int("id") }
    statuses = try json.named("statuses", Status.init)
    priorities = try json.named("priorities") { try $0.int("id") }
    fields = try json.named("fields", Field.init(record:))
    activities = try json.named("activities") { try $0.int("id") }
    titles = try json.named("titles") { try $0.string("title") }
    projects = try json.named("projects") { try Project(record: $0, roles: Array(roles.values)) }
    users = Dictionary(try json.list("users", User.init(record:)).map { ($0.login.lowercased(), $0) }) {
      first, _ in first
    }
    marker = try json.optional("marker", Marker.init)
    speaksEnglish = try json.bool("speaks_english")
    settings = RedmineSettings(
      markup: try json.optional("markup", \.string).flatMap(MarkupLanguage.init),
      largestFile: try json.optional("largest_file", \.int), year: try json.optional("year", \.int),
      relatesProjects: try json.optional("relates_projects", \.bool),
      subtaskReach: try json.optional("subtasks", \.string).flatMap(SubtaskReach.init))
    parents = try json.named("parents") { try $0.string("in") }
    self.roles = roles
  }

  var json: JSONValue {
    .members([
      "account": account.json, "trackers": .named(trackers) { ["id": .int($0)] },
      "statuses": .named(statuses) { ["id": .int($0.id), "closed": .bool($0.isClosed)] },
      "priorities": .named(priorities) { ["id": .int($0)] }, "fields": .named(fields, \.json),
      "activities": .named(activities) { ["id": .int($0)] }, "roles": .named(roles, \.json),
      "titles": .named(titles) { ["title": .string($0)] }, "projects": .named(projects, \.json),
      "users": .array(users.sorted { $0.key < $1.key }.map(\.value.json)), "marker": marker?.json,
      "speaks_english": .bool(speaksEnglish), "markup": settings.markup.map { .string($0.rawValue) },
      "largest_file": settings.largestFile.map { .int($0) }, "year": settings.year.map { .int($0) },
      "relates_projects": settings.relatesProjects.map { .bool($0) },
      "subtasks": settings.subtaskReach.map { .string($0.rawValue) },
      "parents": .named(parents) { ["in": .string($0)] },
    ])
  }
}

extension RedmineCatalog.User {
  fileprivate init(record json: JSONNode) throws {
    self.init(
      id: try json.int("id"), login: try json.string("login"), name: try json.string("name"),
      email: try json.string("email"), isActive: try json.bool("active"), isAdmin: try json.bool("admin"),
      isRegistered: try json.optional("registered", \.bool) ?? false,
      isUnused: try json.optional("unused", \.bool) ?? false)
  }

  fileprivate var json: JSONValue {
    .members([
      "id": .int(id), "login": .string(login), "name": .string(name), "email": .string(email),
      "active": .bool(isActive), "admin": .bool(isAdmin), "registered": isRegistered ? true : nil,
      "unused": isUnused ? true : nil,
    ])
  }
}

extension RedmineCatalog.Role {
  fileprivate init(_ json: JSONNode) throws {
    self.init(
      id: try json.int("id"), permissions: Set(try json.strings("permissions")),
      isAssignable: try json.bool("assignable"))
  }

  fileprivate var json: JSONValue {
    ["id": .int(id), "assignable": .bool(isAssignable), "permissions": .strings(permissions.sorted())]
  }
}

extension RedmineCatalog.Status {
  fileprivate init(_ json: JSONNode) throws {
    self.init(id: try json.int("id"), isClosed: try json.bool("closed"))
  }
}

extension RedmineCatalog.Project {
  fileprivate init(record json: JSONNode, roles: [RedmineCatalog.Role]) throws {
    let members = try json.list("members") { member in
      let held = try member.numbers("roles")
      return (try member.int("user"), RedmineCatalog.Member(roles.filter { held.contains($0.id) }))
    }
    let fields = try json.list("fields") { (try $0.int("id"), try $0.bool("enabled")) }
    self.init(
      id: try json.int("id"), created: try json.string("created"), isOpen: try json.bool("open"),
      modules: Set(try json.strings("modules")), trackers: try json.numbers("trackers"),
      members: Dictionary(members) { first, _ in first }, fields: Dictionary(fields) { first, _ in first },
      hasDefaultVersion: try json.optional("default_version", \.bool) ?? false,
      hasDefaultAssignee: try json.optional("default_assignee", \.bool) ?? false)
  }

  fileprivate var json: JSONValue {
    .members([
      "id": .int(id), "created": .string(created), "open": .bool(isOpen),
      "modules": .strings(modules.sorted()),
      "trackers": .numbers(trackers),
      "members": .array(
        members.sorted { $0.key < $1.key }.map { ["user": .int($0.key), "roles": .numbers($0.value.roles)] }),
      "fields": .array(
        fields.sorted { $0.key < $1.key }.map { ["id": .int($0.key), "enabled": .bool($0.value)] }),
      "default_version": hasDefaultVersion ? true : nil,
      "default_assignee": hasDefaultAssignee ? true : nil,
    ])
  }
}

extension RedmineCatalog.Marker {
  fileprivate init?(_ json: JSONNode) throws {
    guard let format = Format(rawValue: try json.string("format")) else { return nil }
    self.init(field: try json.int("field"), format: format)
  }

  fileprivate var json: JSONValue { ["field": .int(field), "format": .string(format.rawValue)] }
}
