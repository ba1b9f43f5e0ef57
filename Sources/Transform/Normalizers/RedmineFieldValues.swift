import MigrationKit

/// Values of custom fields in words: Redmine has numbers for people, versions and choices.
struct RedmineFieldValues {
  let census: Census

  /// The kind of value names under which fields have their formats.
  static let formats = "field_formats"

  /// The kind of value names of a field with choices.
  static func kind(_ field: String) -> String { "field_\(field)" }

  func field(_ node: JSONNode) throws -> SourceField {
    let id = try node.text("id")
    let values = node["value"].map { $0.isArray ? $0.elements : [$0] } ?? []
    let texts = values.compactMap { $0.string ?? $0.numberText }.filter { !$0.isInvisible }
    let isOfFiles = census.valueNames[Self.formats]?[id] == "attachment"
    return SourceField(
      id: id, name: try node.string("name"),
      texts: isOfFiles ? [] : texts.map { word(for: $0, of: id).cleanText },
      files: isOfFiles ? texts : [])
  }

  func word(for value: String, of field: String) -> String {
    switch census.valueNames[Self.formats]?[field] {
    // By what the new system can find them.
    case "user": census.person(number: value).map { $0.email ?? $0.id } ?? value
    case "version": census.valueNames["fixed_version_id"]?[value] ?? value
    case "enumeration": census.valueNames[Self.kind(field)]?[value] ?? value
    default: value
    }
  }
}
