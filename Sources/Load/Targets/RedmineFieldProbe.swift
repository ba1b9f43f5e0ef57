import MigrationKit

/// Asks in the one way REST leaves open whether a custom field is there in a project: by a filter without a value.
/// Where the field is known that is refused with 422 ("RT ticket cannot be blank"); where it is not, the filter is
/// ignored and the answer is 200. The list of a project's fields leaves out those meant for all projects.
struct RedmineFieldProbe: Sendable {
  let field: Int
  let send: RedmineTarget.Send

  func isEnabled(in project: String) async throws -> Bool {
    let response = try await answer([("project_id", project)])
    if response.status == 422 { return true }
    _ = try response.json().required("issues") { $0.isArray ? true : nil }
    return false
  }

  /// The refusal is in the language of the key's account.
  func speaksEnglish() async throws -> Bool {
    let response = try await answer([])
    guard response.status == 422 else { return true }
    return try response.json().strings("errors").contains { $0.hasSuffix("cannot be blank") }
  }

  private func answer(_ query: [(name: String, value: String)]) async throws -> HTTPResponse {
    try await send(HTTPRequest(.get, "/issues.json", query: query + [("limit", "1"), ("cf_\(field)", "")]))
  }
}

extension RedmineCatalog.Marker {
  /// Nil for formats that cannot be searched for several values at once.
  init?(_ field: RedmineCatalog.Field) {
    let formats: [String: Format] = ["int": .int, "string": .string]
    guard let format = formats[field.format], field.isFilter, !field.isMultiple else { return nil }
    self.init(field: field.id, format: format)
  }
}

extension RedmineCatalog.User {
  init(json: JSONNode, isActive: Bool) throws {
    let names = [try json.optional("firstname", \.string), try json.optional("lastname", \.string)]
    self.init(
      id: try json.int("id"), login: try json.string("login"),
      name: names.compactMap(\.self).joined(separator: " "),
      email: try json.optional("mail", \.string) ?? "", isActive: isActive,
      isAdmin: try json.optional("admin", \.bool) ?? false,
      isUnused: try json.optional("last_login_on", \.string) == nil)
  }
}
