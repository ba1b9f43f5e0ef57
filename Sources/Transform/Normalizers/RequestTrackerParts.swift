import MigrationKit

/// Reads the parts of a Request Tracker 5 ticket, as REST2 answers with them.
extension MessagePart {
  /// A row of `GET /REST/2.0/attachments`.
  convenience init(_ node: JSONNode) throws {
    self.init(
      id: try node.text("id"), mediaType: try node.optional("ContentType", \.string) ?? "",
      parent: node["Parent"].flatMap { $0["id"] ?? $0 }.flatMap { $0.string ?? $0.numberText },
      headers: try node.optional("Headers", \.string) ?? "")
  }
}

extension SourcePerson {
  init?(_ node: JSONNode) {
    let id = node["Name"]?.string ?? node["id"].flatMap { $0.string ?? $0.numberText } ?? node.string
    guard let id, !id.isEmpty else { return nil }
    self.init(
      login: id, name: node["RealName"]?.string ?? "",
      email: node["EmailAddress"]?.string.flatMap { $0.isEmpty ? nil : $0 }, isSystem: id == "RT_System")
  }

  /// Request Tracker's stand-in for "no owner".
  var isNobody: Bool { login == "Nobody" }
}

extension SourceField {
  init(_ node: JSONNode) throws {
    let name = try node.text("name")
    let values = try node.rows("values")
    guard !values.contains(where: \.isArray) else {
      throw JSONShapeError("\"values\" of \(name) hold a list")
    }
    let texts = values.compactMap { $0.string ?? $0.numberText ?? $0.bool.map(String.init) }.map(\.cleanText)
    let files = try values.filter(\.isObject).map { value in
      let path = try value.text("_url")
      return "cf-\(path.split(separator: "/").last.map(String.init) ?? path)"
    }
    self.init(id: try node.text("id"), name: name, texts: texts.filter { !$0.isInvisible }, files: files)
  }
}

extension SourceLink {
  /// Nil for a hyperlink that is none between tickets (history, lifecycle, custom fields).
  init?(_ node: JSONNode) throws {
    guard let relation = node["ref"]?.string.flatMap({ Self.references[$0] }) else { return nil }
    if node["type"]?.string == "ticket" {
      self.init(relation: relation, end: .ticket(SourceID(try node.text("id"))))
    } else {
      self.init(relation: relation, end: .address(try node.text("_url")))
    }
  }

  /// By what Request Tracker calls them.
  static let references: [String: Relation] = [
    "parent": .parent, "child": .child, "depends-on": .dependsOn, "depended-on-by": .blocks,
    "refers-to": .refersTo, "referred-to-by": .referredToBy,
  ]
}
