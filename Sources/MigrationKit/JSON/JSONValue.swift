/// A JSON value that a program makes. Object members keep the order they are given in.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The digits as they are to be written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])
  /// A value of a document that was read, passed on byte for byte.
  case source(JSONNode)

  package struct Member: Sendable {
    package let key: String
    package let value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The one way this value is written: no white space, members in order, text as UTF-8, only what must be is escaped.
  package var bytes: [UInt8] {
    var writer = JSONWriter(capacity: leastByteCount)
    writer.write(self)
    return writer.bytes
  }

  /// It is written with this many bytes or more.
  private var leastByteCount: Int {
    switch self {
    case .null, .bool, .number: 1
    case .string(let text): text.utf8.count + 2
    case .array(let elements): elements.reduce(2) { $0 + $1.leastByteCount + 1 }
    case .object(let members): members.reduce(2) { $0 + $1.key.utf8.count + $1.value.leastByteCount + 4 }
    case .source(let node): node.document.isCompact ? node.source.count : 1
    }
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The same over several lines, for files that people open (manifests).
  package var indentedText: String {
    var writer = JSONWriter(indented: true)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  /// An object whose members without a value (nil) are left out.
  package static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { key, value in value.map { Member(key, $0) } })
  }

  package static func int(_ value: Int) -> JSONValue { .number(String(value)) }

  package static func strings(_ values: some Sequence<String>) -> JSONValue {
    .array(values.map { .string($0) })
  }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0, $1) })
  }
  package init(nilLiteral: ()) { self = .null }
}

extension JSONValue: Equatable {
  /// Equal when they are written alike.
  package static func == (left: JSONValue, right: JSONValue) -> Bool { left.bytes == right.bytes }
}
