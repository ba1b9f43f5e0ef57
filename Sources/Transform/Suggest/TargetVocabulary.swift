import MigrationKit

/// The words the new system knows, and what it can take, as `load check` keeps them in `data/loaded/target.json`.
///
/// Read tolerantly: a section may be absent; it is a list of names, a list of objects with a name, or an object
/// whose keys are the names.
struct TargetVocabulary: Sendable {
  /// Nil: nobody has asked the target yet.
  var queues: [String]?
  var types: [String]?
  var states: [String]?
  var priorities: [String]?
  var fields: [String]?
  /// Those of the fields that take several values.
  var fieldsForSeveral: [String]?
  var people: [Account]?
  var markup: MarkupLanguage?
  /// Bytes.
  var largestFile: Int?
  var links = LinkRules()

  struct Account: Sendable {
    let login: String
    var name: String?
    var email: String?
  }

  init() {}

  /// Knows nothing where there is no such file.
  init(path: String) throws {
    guard Disk.exists(path) else { return }
    let node = try RecordLine(bytes: try Disk.contents(path), path: path, number: 1).node()
    queues = node["queues"]?.names("identifier", "name")
    types = node["types"]?.names("name")
    states = node["states"]?.names("name")
    priorities = node["priorities"]?.names("name")
    fields = node["fields"]?.names("name")
    fieldsForSeveral = node["fields_for_several"]?.names("name")
    people = (node["people"] ?? node["logins"])?.accounts
    markup = node["markup"]?.string.flatMap { MarkupLanguage(rawValue: $0) }
    largestFile = node["largest_file"]?.int
    links = try node.record("links") ?? LinkRules()
  }
}

extension JSONNode {
  fileprivate func names(_ keys: String...) -> [String] {
    if isObject { return members.map(\.key) }
    return elements.compactMap { element in
      element.string ?? keys.lazy.compactMap { element[$0]?.string }.first
    }
  }

  fileprivate var accounts: [TargetVocabulary.Account] {
    if isObject { return members.map { TargetVocabulary.Account(login: $0.key) } }
    return elements.compactMap { element in
      (element.string ?? element["login"]?.string).map {
        TargetVocabulary.Account(login: $0, name: element["name"]?.string, email: element["email"]?.string)
      }
    }
  }
}
