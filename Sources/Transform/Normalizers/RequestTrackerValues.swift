import MigrationKit

extension SourceRecord {
  /// The data as a document.
  var root: JSONNode {
    get throws {
      if case .source(let node) = data { return node }
      return try JSONDocument(data.bytes).root
    }
  }
}

extension JSONNode {
  /// Text that is not empty, or a number's digits.
  func text(_ key: String) throws -> String {
    try required(key) { node in (node.string ?? node.numberText).flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// A number, as number or text; 0 where there is none.
  func integer(_ key: String) throws -> Int {
    try optional(key) { node in node.int ?? node.string.flatMap { $0.isEmpty ? 0 : Int($0) } } ?? 0
  }

  /// Nil for a date that is not set.
  func time(_ key: String) throws -> Timestamp? {
    guard let text = try optional(key, \.string), !text.isEmpty else { return nil }
    guard let time = Timestamp(text) else { throw JSONShapeError("\"\(key)\" is no date: \"\(text)\"") }
    return time.isUnset ? nil : time
  }

  func setTime(_ key: String) throws -> Timestamp {
    guard let time = try time(key) else { throw JSONShapeError("\"\(key)\" is missing") }
    return time
  }

  func people(_ key: String) throws -> [RequestTrackerPerson] {
    guard self[key]?.isArray == true else { return [] }
    return try list(key) { node in
      guard let person = RequestTrackerPerson(node) else {
        throw JSONShapeError("somebody in \"\(key)\" has no login")
      }
      return person
    }
  }

  /// In the order of their numbers: the server's own order changes from answer to answer.
  func fields(_ key: String) throws -> [RequestTrackerField] {
    guard self[key]?.isArray == true else { return [] }
    return try list(key, RequestTrackerField.init)
      .filter { !$0.texts.isEmpty || !$0.files.isEmpty }
      .sorted { SourceID<CustomField>($0.id) < SourceID($1.id) }
  }
}

extension JSONView {
  /// Whether the value is no value: a text without a visible character, a date that is not set, nothing at all.
  /// - Parameter isUnsetAtZero: whether 0 is no number here.
  func saysNothing(isUnsetAtZero: Bool) -> Bool {
    if isPlainString {
      if text.isEmpty { return true }
      if text.isOrdinary { return isUnsetAtZero && text.elementsEqual("0".utf8) }
    }
    guard let text = string ?? numberText else { return bool == nil }
    return isUnsetAtZero && text == "0" || text.hasPrefix("1970-01-01T00:00:00")
      || text.allSatisfy(\.isWhitespace)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a look at the first byte shows that this is a visible text, and no date that is not set.
  fileprivate var isOrdinary: Bool {
    guard let first else { return false }
    return (0x21..<0x7F).contains(first) && !starts(with: "1970-".utf8)
  }
}

extension JSONNode {
  /// Yes or no, in any of RT's ways to say it; nil where it says neither.
  func flag(_ key: String) -> Bool? {
    self[key].flatMap { node in node.bool ?? ["1": true, "0": false][node.string ?? node.numberText ?? ""] }
  }

  /// Text, or a number's digits; empty where there is neither.
  func word(_ key: String) -> String { withView { $0.word(key) } }
}

extension JSONView {
  /// Text, or a number's digits; empty where there is neither.
  func word(_ key: String) -> String { self[key].flatMap { $0.string ?? $0.numberText } ?? "" }
}
