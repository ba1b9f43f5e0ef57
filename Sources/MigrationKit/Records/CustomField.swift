/// A custom field of a ticket, under the target's name for it.
package struct CustomField: JSONRecord, Equatable {
  package var name: String
  /// More than one only for a field that takes several.
  package var values: [String]

  package init(name: String, values: [String]) {
    self.name = name
    self.values = values
  }

  package init(json: JSONNode) throws {
    name = try json.string("name")
    values = try json.strings("values")
  }

  package var json: JSONValue { ["name": .string(name), "values": .strings(values)] }
}
