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
    guard let time = Timestamp(text) else { throw JSONShapeError("\"\(key)\" is not a date: \"\(text)\"") }
    return time.isUnset ? nil : time
  }

  /// The text of a message's body; empty where there is none.
  func body(_ key: String) throws -> String {
    try optional(key) { node in node.string ?? node.numberText } ?? ""
  }

  /// A list; one that is absent or has nothing in it may be written as anything.
  func rows(_ key: String) throws -> [JSONNode] {
    guard let node = self[key], !node.isArray else { return self[key]?.elements ?? [] }
    let isEmpty = node.withView { node in
      node.isHollow || !node.isObject && node.saysNothing(isUnsetAtZero: false)
    }
    guard isEmpty else { throw JSONShapeError("\"\(key)\" is not a list") }
    return []
  }

  func people(_ key: String) throws -> [SourcePerson] {
    try rows(key).map { node in
      guard let person = SourcePerson(node) else {
        throw JSONShapeError("someone in \"\(key)\" has no login")
      }
      return person
    }
  }

  /// In the order of their numbers: the server's own order changes from answer to answer.
  func fields(_ key: String) throws -> [SourceField] {
    try rows(key).map(SourceField.init)
      .filter { !$0.texts.isEmpty || !$0.files.isEmpty }
      .sorted { SourceID<CustomField>($0.id) < SourceID($1.id) }
  }
}

extension JSONView {
  /// Whether the value is no value: a text without a visible character, a date that is not set, nothing at all.
  /// - Parameter isUnsetAtZero: whether 0 means unset here.
  func saysNothing(isUnsetAtZero: Bool) -> Bool {
    if isPlainString {
      if text.isEmpty { return true }
      if text.isOrdinary {
        if !isUnsetAtZero || text.first != UInt8(ascii: "0") && text.first != UInt8(ascii: "-") {
          return false
        }
        if text.elementsEqual("0".utf8) { return true }
      }
    }
    guard let text = string ?? numberText else { return bool == nil }
    return isUnsetAtZero && Int(text) == 0 || text.hasPrefix("1970-01-01T00:00:00")
      || text.hasPrefix("1970-01-01 00:00:00") || text.isInvisible
  }
}

extension String {
  /// Whether there is nothing in it but white space and control characters.
  var isInvisible: Bool {
    unicodeScalars.allSatisfy { $0.isSpace || $0.properties.generalCategory == .control }
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

  /// Text, a number's digits, "true" or "false"; empty where there is none of these.
  func word(_ key: String) -> String { withView { $0.word(key) } }
}

extension JSONView {
  /// Text, a number's digits, "true" or "false"; empty where there is none of these.
  func word(_ key: String) -> String {
    self[key].flatMap { $0.string ?? $0.numberText ?? $0.bool.map(String.init) } ?? ""
  }
}
