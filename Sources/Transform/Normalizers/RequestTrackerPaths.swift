import MigrationKit

/// Names every value of a record by its path: `ticket.Subject`, `ticket.CustomFields[Kundennummer]`,
/// `ticket._hyperlinks[depends-on]`, `transactions[Type=Status].NewValue`, `attachments.Headers[X-Mailer]`.
///
/// What tells values of one kind apart (a field's name, a link's relation, a type) is part of the path.
/// A list's elements share one.
struct RequestTrackerPaths {
  /// What a value is a part of, as far as its fate depends on that.
  enum Place {
    case ticket
    /// Somebody, named by the ticket or as the author of an entry.
    case person(JSONNode, ofEntry: String?)
    case field(String)
    case link(JSONNode)
    case entry(String)
    case entryField(String, ofEntry: String)
    /// A part of a message, by its id, and the entry it belongs to.
    case part(String, ofEntry: String)
    case header(String, value: String, ofEntry: String)
    case text(ofPart: String, entry: String)
  }

  struct Value {
    let path: String
    let node: JSONNode
    let place: Place
  }

  /// In the order of the record, bodies of messages last.
  private(set) var values: [Value] = []
  private let entries: [String: RequestTrackerEntry]

  /// - Parameter entries: those of the history, by their id.
  init(in data: JSONNode, entries: [String: RequestTrackerEntry]) {
    self.entries = entries
    walk(data)
  }

  private mutating func walk(_ data: JSONNode) {
    var entryOfPart: [String: String] = [:]
    for member in data.members {
      switch member.key {
      case "ticket": walkTicket(member.value)
      case "transactions": for node in member.value.elements { walkEntry(node) }
      case "attachments":
        for node in member.value.elements {
          let (part, entry) = (node.word("id"), node.word("TransactionId"))
          entryOfPart[part] = entry
          walkPart(node, part, entry)
        }
      case "contents": continue
      default: leaves(member.value, member.key, .ticket)
      }
    }
    for node in data["contents"]?.elements ?? [] {
      let part = node.word("id")
      let entry = entryOfPart[part] ?? ""
      leaves(node, place("contents", of: entry), .text(ofPart: part, entry: entry))
    }
  }

  private mutating func walkTicket(_ ticket: JSONNode) {
    for member in ticket.members {
      switch member.key {
      case "CustomFields" where member.value.isArray:
        for field in member.value.elements { walkField(field, "ticket.CustomFields") { .field($0) } }
      case "CustomRoles" where member.value.isObject:
        for role in member.value.members {
          walkPeople(role.value, "ticket.CustomRoles[\(role.key)]", of: nil)
        }
      case "_hyperlinks" where member.value.isArray:
        for link in member.value.elements { walkLink(link) }
      case "Creator", "Owner", "Requestor", "Cc", "AdminCc":
        walkPeople(member.value, "ticket.\(member.key)", of: nil)
      default: leaves(member.value, "ticket.\(member.key)", .ticket)
      }
    }
  }

  private mutating func walkPeople(_ node: JSONNode, _ path: String, of entry: String?) {
    let people = node.elements.isEmpty ? [node] : node.elements
    for person in people { leaves(person, path, .person(person, ofEntry: entry)) }
  }

  /// A field's name is in the path of its values; those of images and files have members.
  private mutating func walkField(_ field: JSONNode, _ path: String, _ place: (String) -> Place) {
    let name = field.word("name")
    for member in field.members where member.key != "name" {
      let own = member.key == "values" ? "\(path)[\(name)]" : "\(path).\(member.key)"
      leaves(member.value, own, place(name))
    }
  }

  /// A link is one value; members that links are not known to have are values of their own.
  private mutating func walkLink(_ link: JSONNode) {
    let path = "ticket._hyperlinks[\(link.word("ref"))]"
    add(path, link, .link(link))
    for member in link.members where !Self.linkMembers.contains(member.key) {
      leaves(member.value, "\(path).\(member.key)", .ticket)
    }
  }

  private static let linkMembers: Set = [
    "ref", "type", "id", "_url", "name", "label", "from", "to", "update",
  ]

  private mutating func walkEntry(_ node: JSONNode) {
    let id = node.word("id")
    let path = "transactions[\(entries[id]?.label ?? "")]"
    for member in node.members where member.key != "Type" {
      switch member.key {
      case "CustomFields" where member.value.isArray:
        for field in member.value.elements {
          walkField(field, "\(path).CustomFields") { .entryField($0, ofEntry: id) }
        }
      case "Creator": walkPeople(member.value, "\(path).Creator", of: id)
      default: leaves(member.value, "\(path).\(member.key)", .entry(id))
      }
    }
  }

  private mutating func walkPart(_ node: JSONNode, _ id: String, _ entry: String) {
    let path = place("attachments", of: entry)
    for member in node.members {
      guard member.key == "Headers", let headers = member.value.string else {
        leaves(member.value, "\(path).\(member.key)", .part(id, ofEntry: entry))
        continue
      }
      for (name, value) in RequestTrackerPart.headers(in: headers) {
        add(
          "\(path).Headers[\(name)]", member.value, .header(name, value: value, ofEntry: entry))
      }
    }
  }

  /// Parts of messages that are no articles are told apart from those that are.
  private func place(_ name: String, of entry: String) -> String {
    guard let entry = entries[entry] else { return "\(name)[without transaction]" }
    return entry.isCarried ? name : "\(name)[\(entry.label)]"
  }

  private mutating func add(_ path: String, _ node: JSONNode, _ place: Place) {
    values.append(Value(path: path, node: node, place: place))
  }

  private mutating func leaves(_ node: JSONNode, _ path: String, _ place: Place) {
    if node.isObject, !node.members.isEmpty {
      for member in node.members { leaves(member.value, "\(path).\(member.key)", place) }
    } else if node.isArray, !node.elements.isEmpty {
      for element in node.elements { leaves(element, path, place) }
    } else {
      add(path, node, place)
    }
  }
}

extension JSONNode {
  /// Yes or no, in any of RT's ways to say it; nil where it says neither.
  func flag(_ key: String) -> Bool? {
    self[key].flatMap { node in node.bool ?? ["1": true, "0": false][node.string ?? node.numberText ?? ""] }
  }

  /// Text, or a number's digits; empty where there is neither.
  func word(_ key: String) -> String { self[key].flatMap { $0.string ?? $0.numberText } ?? "" }
}
