import MigrationKit

/// What `load check` has learned of the target: `data/loaded/target.json`. `transform` takes its words, markup and
/// limit from it, `load plan` everything, without a network.
struct TargetDescription: Sendable {
  struct Account: Sendable, Equatable {
    let login: String
    var name = ""
    var email = ""
  }

  let system: TargetSystem
  /// "Redmine at https://…, as admin".
  let product: String
  /// Address, login and marker field: what a journal and a plan belong to.
  let fingerprint: String
  /// Without a slash at the end.
  var url = ""
  /// The name of the marker field.
  var marker = ""
  /// What each queue is called, by the word that `mapping.queues` wants.
  var queues: [String: String] = [:]
  var types: [String] = []
  var states: [String] = []
  var priorities: [String] = []
  var fields: [String] = []
  /// Those of the fields that take several values; nil: not known.
  var fieldsForSeveral: [String]?
  var people: [Account] = []
  var activities: [String] = []
  var roles: [String] = []
  /// Nil when the target shows neither.
  var markup: MarkupLanguage?
  /// In bytes.
  var largestFile: Int?
  var links = LinkRules()
  /// All that the target's own connector knows, in its words.
  var catalog: JSONValue = [:]
}

extension TargetDescription {
  /// What it shows of itself, in a line.
  var summary: String {
    let markup = markup.map { "text format \($0.rawValue)" } ?? "text format unknown"
    let limit =
      largestFile.map { "files up to \(counted($0, "byte"))" } ?? "file size limit unknown"
    return "\(markup), \(limit), \(counted(people.count, "account"))"
  }
}

extension TargetDescription: JSONRecord {
  init(json: JSONNode) throws {
    system = try json.required("system") { $0.string.flatMap(TargetSystem.init) }
    product = try json.string("product")
    fingerprint = try json.string("fingerprint")
    url = try json.string("url")
    marker = try json.string("marker")
    let rows = try json.list("queues") { (try $0.string("identifier"), try $0.string("name")) }
    queues = Dictionary(rows) { first, _ in first }
    types = try json.strings("types")
    states = try json.strings("states")
    priorities = try json.strings("priorities")
    fields = try json.strings("fields")
    if json["fields_for_several"] != nil { fieldsForSeveral = try json.strings("fields_for_several") }
    people = try json.list("people") { person in
      Account(
        login: try person.string("login"), name: try person.string("name"), email: try person.string("email"))
    }
    activities = try json.strings("activities")
    roles = try json.strings("roles")
    markup = try json.optional("markup") { $0.string.flatMap(MarkupLanguage.init) }
    largestFile = try json.optional("largest_file", \.int)
    links = try json.record("links") ?? LinkRules()
    catalog = .source(try json.required("catalog") { $0 })
  }

  var json: JSONValue {
    let rows = queues.sorted { $0.key < $1.key }
    return .members([
      "system": .string(system.rawValue), "product": .string(product), "fingerprint": .string(fingerprint),
      "url": .string(url), "marker": .string(marker),
      "markup": markup.map { .string($0.rawValue) }, "largest_file": largestFile.map { .int($0) },
      "links": links.json,
      "queues": .array(rows.map { ["identifier": .string($0.key), "name": .string($0.value)] }),
      "types": .strings(types), "states": .strings(states), "priorities": .strings(priorities),
      "fields": .strings(fields), "fields_for_several": fieldsForSeveral.map { .strings($0) },
      "people": .array(people.map(\.json)), "activities": .strings(activities),
      "roles": .strings(roles), "catalog": catalog,
    ])
  }
}

extension TargetDescription.Account {
  fileprivate var json: JSONValue {
    ["login": .string(login), "name": .string(name), "email": .string(email)]
  }
}
