import MigrationKit

extension JSONNode {
  /// This value with objects' members in order of their names and without a change to any of the values.
  ///
  /// Request Tracker writes members, custom fields and links in another order each time it is asked (they come
  /// from Perl's hashes); so that two extractions of one ticket can be compared, these three are sorted.
  var ordered: JSONValue {
    if isArray { return .array(elements.map(\.ordered)) }
    guard isObject else { return .source(self) }
    let members = members.map { (key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    return .object(members.map { JSONValue.Member($0.key, $0.value.ordered(as: $0.key)) })
  }

  private func ordered(as key: String) -> JSONValue {
    guard isArray, ["CustomFields", "_hyperlinks"].contains(key) else { return ordered }
    let values = elements.map(\.ordered)
    return .array(values.map { (text: $0.text, value: $0) }.sorted { $0.text < $1.text }.map(\.value))
  }
}
