import MigrationKit

extension RedmineCatalog {
  /// `GET /custom_fields.json`, those of issues.
  struct Field: Sendable, Equatable {
    let id: Int
    /// "int", "string", "list", "enumeration", …
    let format: String
    let isMultiple: Bool
    let isFilter: Bool
    let isRequired: Bool
    /// A ticket without a value gets one.
    var hasDefault = false
    let trackers: Set<Int>
    /// What is shown → what is stored; they differ in enumerations, which store numbers, and in "bool".
    let choices: [String: String]
    var limits = Limits()

    /// What a value's text must be; lists, dates and accounts have no such limits.
    struct Limits: Sendable, Equatable {
      /// In code points; nil or 0: no limit.
      var shortest: Int?
      var longest: Int?
      /// Ruby's; empty: any text.
      var pattern = ""
    }
  }
}

extension RedmineCatalog.Field {
  init(json: JSONNode) throws {
    id = try json.int("id")
    format = try json.string("field_format")
    isMultiple = try json.optional("multiple", \.bool) ?? false
    isFilter = try json.optional("is_filter", \.bool) ?? false
    isRequired = try json.optional("is_required", \.bool) ?? false
    hasDefault = json["default_value"].map { !$0.isNull && $0.string != "" } ?? false
    trackers = Set(try json.list("trackers") { try $0.int("id") })
    let choices = try json.list("possible_values") { choice in
      let value = try choice.string("value")
      return (try choice.optional("label", \.string) ?? value, value)
    }
    self.choices = Dictionary(choices) { first, _ in first }
    limits = try Limits(json)
  }

  /// As `data/loaded/target.json` keeps it.
  init(record json: JSONNode) throws {
    self.init(
      id: try json.int("id"), format: try json.string("format"), isMultiple: try json.bool("multiple"),
      isFilter: try json.bool("filter"), isRequired: try json.bool("required"),
      hasDefault: try json.optional("default", \.bool) ?? false,
      trackers: try json.numbers("trackers"),
      choices: try json.named("choices") { try $0.string("value") }, limits: try Limits(json))
  }

  var json: JSONValue {
    .members([
      "id": .int(id), "format": .string(format), "multiple": .bool(isMultiple), "filter": .bool(isFilter),
      "required": .bool(isRequired), "default": hasDefault ? true : nil,
      "min_length": limits.shortest.map { .int($0) },
      "max_length": limits.longest.map { .int($0) },
      "regexp": limits.pattern.isEmpty ? nil : .string(limits.pattern),
      "trackers": .numbers(trackers), "choices": .named(choices) { ["value": .string($0)] },
    ])
  }

  /// Stored value → what is shown, where they differ.
  var shown: [String: String] {
    Dictionary(choices.filter { $0.key != $0.value }.map { ($0.value, $0.key) }) { first, _ in first }
  }
}

extension RedmineCatalog.Field.Limits {
  /// Redmine's own names are those of the record too.
  fileprivate init(_ json: JSONNode) throws {
    shortest = try json.optional("min_length", \.int)
    longest = try json.optional("max_length", \.int)
    pattern = try json.optional("regexp", \.string) ?? ""
  }
}
