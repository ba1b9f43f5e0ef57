import Foundation
import Testing

@testable import MigrationKit

@Suite struct JSON5Tests {
  @Test(arguments: [
    ("{a: 1, // one\n b: /* two\n lines */ 2,}", #"{"a":1,"b":2}"#),
    ("\u{FEFF}\u{A0}[1,2,]// end", "[1,2]"), ("{}", "{}"), ("[ ]", "[]"),
    (#"{'a': 'it\'s "x"', "b": "it's"}"#, #"{"a":"it's \"x\"","b":"it's"}"#),
    ("{$a_1: null, Größe: true, 日本: false}", #"{"$a_1":null,"Größe":true,"日本":false}"#),
    (#""\n\t\r\b\f\0\x41\u00e9\/\q\"""#, #""\n\t\r\u0008\u000c\u0000Aé/q\"""#),
    (#""\uD83D\uDE00""#, #""😀""#), ("\"a\\\nb\"", #""ab""#), ("\"a\\\r\nb\"", #""ab""#),
    ("[0x1F, +1, .5, -2e3]", "[0x1F,+1,.5,-2e3]"), (#"{"0..29": 'x'}"#, #"{"0..29":"x"}"#),
  ])
  func `what people write is read`(text: String, value: String) throws {
    #expect(try JSON5Reader.read(text).plain.text == value)
  }

  @Test(arguments: [
    ("", 1, 1, "the text ends where a value is expected"), ("{a: 1\n b: 2}", 2, 2, "expected ',' or '}'"),
    ("{a: 1", 1, 6, "'}' is missing; opened on line 1"), ("[1 2]", 1, 4, "expected ',' or ']'"),
    ("{\n  a 1}", 2, 5, "expected ':' after the key \"a\""), ("{: 1}", 1, 2, "expected a key"),
    ("{a: new}", 1, 5, "\"new\" is not a value; text needs quotes"), ("{a: ,}", 1, 5, "expected a value"),
    ("{a: 'x\n'}", 1, 5, "the string is not closed on its line"), ("\"x", 1, 1, "the string is not closed"),
    ("{\n  a: {\n    b: [1,\n", 4, 1, "']' is missing; opened on line 3"),
    ("{\n  a: {\n    b: 1,\n  },\n", 5, 1, "'}' is missing; opened on line 1"),
    ("{", 1, 2, "'}' is missing; opened on line 1"),
    ("{} /* x", 1, 4, "the comment is not closed"), ("{} {}", 1, 4, "unexpected text after the value"),
    (#""\u12""#, 1, 4, #""12"" is not a character code"#),
    (#""\xZZ""#, 1, 4, #""ZZ" is not a character code"#),
    (#""\x+1""#, 1, 4, #""+1" is not a character code"#),
    (#""\uD83D""#, 1, 4, #""D83D" is not a character code"#),
    (#""\uD83D\u0041""#, 1, 4, #""D83D" is not a character code"#),
    (#""\"#, 1, 3, "the text ends inside an escape"),
  ])
  func `a slip is shown by line and column`(text: String, line: Int, column: Int, reason: String) {
    #expect(throws: JSONError(reason, line: line, column: column)) { try JSON5Reader.read(text) }
  }

  @Test func `a value knows its line`() throws {
    let value = try JSON5Reader.read("{\n  a: 1,\n  // x\n  b:\n    2,\n}")
    guard case .object(let members) = value.content else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.value.line) == [2, 5])
  }

  /// A reader that looks for each line from the beginning would take minutes.
  @Test(.timeLimit(.minutes(1))) func `fifty thousand people are read, each with its line`() throws {
    let people = (0..<50_000).map { "  \"person \($0)@example.test\": \"p\($0)\",\n" }.joined()
    guard case .object(let sections) = try JSON5Reader.read("{ people: {\n\(people)} }").content,
      case .object(let entries)? = sections.first?.value.content
    else {
      Issue.record("no object")
      return
    }
    #expect(entries.count == 50_000 && entries.last?.value.line == 50_001)
  }

  @Test func `nesting without end is refused`() {
    #expect(throws: JSONError.self) { try JSON5Reader.read(String(repeating: "[", count: 100_000)) }
  }
}

extension JSON5Value {
  /// The same as JSON, numbers as written.
  fileprivate var plain: JSONValue {
    switch content {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let text): .number(text)
    case .string(let text): .string(text)
    case .array(let elements): .array(elements.map(\.plain))
    case .object(let members): .object(members.map { .init($0.key, $0.value.plain) })
    }
  }
}
