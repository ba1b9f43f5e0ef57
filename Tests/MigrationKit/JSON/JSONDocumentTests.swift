import Testing

@testable import MigrationKit

@Suite struct JSONDocumentTests {
  @Test(arguments: [
    #"{"b":1,"a":[true,false,null],"n":9007199254740993,"x":1e400,"y":1.0}"#,
    #""\ud83d lone""#,
    #"["é","😀","\u00e9","\/"]"#,
    "{}", "[]", "0", #""""#,
  ])
  func `a text that passes through keeps every byte`(text: String) throws {
    #expect(JSONValue.source(try JSONDocument(text).root).text == text)
  }

  @Test func `white space between values goes, white space in text stays`() throws {
    let root = try JSONDocument("{ \"a b\" : [ 1 ,\n 2 ] }\n").root
    #expect(JSONValue.source(root).text == #"{"a b":[1,2]}"#)
  }

  @Test(arguments: [
    ("{\"a\":1,}", 1, 8), ("[1\n,2\n,]", 3, 2), ("\"abc", 1, 1), ("01", 1, 2), ("{\"a\":tru}", 1, 6),
    ("", 1, 1), ("[1] 2", 1, 5), ("\"\\x\"", 1, 3), ("\"\\u12g4\"", 1, 3), ("-", 1, 2), ("\"\u{1}\"", 1, 2),
  ])
  func `a malformed text is refused with its line and column`(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test(arguments: [
    (#"{"id":"5","data":{"a":{"z":[1]},"b":2,"c":3}}"#, #"{"id":"5","data":{"a":{"z":[1]},"b":2}}"#),
    (#"{"b":0,"data":{"b":2,"a":{"b":1},"c":"\u{FFFD}"}}"#, #"{"b":0,"data":{"b":2,"a":{"b":1}}}"#),
    (#"{"data":{"a":1,"c":3},"z":4}"#, #"{"data":{"a":1,"c":3},"z":4}"#),
    (#"{"data":{"a":1,"b":2,"c":nonsense}"#, #"{"data":{"a":1,"b":2}}"#),
  ])
  func `a text is read until some members of a member have come`(text: String, expected: String) throws {
    let beginning = try #require(JSONDocument(beginningOf: Array(text.utf8), until: ["a", "b"], depth: 1))
    let read = beginning.root.members.flatMap { $0.value.isObject ? $0.value.members : [] }
    let wanted = try JSONDocument(expected).root.members.flatMap { $0.value.isObject ? $0.value.members : [] }
    #expect(read.map(\.key) == wanted.map(\.key))
    #expect(read.map { JSONValue.source($0.value).text } == wanted.map { JSONValue.source($0.value).text })
  }

  @Test(arguments: [#"{"b":1,"a":{"b":2,"z":[3]},"c":nonsense}"#, #"{"a":{"b":2,"z":[3]},"b":1}"#])
  func `a text is read until some members of the whole have come`(text: String) throws {
    let root = try #require(JSONDocument(beginningOf: Array(text.utf8), until: ["a", "b"], depth: 0)).root
    #expect(root.members.count == 2)
    #expect(root["b"]?.int == 1)
    #expect(root["a"]?["b"]?.int == 2)
  }

  @Test(arguments: [#"{"data":{"a":1,"b":2,"#, #"{"data":{"a":1,"b":nonsense,"c":3}}"#, #"{"data":{"a":1}"#])
  func `a beginning is refused where it is cut or malformed`(text: String) {
    #expect(JSONDocument(beginningOf: Array(text.utf8), until: ["a", "b"], depth: 1) == nil)
  }

  @Test func `bytes that are no UTF-8 are refused where they are read only`() {
    let (start, end) = (#"{"data":{"a":""#, #"","b":{"c":"d"}}}"#)
    let bytes = Array(start.utf8) + [0xFF] + Array(end.utf8)
    #expect(JSONDocument(beginningOf: bytes, until: ["a"], depth: 1) == nil)
    #expect(
      JSONDocument(beginningOf: Array(#"{"data":{"a":1,"b":""#.utf8) + bytes, until: ["a"], depth: 1) != nil)
  }

  @Test(arguments: 0...40)
  func `malformed UTF-8 is found wherever it stands`(place: Int) {
    var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 80)
    (bytes[0], bytes[79]) = (0x22, 0x22)
    bytes[place + 1] = 0xBF
    let error = #expect(throws: JSONError.self) { try JSONDocument(bytes) }
    #expect(error?.column == place + 2)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22],
    ] as [[UInt8]])
  func `malformed UTF-8 is refused`(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(bytes) }
    #expect(error?.reason == "malformed UTF-8")
    #expect(error?.column == 2)
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
  func `nesting without end is refused, not crashed on`(beginning: String) {
    let text = String(repeating: beginning, count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
    #expect(error?.reason == "nested deeper than 512")
  }

  @Test(arguments: [(512, true), (513, false)])
  func `a text may be nested 512 deep`(depth: Int, isAccepted: Bool) {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(((try? JSONDocument(text)) != nil) == isAccepted)
  }

  @Test(arguments: [
    (#""a\n\t\"\\\/""#, "a\n\t\"\\/"), (#""\u00e9\ud83d\ude00""#, "é😀"), (#""\ud83d!""#, "\u{FFFD}!"),
    (#""\ud83d\u0041""#, "\u{FFFD}A"), ("\"e\u{301}\"", "e\u{301}"),
  ])
  func `a string is decoded with its escapes`(text: String, expected: String) throws {
    #expect(try JSONDocument(text).root.string.map { Array($0.utf8) } == Array(expected.utf8))
  }

  @Test func `members are found by name and kept in order`() throws {
    let root = try JSONDocument(#"{"z":1,"a":{"k":"v"},"z":2,"\u0062":3,"none":null}"#).root
    #expect(root["z"]?.int == 1)
    #expect(root["a"]?["k"]?.string == "v")
    #expect(root["b"]?.int == 3)
    #expect(root["none"]?.isNull == true)
    #expect(root["missing"] == nil)
    #expect(root.members.map(\.key) == ["z", "a", "z", "b", "none"])
  }

  @Test func `a value that is written is read back the same`() throws {
    let value: JSONValue = ["text": "a\"\\\n\u{1}\u{7F}é😀", "n": 5, "list": [true, nil, []], "empty": [:]]
    let again = try JSONDocument(value.bytes).root
    #expect(again["text"]?.string == "a\"\\\n\u{1}\u{7F}é😀")
    #expect(JSONValue.source(again).text == value.text)
    #expect(JSONValue.source(try JSONDocument(value.indentedText).root).text == value.text)
  }
}

/// Runs of text are passed over eight bytes at a time, so every place of an odd byte counts.
@Suite struct PlainRunTests {
  @Test(arguments: [#"\""#, #"\\"#, #"\n"#, #"\u0001"#, "\u{7F}", #"\u00e9"#, "é", #"\ud83d\ude00"#])
  func `an odd character is found wherever it stands`(character: String) throws {
    for length in 0..<40 {
      let text = String(repeating: "x", count: length)
      let node = try JSONDocument("[\"\(text)\(character)yz\",\"\(text)\"]").root
      let decoded = try #require(node.elements[0].string)
      #expect(
        decoded.hasPrefix(text) && decoded.hasSuffix("yz") && decoded.unicodeScalars.count == length + 3)
      #expect(node.elements[1].string == text)
      #expect(try JSONDocument(JSONValue.string(decoded).bytes).root.string == decoded)
    }
  }

  @Test func `a control character is refused wherever it stands`() {
    for length in 0..<20 {
      let bytes = Array("\"\(String(repeating: "é", count: length))\u{1F}12345678\"".utf8)
      let error = #expect(throws: JSONError.self) { try JSONDocument(bytes) }
      #expect(error?.column == 2 + 2 * length)
    }
  }
}
